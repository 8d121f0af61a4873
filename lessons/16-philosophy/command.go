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

	"gosyncio/internal/text"
	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/with"
)

// runCommand does what the command line asks for, and returns the exit code.
func runCommand(args []string) int {
	c, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Print(usage)
		return 0
	case err != nil:
		fmt.Fprintf(os.Stderr, "16-philosophy: %v; -h lists the flags.\n", err)
		return 2
	}
	c.progress = os.Stderr
	run := c.crawl
	switch {
	case c.addr != "":
		run = c.serve
	case c.compare:
		run = c.measure
	}
	out := &errWriter{Writer: os.Stdout}
	err = task.Main(func(ctx context.Context) error {
		return plainError(ctx, run(ctx, out))
	})
	if err = cmp.Or(err, out.err); err != nil {
		fmt.Fprintf(os.Stderr, "16-philosophy: %v.\n", err)
		return 1
	}
	return 0
}

var errInterrupted = errors.New("interrupted before the end")

// plainError replaces the error of a program that Ctrl-C or SIGTERM stopped.
func plainError(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return errInterrupted
	}
	return err
}

// An errWriter keeps the first error, such as that of a full disk.
type errWriter struct {
	io.Writer
	err error
}

func (w *errWriter) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	w.err = cmp.Or(w.err, err)
	return n, err
}

// crawl follows the chains of the plan and prints each one.
func (c command) crawl(ctx context.Context, out io.Writer) error {
	return c.open(ctx, func(ctx context.Context, client *wiki.Client) error {
		start := time.Now()
		p := newProgress(c.progress, len(c.plan.Starts))
		p.waiting = client.Waiting
		chains, err := p.crawl(ctx, client.Read, c.plan)
		if err != nil {
			chains = p.done // those that ended before the error
		}
		for _, c := range chains {
			fmt.Fprintln(out, describe(c))
		}
		fmt.Fprintf(out, "%s for %s, in %.1f s\n",
			count(client.Requests(), "read"), count(total(chains), "page"), time.Since(start).Seconds())
		return cmp.Or(err, failedError(chains))
	})
}

// describe returns all of a chain, from page to page. Titles are cleaned, because
// they come from pages.
func describe(c chain.Chain) string {
	titles := slices.Clone(c.Titles)
	if len(titles) == 0 || titles[0] != c.Start { // the page has another name
		titles = slices.Insert(titles, 0, c.Start)
	}
	if c.Next != c.Start && c.End == chain.Goal || c.End == chain.Loop {
		titles = append(titles, c.Next)
	}
	for i, title := range titles {
		titles[i] = text.Clean(title)
	}
	_, result, _ := strings.Cut(c.String(), text.Clean(c.Start)+": ")
	return fmt.Sprintf("%s (%s)", strings.Join(titles, " → "), result)
}

// failedError is not nil if a chain has failed.
func failedError(chains []chain.Chain) error {
	failed := 0
	for _, c := range chains {
		if c.End == chain.Failed {
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %s failed", failed, count(len(chains), "chain"))
	}
	return nil
}

// serve serves our own encyclopedia until ctx ends.
func (c command) serve(ctx context.Context, out io.Writer) error {
	open := encyclopedia.At(c.addr, encyclopedia.Handler(c.delay))
	return with.Open(ctx, open, func(ctx context.Context, s *encyclopedia.Server) error {
		fmt.Fprintf(out, "%s/wiki/Toast, and %d more; Ctrl-C ends it\n", s.URL, len(encyclopedia.Titles())-1)
		for sleep.For(ctx, time.Hour) == nil {
		}
		return nil
	})
}

// open opens the encyclopedia that the command names. Our own may get any number
// of requests at the same time.
func (c command) open(ctx context.Context, body func(context.Context, *wiki.Client) error) error {
	if c.base != "" {
		return with.Open(ctx, newClient(c.base, wiki.Options{Contact: c.contact}), body)
	}
	ours := encyclopedia.InMemory(encyclopedia.Handler(c.delay))
	return with.Open(ctx, ours, func(ctx context.Context, s *encyclopedia.Server) error {
		return with.Open(ctx, newClient(s.URL, wiki.Options{AtOnce: c.plan.Workers, Dial: s.Dial}), body)
	})
}

// newClient describes how to open a client.
func newClient(base string, options wiki.Options) task.Func[*wiki.Client] {
	return func(context.Context) (*wiki.Client, error) { return wiki.New(base, options) }
}
