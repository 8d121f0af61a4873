package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/task"
	"gosyncio/with"
)

// A figure is what one crawl took.
type figure struct {
	reads  int // of pages, each counted once; what a busy server was asked in vain isn't
	rounds int // that they take, if all that can be read at once is
	took   time.Duration
}

// A result is what one language took.
type result struct{ oneInSequence, oneAtOnce, manyInSequence, manyAtOnce figure }

// faster is how many times less time b takes than a.
func faster(a, b figure) float64 { return a.took.Seconds() / b.took.Seconds() }

// bound is how many times faster nobody can be, however good: no more than work
// at once, and not in fewer rounds than it takes.
func bound(f figure, workers int) float64 {
	return min(float64(workers), float64(f.reads)/float64(max(f.rounds, 1)))
}

// rounds is how many the chains take. A page can be read in the round after the
// one that leads to it, in whatever chain that is soonest. So mostly it is the
// length of the longest chain, or less, if others are ahead of it.
func rounds(chains []chain.Chain) (all int) {
	soonest := map[string]int{}
	for _, c := range chains {
		for i, title := range c.Asked {
			if round, ok := soonest[title]; !ok || i+1 < round {
				soonest[title] = i + 1
			}
		}
	}
	for _, round := range soonest {
		all = max(all, round)
	}
	return all
}

// enough is the part of the bound that we ask for.
const enough = 0.8

// measure compares one chain with many, in sequence and concurrently. Our own
// encyclopedia is read in Python, too, from the same server.
func (o order) measure(ctx context.Context, out io.Writer) error {
	t := table{out, &o}
	if o.base != "" {
		return t.fill(ctx, wiki.Options{Contact: o.contact}, o.base, nil)
	}
	ours := encyclopedia.At("127.0.0.1:0", encyclopedia.Handler(o.delay))
	return with.Open(ctx, ours, func(ctx context.Context, s *encyclopedia.Server) error {
		return t.fill(ctx, wiki.Options{AtOnce: o.plan.Workers, Dial: s.Dial}, s.URL, measurePython)
	})
}

// race measures the four crawls. In sequence is with one worker.
func (o order) race(ctx context.Context, options wiki.Options, base string) (r result, err error) {
	one, many := o.plan, o.plan
	one.Starts = o.plan.Starts[:1]
	for _, heat := range []struct {
		into   *figure
		plan   chain.Plan
		work   int
		rounds int
	}{
		{&r.oneInSequence, one, 1, 1},
		{&r.oneAtOnce, one, o.plan.Workers, 3},
		{&r.manyInSequence, many, 1, 1},
		{&r.manyAtOnce, many, o.plan.Workers, 3},
	} {
		heat.plan.Workers = heat.work
		if o.base != "" {
			heat.rounds = 1 // nobody reads strangers' pages three times for a figure
		}
		if *heat.into, err = best(ctx, heat.rounds, o.clocked(options, base, heat.plan)); err != nil {
			return r, err
		}
	}
	return r, nil
}

// best returns the fastest of some rounds: others are only disturbed more.
func best(ctx context.Context, rounds int, round task.Func[figure]) (fastest figure, err error) {
	fastest.took = math.MaxInt64
	for range rounds {
		f, err := round(ctx)
		if err != nil {
			return f, err
		}
		if f.took < fastest.took {
			fastest = f
		}
	}
	return fastest, nil
}

var errNothing = errors.New("nothing was read, so there's nothing to compare: the first chain begins at the goal")

// reasons joins the errors of the chains that have failed.
func reasons(chains []chain.Chain) error {
	var errs []error
	for _, c := range chains {
		errs = append(errs, c.Err)
	}
	return errors.Join(errs...)
}

// clocked describes one crawl by a client that has read nothing before.
func (o order) clocked(options wiki.Options, base string, plan chain.Plan) task.Func[figure] {
	return func(ctx context.Context) (f figure, err error) {
		err = with.Open(ctx, client(base, options), func(ctx context.Context, client *wiki.Client) error {
			seen := watch(o.progress, len(plan.Starts))
			start := time.Now()
			chains, err := seen.crawl(ctx, client.Read, plan)
			f = figure{int(seen.read.Load()), rounds(chains), time.Since(start)}
			switch {
			case err != nil:
				return err
			case complaint(chains) != nil:
				return fmt.Errorf("%w: %w", complaint(chains), reasons(chains))
			case f.reads == 0:
				return errNothing
			}
			return nil
		})
		return f, err
	}
}
