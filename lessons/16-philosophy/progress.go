package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/sleep"
	"gosyncio/task"
)

// A watcher says how far a crawl is: on a terminal in a line that changes, else
// in a new line now and then. Who is done soon needs no word of it.
type watcher struct {
	out     io.Writer
	live    bool
	patient time.Duration // before the first word
	every   time.Duration
	chains  int

	reading, read, ended atomic.Int64
}

// watch makes a watcher that writes to out, if that isn't nil.
func watch(out *os.File, chains int) *watcher {
	w := &watcher{out: io.Discard, chains: chains, patient: 2 * time.Second, every: 10 * time.Second}
	if out == nil {
		return w
	}
	w.out = out
	if term.IsTerminal(int(out.Fd())) {
		w.live, w.patient, w.every = true, time.Second/2, time.Second/10
	}
	return w
}

// crawl is Crawl, watched.
func (w *watcher) crawl(ctx context.Context, read chain.Read, plan chain.Plan) ([]chain.Chain, error) {
	ended := plan.Ended
	plan.Ended = func(c chain.Chain) {
		w.ended.Add(1)
		if ended != nil {
			ended(c)
		}
	}
	told := task.Named(ctx, "progress", w.tell)
	defer told.Await(context.WithoutCancel(ctx))
	defer told.Cancel(nil)
	return Crawl(ctx, w.counting(read), plan)
}

func (w *watcher) counting(read chain.Read) chain.Read {
	return func(ctx context.Context, title string) (chain.Page, error) {
		w.reading.Add(1)
		defer w.reading.Add(-1)
		page, err := read(ctx, title)
		if err == nil {
			w.read.Add(1)
		}
		return page, err
	}
}

// tell speaks until ctx ends, and wipes the line that it has written.
func (w *watcher) tell(ctx context.Context) (task.None, error) {
	width := 0
	for next := w.patient; sleep.For(ctx, next) == nil; next = w.every {
		if !w.live {
			fmt.Fprintln(w.out, w)
			continue
		}
		line := w.String()
		fmt.Fprintf(w.out, "\r%-*s", width, line)
		width = len(line)
	}
	if width > 0 {
		fmt.Fprintf(w.out, "\r%s\r", strings.Repeat(" ", width))
	}
	return task.None{}, nil
}

func (w *watcher) String() string {
	return fmt.Sprintf("%d pages read, %d on the way; %d of %d chains ended",
		w.read.Load(), w.reading.Load(), w.ended.Load(), w.chains)
}
