package main

import (
	"context"
	"fmt"
	"io"
	"runtime"

	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/lessons/internal/machine"
)

// A table is what -compare prints.
type table struct {
	io.Writer
	*command
}

// A measureFunc measures the same crawls in another language.
type measureFunc = func(ctx context.Context, base string, c command) (result, error)

// fill measures Go, and another language if there is one, and prints each result
// as soon as it is there.
func (t table) fill(ctx context.Context, options wiki.Options, base string, other measureFunc) error {
	ours, err := t.measureGo(ctx, options, base)
	if err != nil {
		return err
	}
	t.head(ours)
	t.rows("Go", ours)
	most := maxSpeedup(ours.manyAtOnce, t.plan.Workers)
	t.row("at most", "%12.1f ×", maxSpeedup(ours.oneAtOnce, t.plan.Workers), most)
	if other != nil {
		err = t.python(ctx, base, other)
	}
	if err == nil {
		t.conclude(ours, most)
	}
	return err
}

// python prints how long Python takes, if there is one.
func (t table) python(ctx context.Context, base string, measure measureFunc) error {
	var theirs result
	var err error
	p := newProgress(t.progress, 0)
	p.what = "Python reads the same pages"
	p.during(ctx, func() { theirs, err = measure(ctx, base, *t.command) })
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		fmt.Fprintf(t, "Python: not measured (%v)\n", err)
	default:
		t.rows("Python", theirs)
	}
	return nil
}

func (t table) head(r result) {
	fmt.Fprintf(t, "%s; %s\n\n", machine.Label(runtime.GOMAXPROCS(0)), count(t.plan.Workers, "worker"))
	t.row("", "%14s", "one chain", count(len(t.plan.Starts), "chain"))
	t.row("pages read", "%14d", r.oneAtOnce.reads, r.manyAtOnce.reads)
	t.row("  in rounds, at least", "%14d", r.oneAtOnce.rounds, r.manyAtOnce.rounds)
}

// count is "1 page" or "2 pages".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (t table) row(name, format string, one, many any) {
	fmt.Fprintf(t, "%-22s"+format+format+"\n", name, one, many)
}

func (t table) rows(language string, r result) {
	t.row(language+", in sequence", "%12.2f s", r.oneInSequence.took.Seconds(), r.manyInSequence.took.Seconds())
	t.row(language+", concurrently", "%12.2f s", r.oneAtOnce.took.Seconds(), r.manyAtOnce.took.Seconds())
	t.row("  times faster", "%12.1f ×",
		speedup(r.oneInSequence, r.oneAtOnce), speedup(r.manyInSequence, r.manyAtOnce))
}

// minSpeedup is how many times faster counts as faster. Less may be chance.
const minSpeedup = 1.3

// conclude prints what the ratios say. Seconds differ from machine to machine.
func (t table) conclude(r result, most float64) {
	fmt.Fprint(t, `
"at most" is the smaller one of two numbers: the workers, and pages ÷ rounds.
Only a page says which page is next, so the longest chain needs as many rounds
as it has pages, or fewer, if other chains read some of its pages before.

`)
	verdict := "gets faster; the first run was disturbed"
	if speedup(r.oneInSequence, r.oneAtOnce) < minSpeedup {
		verdict = "does not get faster"
	}
	fmt.Fprintln(t, "one chain:", verdict)
	part := speedup(r.manyInSequence, r.manyAtOnce) / most
	verdict = "get faster"
	switch {
	case most < minSpeedup:
		verdict = "cannot get faster"
	case part < wantedPart:
		verdict = "get less fast than possible; does Crawl read many pages at the same time, and is the machine idle?"
	}
	fmt.Fprintf(t, "many chains: %s (%.2f of what is possible; wanted: %.1f)\n", verdict, part, wantedPart)
}
