package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/with"
)

// command does what the command line asks for, and returns the exit code.
func command(args []string) int {
	o, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Print(usage)
		return 0
	case err != nil:
		fmt.Fprintf(os.Stderr, "16-philosophy: %v; -h says what there is.\n", err)
		return 2
	}
	o.progress = os.Stderr
	todo := o.crawl
	switch {
	case o.addr != "":
		todo = o.serve
	case o.compare:
		todo = o.measure
	}
	out := &paper{Writer: os.Stdout}
	err = task.Main(func(ctx context.Context) error { return todo(ctx, out) })
	if err = cmp.Or(err, out.err); err != nil {
		fmt.Fprintf(os.Stderr, "16-philosophy: %v.\n", err)
		return 1
	}
	return 0
}

// A paper remembers the first error, in case it's full.
type paper struct {
	io.Writer
	err error
}

func (p *paper) Write(text []byte) (int, error) {
	n, err := p.Writer.Write(text)
	p.err = cmp.Or(p.err, err)
	return n, err
}

// crawl follows the chains of the plan and writes down each one.
func (o order) crawl(ctx context.Context, out io.Writer) error {
	return o.open(ctx, func(ctx context.Context, client *wiki.Client) error {
		start := time.Now()
		seen := watch(o.progress, len(o.plan.Starts))
		chains, err := seen.crawl(ctx, client.Read, o.plan)
		if err != nil {
			chains = seen.done // before it was stopped
		}
		for _, c := range chains {
			fmt.Fprintln(out, way(c))
		}
		fmt.Fprintf(out, "%s for %s, in %.1f s\n",
			some(client.Requests(), "read"), some(total(chains), "page"), time.Since(start).Seconds())
		return cmp.Or(err, complaint(chains))
	})
}

// way is all of a chain, from page to page.
func way(c chain.Chain) string {
	titles := c.Titles
	if len(titles) == 0 || titles[0] != c.Start { // it goes by another name
		titles = slices.Insert(slices.Clone(titles), 0, c.Start)
	}
	if c.Next != c.Start && c.End == chain.Goal || c.End == chain.Loop {
		titles = append(slices.Clone(titles), c.Next)
	}
	_, result, _ := strings.Cut(c.String(), c.Start+": ")
	return fmt.Sprintf("%s (%s)", strings.Join(titles, " → "), result)
}

// complaint is not nil if there is a chain that a failure has ended.
func complaint(chains []chain.Chain) error {
	failed := 0
	for _, c := range chains {
		if c.End == chain.Failed {
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d chains failed", failed, len(chains))
	}
	return nil
}

// serve serves our own encyclopedia until ctx ends.
func (o order) serve(ctx context.Context, out io.Writer) error {
	return with.Open(ctx, encyclopedia.At(o.addr, encyclopedia.Handler(o.delay)), func(ctx context.Context, s *encyclopedia.Server) error {
		fmt.Fprintf(out, "%s/wiki/Toast, and %d more; Ctrl-C ends it\n", s.URL, len(encyclopedia.Titles())-1)
		for sleep.For(ctx, time.Hour) == nil {
		}
		return nil
	})
}

// open opens the encyclopedia that is asked for. If it is our own, we may ask
// for as many pages at once as we like.
func (o order) open(ctx context.Context, body func(context.Context, *wiki.Client) error) error {
	if o.base != "" {
		return with.Open(ctx, client(o.base, wiki.Options{Contact: o.contact}), body)
	}
	ours := encyclopedia.InMemory(encyclopedia.Handler(o.delay))
	return with.Open(ctx, ours, func(ctx context.Context, s *encyclopedia.Server) error {
		return with.Open(ctx, client(s.URL, wiki.Options{AtOnce: o.plan.Workers, Dial: s.Dial}), body)
	})
}

// client describes how to make one.
func client(base string, options wiki.Options) task.Func[*wiki.Client] {
	return func(context.Context) (*wiki.Client, error) { return wiki.New(base, options) }
}
