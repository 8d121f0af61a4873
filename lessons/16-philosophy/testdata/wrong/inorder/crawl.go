// Package inorder follows all chains at the same time, but awaits them in order. So
// it calls Ended for a chain only when the chains before it have ended, too.
package inorder

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/task"
)

func Crawl(ctx context.Context, read chain.Read, plan chain.Plan) ([]chain.Chain, error) {
	slots := semaphore.NewWeighted(int64(plan.Workers))
	var mu sync.Mutex
	pages := map[string]*task.Task[chain.Page]{}
	once := func(wait context.Context, title string) (chain.Page, error) {
		mu.Lock()
		page, known := pages[title]
		if !known {
			page = task.Go(ctx, func(ctx context.Context) (chain.Page, error) {
				if err := slots.Acquire(ctx, 1); err != nil {
					return chain.Page{}, err
				}
				defer slots.Release(1)
				return read(ctx, title)
			})
			pages[title] = page
		}
		mu.Unlock()
		return page.Await(wait)
	}
	chains := make([]*task.Task[chain.Chain], len(plan.Starts))
	for i, start := range plan.Starts {
		chains[i] = task.Go(ctx, func(ctx context.Context) (chain.Chain, error) {
			return chain.Follow(ctx, once, start, plan), nil
		})
	}
	var all []chain.Chain
	for _, following := range chains {
		c, err := following.Await(context.WithoutCancel(ctx))
		if err != nil {
			return nil, err
		}
		if ctx.Err() == nil && plan.Ended != nil {
			plan.Ended(c)
		}
		all = append(all, c)
	}
	return all, ctx.Err()
}
