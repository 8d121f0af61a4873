package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"golang.org/x/term"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/sleep"
	"gosyncio/task"
)

// A progress prints how far a crawl is: on a terminal in one line that changes,
// else in a new line now and then. A crawl that ends soon prints none.
type progress struct {
	out     io.Writer
	columns func() int    // of the terminal; nil if out is none
	delay   time.Duration // before the first line
	every   time.Duration
	what    string        // the line, if it does not count pages
	waiting func() string // what the server makes the crawl wait for; nil: nothing
	chains  int

	reading, read, ended atomic.Int64
	done                 []chain.Chain // to be read after the crawl
}

// newProgress makes a progress that prints to out, if that is not nil.
func newProgress(out *os.File, chains int) *progress {
	p := &progress{out: io.Discard, chains: chains, delay: 2 * time.Second, every: 10 * time.Second}
	if out == nil {
		return p
	}
	p.out = out
	if fd := int(out.Fd()); term.IsTerminal(fd) {
		p.delay, p.every = time.Second/2, time.Second/10
		p.columns = func() int {
			columns, _, err := term.GetSize(fd)
			if err != nil || columns == 0 {
				return 80
			}
			return columns
		}
	}
	return p
}

// crawl is Crawl with a progress.
func (p *progress) crawl(ctx context.Context, read chain.Read, plan chain.Plan) (chains []chain.Chain, err error) {
	ended := plan.Ended
	plan.Ended = func(c chain.Chain) {
		p.ended.Add(1)
		p.done = append(p.done, c)
		if ended != nil {
			ended(c)
		}
	}
	p.during(ctx, func() { chains, err = Crawl(ctx, p.counting(read), plan) })
	return chains, err
}

// during prints the progress until f returns.
func (p *progress) during(ctx context.Context, f func()) {
	printing := task.Named(ctx, "progress", task.NoResult(p.print))
	defer printing.Await(context.WithoutCancel(ctx))
	defer printing.Cancel(nil)
	f()
}

func (p *progress) counting(read chain.Read) chain.Read {
	return func(ctx context.Context, title string) (chain.Page, error) {
		p.reading.Add(1)
		defer p.reading.Add(-1)
		page, err := read(ctx, title)
		if err == nil {
			p.read.Add(1)
		}
		return page, err
	}
}

// print prints until ctx ends, and clears its line on a terminal.
func (p *progress) print(ctx context.Context) error {
	width := 0
	for next := p.delay; sleep.For(ctx, next) == nil; next = p.every {
		line := p.String()
		if p.columns == nil {
			fmt.Fprintln(p.out, line)
			continue
		}
		if most := max(p.columns()-1, 0); utf8.RuneCountInString(line) > most { // a longer line would wrap each time
			line = string([]rune(line)[:most])
		}
		fmt.Fprintf(p.out, "\r%-*s", width, line)
		width = utf8.RuneCountInString(line)
	}
	if width > 0 {
		fmt.Fprintf(p.out, "\r%s\r", strings.Repeat(" ", width))
	}
	return nil
}

func (p *progress) String() string {
	if p.what != "" {
		return p.what
	}
	line := fmt.Sprintf("%d pages read, %d being read; %d of %d chains ended",
		p.read.Load(), p.reading.Load(), p.ended.Load(), p.chains)
	if p.waiting != nil {
		if waiting := p.waiting(); waiting != "" {
			return waiting + "; " + line
		}
	}
	return line
}
