// Package twice looks for a page in the cache, and stores it when it has been read.
// A chain that looks between the two reads the page, too.
package twice

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"

	"gosyncio/lessons/16-philosophy/chain"
)

func Crawl(ctx context.Context, read chain.Read, plan chain.Plan) ([]chain.Chain, error) {
	slots := semaphore.NewWeighted(int64(plan.Workers))
	var cache sync.Map
	lookup := func(ctx context.Context, title string) (chain.Page, error) {
		if page, known := cache.Load(title); known {
			return page.(chain.Page), nil
		}
		if err := slots.Acquire(ctx, 1); err != nil {
			return chain.Page{}, err
		}
		defer slots.Release(1)
		page, err := read(ctx, title)
		if err == nil {
			cache.Store(title, page)
		}
		return page, err
	}
	var calling sync.Mutex
	var chains sync.WaitGroup
	all := make([]chain.Chain, len(plan.Starts))
	for i, start := range plan.Starts {
		chains.Go(func() {
			all[i] = chain.Follow(ctx, lookup, start, plan)
			calling.Lock()
			defer calling.Unlock()
			if ctx.Err() == nil && plan.Ended != nil {
				plan.Ended(all[i])
			}
		})
	}
	chains.Wait()
	return all, ctx.Err()
}
