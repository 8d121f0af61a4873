package main

import (
	"context"
	"runtime"
	"time"

	"gosyncio/gather"
	"gosyncio/task"
)

// A load is how much there is to do.
type load struct {
	jobs   int // how many kettles, and how many doughs
	rounds int // the best of so many counts
}

// A job is one kettle, or one dough.
type job = func(ctx context.Context) error

// A way of doing many jobs on so many cores.
type way struct {
	name  string
	cores int
	do    func(ctx context.Context, jobs []job) error
}

// A figure is what one way took.
type figure struct {
	who, way    string // Go, in sequence; Python says its version, too
	boil, knead time.Duration
}

// A result has the figures of each way. The first of each language is what its
// others are compared with.
type result []figure

func inSequence(ctx context.Context, jobs []job) error {
	for _, job := range jobs {
		if err := job(ctx); err != nil {
			return err
		}
	}
	return nil
}

func atOnce(ctx context.Context, jobs []job) error {
	_, err := gather.All(ctx, task.Each(jobs, run)...)
	return err
}

// measure takes each way once in a round, one after the other. So what else
// the machine has to do slows down all of them, or one round of one.
func (l load) measure(ctx context.Context, boil, knead job, ways []way) (result, error) {
	r := make(result, len(ways))
	for round := range l.rounds {
		for i, way := range ways {
			kettles, err := way.time(ctx, boil, l.jobs)
			if err != nil {
				return nil, err
			}
			doughs, err := way.time(ctx, knead, l.jobs)
			if err != nil {
				return nil, err
			}
			if round > 0 {
				kettles, doughs = min(kettles, r[i].boil), min(doughs, r[i].knead)
			}
			r[i] = figure{"Go", way.name, kettles, doughs}
		}
	}
	return r, nil
}

// time does so many of the job, on no more cores than the way has.
func (w way) time(ctx context.Context, do job, n int) (time.Duration, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(w.cores))
	many := make([]job, n)
	for i := range many {
		many[i] = do
	}
	start := time.Now()
	err := w.do(ctx, many)
	return time.Since(start), err
}
