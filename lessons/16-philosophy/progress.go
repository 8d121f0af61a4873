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
	columns func() int    // of the terminal; nil if it is none
	patient time.Duration // before the first word
	every   time.Duration
	what    string // to say, if not how far the chains are
	chains  int

	reading, read, ended atomic.Int64
	done                 []chain.Chain // to look at when the crawl is over
}

// watch makes a watcher that writes to out, if that isn't nil.
func watch(out *os.File, chains int) *watcher {
	w := &watcher{out: io.Discard, chains: chains, patient: 2 * time.Second, every: 10 * time.Second}
	if out == nil {
		return w
	}
	w.out = out
	if fd := int(out.Fd()); term.IsTerminal(fd) {
		w.patient, w.every = time.Second/2, time.Second/10
		w.columns = func() int {
			columns, _, err := term.GetSize(fd)
			if err != nil || columns == 0 {
				return 80
			}
			return columns
		}
	}
	return w
}

// crawl is Crawl, watched.
func (w *watcher) crawl(ctx context.Context, read chain.Read, plan chain.Plan) (chains []chain.Chain, err error) {
	ended := plan.Ended
	plan.Ended = func(c chain.Chain) {
		w.ended.Add(1)
		w.done = append(w.done, c)
		if ended != nil {
			ended(c)
		}
	}
	w.during(ctx, func() { chains, err = Crawl(ctx, w.counting(read), plan) })
	return chains, err
}

// during tells of what is going on until that has been done.
func (w *watcher) during(ctx context.Context, do func()) {
	told := task.Named(ctx, "progress", w.tell)
	defer told.Await(context.WithoutCancel(ctx))
	defer told.Cancel(nil)
	do()
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
		line := w.String()
		if w.columns == nil {
			fmt.Fprintln(w.out, line)
			continue
		}
		line = line[:min(len(line), max(w.columns()-1, 0))] // or it goes on below, each time
		fmt.Fprintf(w.out, "\r%-*s", width, line)
		width = len(line)
	}
	if width > 0 {
		fmt.Fprintf(w.out, "\r%s\r", strings.Repeat(" ", width))
	}
	return task.None{}, nil
}

func (w *watcher) String() string {
	if w.what != "" {
		return w.what
	}
	return fmt.Sprintf("%d pages read, %d on the way; %d of %d chains ended",
		w.read.Load(), w.reading.Load(), w.ended.Load(), w.chains)
}
