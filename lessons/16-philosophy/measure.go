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

// A measurement is how long one crawl took.
type measurement struct {
	reads  int // of pages, each counted once; a try that a busy server refused is not counted
	rounds int // how many pages have to be read one after the other
	took   time.Duration
}

// A result is how long the four crawls took in one language.
type result struct{ oneInSequence, oneAtOnce, manyInSequence, manyAtOnce measurement }

// speedup is how many times less time b takes than a.
func speedup(a, b measurement) float64 { return a.took.Seconds() / b.took.Seconds() }

// maxSpeedup is the largest speedup that is possible: no more pages at the same
// time than workers, and no fewer rounds than the chains need.
func maxSpeedup(m measurement, workers int) float64 {
	return min(float64(workers), float64(m.reads)/float64(max(m.rounds, 1)))
}

// rounds returns how many rounds the chains need. A page can be read in the round
// after the page that leads to it, in the chain where that is soonest. So usually
// it is the length of the longest chain, or less, if other chains read some of
// its pages before.
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

// wantedPart is the part of the largest speedup that -compare asks for.
const wantedPart = 0.8

// measure compares one chain with many, in sequence and concurrently. Python
// reads our own encyclopedia, too, from the same server.
func (c command) measure(ctx context.Context, out io.Writer) error {
	t := table{out, &c}
	if c.base != "" {
		return t.fill(ctx, wiki.Options{Contact: c.contact}, c.base, nil)
	}
	ours := encyclopedia.At("127.0.0.1:0", encyclopedia.Handler(c.delay))
	return with.Open(ctx, ours, func(ctx context.Context, s *encyclopedia.Server) error {
		return t.fill(ctx, wiki.Options{AtOnce: c.plan.Workers, Dial: s.Dial}, s.URL, measurePython)
	})
}

// measureGo measures the four crawls. In sequence means: with one worker.
func (c command) measureGo(ctx context.Context, options wiki.Options, base string) (r result, err error) {
	one, many := c.plan, c.plan
	one.Starts = c.plan.Starts[:1]
	for _, crawl := range []struct {
		into    *measurement
		plan    chain.Plan
		workers int
		repeats int
	}{
		{&r.oneInSequence, one, 1, 1},
		{&r.oneAtOnce, one, c.plan.Workers, 3},
		{&r.manyInSequence, many, 1, 1},
		{&r.manyAtOnce, many, c.plan.Workers, 3},
	} {
		crawl.plan.Workers = crawl.workers
		if c.base != "" {
			crawl.repeats = 1 // the server is not ours, so each page is read once
		}
		if *crawl.into, err = best(ctx, crawl.repeats, c.timed(options, base, crawl.plan)); err != nil {
			return r, err
		}
	}
	return r, nil
}

// best returns the fastest of several runs: the slower ones were disturbed.
func best(ctx context.Context, repeats int, run task.Func[measurement]) (fastest measurement, err error) {
	fastest.took = math.MaxInt64
	for range repeats {
		m, err := run(ctx)
		if err != nil {
			return m, err
		}
		if m.took < fastest.took {
			fastest = m
		}
	}
	return fastest, nil
}

var errNothing = errors.New("the first chain begins at the goal, so it reads nothing that could be measured: give another -start")

// chainErrors joins the errors of the chains that have failed.
func chainErrors(chains []chain.Chain) error {
	var errs []error
	for _, c := range chains {
		errs = append(errs, c.Err)
	}
	return errors.Join(errs...)
}

// timed describes one crawl by a client that has read nothing before.
func (c command) timed(options wiki.Options, base string, plan chain.Plan) task.Func[measurement] {
	return func(ctx context.Context) (m measurement, err error) {
		err = with.Open(ctx, newClient(base, options), func(ctx context.Context, client *wiki.Client) error {
			p := newProgress(c.progress, len(plan.Starts))
			p.waiting = client.Waiting
			start := time.Now()
			chains, err := p.crawl(ctx, client.Read, plan)
			m = measurement{int(p.read.Load()), rounds(chains), time.Since(start)}
			switch {
			case err != nil:
				return err
			case failedError(chains) != nil:
				return fmt.Errorf("%w: %w", failedError(chains), chainErrors(chains))
			case m.reads == 0:
				return errNothing
			}
			return nil
		})
		return m, err
	}
}
