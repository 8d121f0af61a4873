package main

import (
	"context"
	"fmt"
	"io"
	"runtime"

	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/lessons/internal/machine"
)

// A table is what -compare writes.
type table struct {
	io.Writer
	*order
}

// elsewhere measures the same in another language.
type elsewhere = func(ctx context.Context, base string, o order) (result, error)

// fill measures Go, and another language if there is one, and writes down each
// result as soon as it is there.
func (t table) fill(ctx context.Context, options wiki.Options, base string, other elsewhere) error {
	ours, err := t.race(ctx, options, base)
	if err != nil {
		return err
	}
	t.head(ours)
	t.rows("Go", ours)
	most := bound(ours.manyAtOnce, t.plan.Workers)
	t.row("at most", "%12.1f ×", bound(ours.oneAtOnce, t.plan.Workers), most)
	if other != nil {
		err = t.beside(ctx, base, other)
	}
	if err == nil {
		t.conclude(ours, most)
	}
	return err
}

// beside writes down what Python took, if it could be asked.
func (t table) beside(ctx context.Context, base string, measure elsewhere) error {
	var theirs result
	var err error
	w := watch(t.progress, 0)
	w.what = "now Python reads the same"
	w.during(ctx, func() { theirs, err = measure(ctx, base, *t.order) })
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
	fmt.Fprintf(t, "%s; %s\n\n", machine.Label(runtime.GOMAXPROCS(0)), some(t.plan.Workers, "worker"))
	t.row("", "%14s", "one chain", some(len(t.plan.Starts), "chain"))
	t.row("pages read", "%14d", r.oneAtOnce.reads, r.manyAtOnce.reads)
	t.row("  in rounds, at least", "%14d", r.oneAtOnce.rounds, r.manyAtOnce.rounds)
}

func some(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (t table) row(name, format string, one, many any) {
	fmt.Fprintf(t, "%-22s"+format+format+"\n", name, one, many)
}

func (t table) rows(who string, r result) {
	t.row(who+", in sequence", "%12.2f s", r.oneInSequence.took.Seconds(), r.manyInSequence.took.Seconds())
	t.row(who+", concurrently", "%12.2f s", r.oneAtOnce.took.Seconds(), r.manyAtOnce.took.Seconds())
	t.row("  times faster", "%12.1f ×",
		faster(r.oneInSequence, r.oneAtOnce), faster(r.manyInSequence, r.manyAtOnce))
}

// won is how many times faster something has to be. Less may be chance.
const won = 1.3

// conclude says what the ratios say. Seconds differ from machine to machine.
func (t table) conclude(r result, most float64) {
	fmt.Fprint(t, "\nAt most: min(workers, pages ÷ rounds). A page has to wait for the one that\nleads to it: the longest chain takes as many rounds as it has pages, or fewer,\nif others are ahead of it.\n\n")
	verdict := "gets faster; something was slow the first time"
	if faster(r.oneInSequence, r.oneAtOnce) < won {
		verdict = "doesn't get faster"
	}
	fmt.Fprintln(t, "one chain:", verdict)
	part := faster(r.manyInSequence, r.manyAtOnce) / most
	verdict = "get faster"
	switch {
	case most < won:
		verdict = "can't get faster"
	case part < enough:
		verdict = "don't get as fast as they could; does Crawl read many pages at once, and is the machine free?"
	}
	fmt.Fprintf(t, "many chains: %s (%.2f of what is possible; we ask for %.1f)\n", verdict, part, enough)
}
