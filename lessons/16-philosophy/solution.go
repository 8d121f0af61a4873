//go:build !exercise

package main

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"

	"gosyncio/gather"
	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/task"
	"gosyncio/wait"
)

// Crawl follows all chains of the plan at the same time, and returns them in the
// order of plan.Starts. It reads each page once, however many chains need it. A
// page that cannot be read ends the chains that need it, and no other chain.
//
// When ctx ends, Crawl starts no further read, waits for those that are running,
// and returns ctx's error.
func Crawl(ctx context.Context, read chain.Read, plan chain.Plan) ([]chain.Chain, error) {
	pages := &pageCache{
		ctx:   ctx,
		read:  read,
		slots: semaphore.NewWeighted(int64(plan.Workers)),
		tasks: map[string]*task.Task[chain.Page]{},
	}
	chains := make([]*task.Task[chain.Chain], len(plan.Starts))
	for i, start := range plan.Starts {
		chains[i] = task.Named(ctx, start, func(ctx context.Context) (chain.Chain, error) {
			return chain.Follow(ctx, pages.get, start, plan), ctx.Err()
		})
	}
	// WithoutCancel: all of them end soon after ctx, and Crawl waits for that.
	for ended := range wait.Completions(context.WithoutCancel(ctx), chains...) {
		if c, err := ended.Result(); err == nil && plan.Ended != nil {
			plan.Ended(c)
		}
	}
	return gather.All(ctx, task.Each(chains, await)...)
}

func await(ctx context.Context, c *task.Task[chain.Chain]) (chain.Chain, error) {
	return c.Await(ctx)
}

// A pageCache has a task for each page that a chain has asked for. The first
// chain starts the task, and all others await it.
type pageCache struct {
	ctx   context.Context // of the tasks: a page does not belong to one chain
	read  chain.Read
	slots *semaphore.Weighted

	mu    sync.Mutex
	tasks map[string]*task.Task[chain.Page]
}

// get awaits a shared task. Usually that is a trap, because a caller that is
// cancelled cancels the task for all others. Here all are cancelled together.
func (p *pageCache) get(ctx context.Context, title string) (chain.Page, error) {
	p.mu.Lock()
	page, known := p.tasks[title]
	if !known {
		page = task.Named(p.ctx, "read "+title, p.fetch(title))
		p.tasks[title] = page
	}
	p.mu.Unlock() // before the wait, or the chains would wait one after the other
	return page.Await(ctx)
}

func (p *pageCache) fetch(title string) task.Func[chain.Page] {
	return func(ctx context.Context) (chain.Page, error) {
		if err := p.slots.Acquire(ctx, 1); err != nil {
			return chain.Page{}, err
		}
		defer p.slots.Release(1)
		return p.read(ctx, title)
	}
}
