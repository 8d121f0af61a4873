//go:build exercise

package main

import (
	"context"

	"gosyncio/lessons/16-philosophy/chain"
)

// Crawl follows all chains of the plan at the same time, and returns them in the
// order of plan.Starts. It reads each page once, however many chains need it. A
// page that cannot be read ends the chains that need it, and no other chain.
//
// When ctx ends, Crawl starts no further read, waits for those that are running,
// and returns ctx's error.
//
// That is the goal. What you see is last term's crawler, which follows one chain
// after the other. TASK.md says what to do.
func Crawl(ctx context.Context, read chain.Read, plan chain.Plan) ([]chain.Chain, error) {
	var chains []chain.Chain
	for _, start := range plan.Starts {
		c := chain.Follow(ctx, read, start, plan)
		if plan.Ended != nil {
			plan.Ended(c)
		}
		chains = append(chains, c)
	}
	return chains, nil
}
