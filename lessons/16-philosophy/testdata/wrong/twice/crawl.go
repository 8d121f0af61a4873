// Package twice looks whether a page is in the cache, and puts it there when
// it has been read. Who looks in between reads it, too.
package twice

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"

	"gosyncio/lessons/16-philosophy/chain"
)

func Crawl(ctx context.Context, read chain.Read, plan chain.Plan) ([]chain.Chain, error) {
	desk := semaphore.NewWeighted(int64(plan.Workers))
	var cache sync.Map
	lookup := func(ctx context.Context, title string) (chain.Page, error) {
		if page, known := cache.Load(title); known {
			return page.(chain.Page), nil
		}
		if err := desk.Acquire(ctx, 1); err != nil {
			return chain.Page{}, err
		}
		defer desk.Release(1)
		page, err := read(ctx, title)
		if err == nil {
			cache.Store(title, page)
		}
		return page, err
	}
	var telling sync.Mutex
	var chains sync.WaitGroup
	all := make([]chain.Chain, len(plan.Starts))
	for i, start := range plan.Starts {
		chains.Go(func() {
			all[i] = chain.Follow(ctx, lookup, start, plan)
			telling.Lock()
			defer telling.Unlock()
			if ctx.Err() == nil && plan.Ended != nil {
				plan.Ended(all[i])
			}
		})
	}
	chains.Wait()
	return all, ctx.Err()
}
