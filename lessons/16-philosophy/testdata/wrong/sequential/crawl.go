// Package sequential starts a task for each chain, and awaits it before it starts
// the next one.
package sequential

import (
	"context"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/task"
)

func Crawl(ctx context.Context, read chain.Read, plan chain.Plan) ([]chain.Chain, error) {
	type outcome struct {
		page chain.Page
		err  error
	}
	pages := map[string]outcome{}
	once := func(ctx context.Context, title string) (chain.Page, error) {
		known, ok := pages[title]
		if !ok {
			known.page, known.err = read(ctx, title)
			pages[title] = known
		}
		return known.page, known.err
	}
	var all []chain.Chain
	for _, start := range plan.Starts {
		following := task.Go(ctx, func(ctx context.Context) (chain.Chain, error) {
			return chain.Follow(ctx, once, start, plan), ctx.Err()
		})
		c, err := following.Await(ctx)
		if err != nil {
			return nil, err
		}
		if plan.Ended != nil {
			plan.Ended(c)
		}
		all = append(all, c)
	}
	return all, nil
}
