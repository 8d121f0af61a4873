// Package losing marks a page as visited before it is read. Another chain that
// needs the page meanwhile finds no link, and ends.
package losing

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"

	"gosyncio/lessons/16-philosophy/chain"
)

func Crawl(ctx context.Context, read chain.Read, plan chain.Plan) ([]chain.Chain, error) {
	slots := semaphore.NewWeighted(int64(plan.Workers))
	type entry struct {
		page chain.Page
		err  error
	}
	var mu sync.Mutex
	visited := map[string]*entry{}
	once := func(ctx context.Context, title string) (chain.Page, error) {
		mu.Lock()
		defer mu.Unlock()
		if seen, known := visited[title]; known {
			return seen.page, seen.err
		}
		mine := &entry{page: chain.Page{Title: title}}
		visited[title] = mine
		mu.Unlock()
		page, err := chain.Page{}, slots.Acquire(ctx, 1)
		if err == nil {
			page, err = read(ctx, title)
			slots.Release(1)
		}
		mu.Lock()
		mine.page, mine.err = page, err
		return page, err
	}
	var calling sync.Mutex
	var chains sync.WaitGroup
	all := make([]chain.Chain, len(plan.Starts))
	for i, start := range plan.Starts {
		chains.Go(func() {
			all[i] = chain.Follow(ctx, once, start, plan)
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
