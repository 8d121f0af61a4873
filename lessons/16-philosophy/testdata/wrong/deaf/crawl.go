// Package deaf starts its tasks under a ctx that never ends, so that no chain can
// cancel a page for the others. It looks at its own ctx at the end only.
package deaf

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/task"
)

func Crawl(ctx context.Context, read chain.Read, plan chain.Plan) ([]chain.Chain, error) {
	endless := context.WithoutCancel(ctx)
	slots := semaphore.NewWeighted(int64(plan.Workers))
	var mu sync.Mutex
	pages := map[string]*task.Task[chain.Page]{}
	once := func(ctx context.Context, title string) (chain.Page, error) {
		mu.Lock()
		page, known := pages[title]
		if !known {
			page = task.Go(endless, func(ctx context.Context) (chain.Page, error) {
				if err := slots.Acquire(ctx, 1); err != nil {
					return chain.Page{}, err
				}
				defer slots.Release(1)
				return read(ctx, title)
			})
			pages[title] = page
		}
		mu.Unlock()
		return page.Await(ctx)
	}
	var calling sync.Mutex
	var chains sync.WaitGroup
	all := make([]chain.Chain, len(plan.Starts))
	for i, start := range plan.Starts {
		chains.Go(func() {
			all[i] = chain.Follow(endless, once, start, plan)
			calling.Lock()
			defer calling.Unlock()
			if plan.Ended != nil {
				plan.Ended(all[i])
			}
		})
	}
	chains.Wait()
	return all, ctx.Err()
}
