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

// Crawl follows all chains of the plan at once, and returns them in the order
// of plan.Starts. However many chains come by a page, it is read once. A page
// that can't be read ends the chains that need it, and no other.
//
// When ctx ends, Crawl reads no further page, waits for those that are being
// read, and returns ctx's error.
func Crawl(ctx context.Context, read chain.Read, plan chain.Plan) ([]chain.Chain, error) {
	seen := &memory{
		ctx:   ctx,
		read:  read,
		desk:  semaphore.NewWeighted(int64(plan.Workers)),
		pages: map[string]*task.Task[chain.Page]{},
	}
	chains := make([]*task.Task[chain.Chain], len(plan.Starts))
	for i, start := range plan.Starts {
		chains[i] = task.Named(ctx, start, func(ctx context.Context) (chain.Chain, error) {
			return chain.Follow(ctx, seen.page, start, plan), ctx.Err()
		})
	}
	// All of them end soon after ctx does, and nobody leaves before.
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

// A memory has a task for each page that anybody has asked for. The first who
// asks starts it; who comes later awaits the same one.
type memory struct {
	ctx  context.Context // the pages', which don't belong to a single chain
	read chain.Read
	desk *semaphore.Weighted

	mu    sync.Mutex
	pages map[string]*task.Task[chain.Page]
}

// page awaits a shared task. Usually that is a trap: one who is cancelled
// cancels it for all. Here all are cancelled together, or nobody.
func (m *memory) page(ctx context.Context, title string) (chain.Page, error) {
	m.mu.Lock()
	page, known := m.pages[title]
	if !known {
		page = task.Named(m.ctx, "read "+title, m.fetch(title))
		m.pages[title] = page
	}
	m.mu.Unlock() // before anybody waits, or they'd wait in line
	return page.Await(ctx)
}

func (m *memory) fetch(title string) task.Func[chain.Page] {
	return func(ctx context.Context) (chain.Page, error) {
		if err := m.desk.Acquire(ctx, 1); err != nil {
			return chain.Page{}, err
		}
		defer m.desk.Release(1)
		return m.read(ctx, title)
	}
}
