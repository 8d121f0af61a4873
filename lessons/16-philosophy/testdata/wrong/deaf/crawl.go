// Package deaf starts its tasks under a ctx that never ends, so that nobody
// can spoil a page for the others, and looks at its own when all is over.
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
	desk := semaphore.NewWeighted(int64(plan.Workers))
	var mu sync.Mutex
	pages := map[string]*task.Task[chain.Page]{}
	once := func(ctx context.Context, title string) (chain.Page, error) {
		mu.Lock()
		page, known := pages[title]
		if !known {
			page = task.Go(endless, func(ctx context.Context) (chain.Page, error) {
				if err := desk.Acquire(ctx, 1); err != nil {
					return chain.Page{}, err
				}
				defer desk.Release(1)
				return read(ctx, title)
			})
			pages[title] = page
		}
		mu.Unlock()
		return page.Await(ctx)
	}
	var telling sync.Mutex
	var chains sync.WaitGroup
	all := make([]chain.Chain, len(plan.Starts))
	for i, start := range plan.Starts {
		chains.Go(func() {
			all[i] = chain.Follow(endless, once, start, plan)
			telling.Lock()
			defer telling.Unlock()
			if plan.Ended != nil {
				plan.Ended(all[i])
			}
		})
	}
	chains.Wait()
	return all, ctx.Err()
}
