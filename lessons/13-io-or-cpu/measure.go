package main

import (
	"context"
	"runtime"
	"time"

	"gosyncio/gather"
	"gosyncio/task"
)

// A load is how much to measure.
type load struct {
	jobs   int // how many kettles, and how many doughs
	rounds int // how often; the best round counts
}

// A job is one kettle, or one dough.
type job = func(ctx context.Context) error

// A way runs many jobs on a number of cores.
type way struct {
	name  string
	cores int
	run   func(ctx context.Context, jobs []job) error
}

// A figure is how long one way took.
type figure struct {
	language, way   string // Go, in sequence; Python is followed by its version
	kettles, doughs time.Duration
}

// A result has a figure for each way. The first figure of a language is the
// base that the others of that language are compared with.
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
	_, err := gather.All(ctx, task.Each(jobs, func(ctx context.Context, job job) (task.None, error) {
		return task.None{}, job(ctx)
	})...)
	return err
}

// measure measures each way once in a round, one way after the other. So a busy
// machine slows down all ways, or one round of one way.
func (l load) measure(ctx context.Context, kettle, dough job, ways []way) (result, error) {
	r := make(result, len(ways))
	for round := range l.rounds {
		for i, way := range ways {
			kettles, err := way.time(ctx, kettle, l.jobs)
			if err != nil {
				return nil, err
			}
			doughs, err := way.time(ctx, dough, l.jobs)
			if err != nil {
				return nil, err
			}
			if round > 0 {
				kettles, doughs = min(kettles, r[i].kettles), min(doughs, r[i].doughs)
			}
			r[i] = figure{"Go", way.name, kettles, doughs}
		}
	}
	return r, nil
}

// time runs n jobs, on no more cores than the way has.
func (w way) time(ctx context.Context, do job, n int) (time.Duration, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(w.cores))
	jobs := make([]job, n)
	for i := range jobs {
		jobs[i] = do
	}
	start := time.Now()
	err := w.run(ctx, jobs)
	return time.Since(start), err
}
