package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/sleep"
)

// A crawler is the function that the exercise asks for.
type crawler = func(ctx context.Context, read chain.Read, plan chain.Plan) ([]chain.Chain, error)

// TestExercise tests all that Crawl's comment says. With -tags exercise it tests
// your Crawl.
func TestExercise(t *testing.T) {
	for _, row := range suite {
		t.Run(row.name, func(t *testing.T) {
			assert.NoError(t, inBubble(t, row.check, Crawl))
		})
	}
}

// inBubble checks in virtual time. There a mutex that is held during a read stops
// the clock forever, so a timer outside of the bubble looks at the real clock.
func inBubble(t *testing.T, check func(*shelf, crawler) error, crawl crawler) (err error) {
	t.Helper()
	hung := time.AfterFunc(20*time.Second, func() {
		panic("Crawl hangs. Does it hold a mutex, or a sync.Once, while a page is read?")
	})
	defer hung.Stop()
	synctest.Test(t, func(t *testing.T) {
		err = check(&shelf{ctx: t.Context()}, crawl)
	})
	return err
}

// Each check gives the crawler a shelf of its own. A page takes a second of
// virtual time.
var suite = []struct {
	name  string
	check func(s *shelf, crawl crawler) error
}{
	{"each chain ends as it should", func(s *shelf, crawl crawler) error {
		chains, err := crawl(s.ctx, s.read, plan("toast", "egg", "crumb", "tower"))
		return errors.Join(err, same(chains,
			"toast bread heat: goal", "egg hen: loop", "crumb plate: nowhere", "tower tower1 tower2 tower3 tower4: limit"))
	}},
	{"chains are followed at the same time", func(s *shelf, crawl crawler) error {
		start := time.Now()
		_, err := crawl(s.ctx, s.read, plan("toast", "tea", "crumb"))
		return errors.Join(err, within(start, 3*time.Second, "three chains of three pages at most"))
	}},
	{"each page is read once, however many chains need it", func(s *shelf, crawl crawler) error {
		_, err := crawl(s.ctx, s.read, plan("toast", "scone", "bread"))
		return errors.Join(err, s.once())
	}},
	{"a page that cannot be read is not read again", func(s *shelf, crawl crawler) error {
		_, err := crawl(s.ctx, s.read, plan("soup", "stew"))
		return errors.Join(err, s.once())
	}},
	{"a chain waits for a page that another chain is reading", func(s *shelf, crawl crawler) error {
		chains, err := crawl(s.ctx, s.read, plan("toast", "scone"))
		return errors.Join(err, same(chains, "toast bread heat: goal", "scone bread heat: goal"))
	}},
	{"chains are returned in the order of plan.Starts", func(s *shelf, crawl crawler) error {
		chains, err := crawl(s.ctx, s.read, plan("tea", "egg", "toast", "heat", "egg"))
		var starts []string
		for _, c := range chains {
			starts = append(starts, c.Start)
		}
		if got := strings.Join(starts, " "); err == nil && got != "tea egg toast heat egg" {
			err = fmt.Errorf("asked for tea egg toast heat egg, got %s", got)
		}
		return err
	}},
	{"Ended is called for each chain when it ends, once", func(s *shelf, crawl crawler) error {
		p := plan("heat", "toast", "tea", "egg")
		var ended []string
		var late []error
		p.Ended = func(c chain.Chain) {
			ended = append(ended, c.Start)
			late = append(late, within(s.lastOf(c), 0, "the call of Ended for "+c.Start+", after its last page,"))
		}
		_, err := crawl(s.ctx, s.read, p)
		err = errors.Join(err, errors.Join(late...))
		slices.Sort(ended)
		if got := strings.Join(ended, " "); err == nil && got != "egg heat tea toast" {
			err = fmt.Errorf("Ended should be called for egg heat tea toast, but was called for %s", got)
		}
		return err
	}},
	{"Ended is never called twice at the same time", func(s *shelf, crawl crawler) error {
		p := plan("heat", "plant", "bread", "leaf")
		var here, most atomic.Int32
		p.Ended = func(chain.Chain) {
			defer here.Add(-1)
			most.Store(max(most.Load(), here.Add(1)))
			for range 1000 {
				runtime.Gosched()
			}
		}
		_, err := crawl(s.ctx, s.read, p)
		if err == nil && most.Load() > 1 {
			err = fmt.Errorf("Ended was called %d times at the same time", most.Load())
		}
		return err
	}},
	{"Ended is not called for a chain that a cancel stops", func(s *shelf, crawl crawler) error {
		ctx, cancel := context.WithCancel(s.ctx)
		defer cancel()
		time.AfterFunc(1500*time.Millisecond, cancel)
		p := plan("tower")
		calls := 0
		p.Ended = func(chain.Chain) { calls++ }
		crawl(ctx, s.stubborn, p)
		if calls > 0 {
			return errors.New("Ended was called for tower, which has not ended")
		}
		return nil
	}},
	{"Workers limits the reads, not the chains", func(s *shelf, crawl crawler) error {
		p := plan("toast", "toast", "toast", "toast", "tea", "toast", "toast", "toast", "toast")
		p.Workers = 2
		start := time.Now()
		_, err := crawl(s.ctx, s.read, p)
		return errors.Join(err, within(start, 3*time.Second, "two workers, for six pages of two chains,"))
	}},
	{"no more than Workers pages are read at the same time", func(s *shelf, crawl crawler) error {
		p := plan("toast", "tea", "crumb", "egg", "tower")
		p.Workers = 2
		_, err := crawl(s.ctx, s.read, p)
		if err == nil && s.most > 2 {
			err = fmt.Errorf("2 workers read %d pages at the same time", s.most)
		}
		return err
	}},
	{"a page that cannot be read ends its chains only", func(s *shelf, crawl crawler) error {
		chains, err := crawl(s.ctx, s.read, plan("soup", "tea", "stew"))
		if len(chains) == 3 && !errors.Is(chains[0].Err, errBurnt) {
			err = errors.Join(err, fmt.Errorf("soup should have the error of its page, not %v", chains[0].Err))
		}
		return errors.Join(err, same(chains, "soup: failed", "tea leaf plant: goal", "stew pot lid: failed"))
	}},
	{"a cancel ends Crawl when the running reads have ended", func(s *shelf, crawl crawler) error {
		ctx, cancel := context.WithCancel(s.ctx)
		defer cancel()
		time.AfterFunc(1500*time.Millisecond, cancel)
		start := time.Now()
		_, err := crawl(ctx, s.stubborn, plan("tower", "toast", "tea"))
		late := within(start, 2*time.Second, "cancelled at 1.5 s, with a page that is ready at 2 s, it")
		switch {
		case !errors.Is(err, context.Canceled):
			return errors.Join(late, fmt.Errorf("Crawl should return ctx's error, not %v", err))
		case s.begun > 6:
			return errors.Join(late, fmt.Errorf("Crawl started %d reads after the cancel", s.begun-6))
		case s.reading > 0:
			return errors.Join(late, fmt.Errorf("Crawl returned while %d reads were running", s.reading))
		}
		return late
	}},
	{"without chains Crawl returns none", func(s *shelf, crawl crawler) error {
		chains, err := crawl(s.ctx, s.read, plan())
		return errors.Join(err, same(chains))
	}},
}

// links are the pages on the shelf, and their links. Here the goal is called end.
var links = map[string]string{
	"toast": "bread", "scone": "bread", "bread": "heat", "heat": "end",
	"tea": "leaf", "leaf": "plant", "plant": "end",
	"egg": "hen", "hen": "egg",
	"crumb": "plate", "plate": "",
	"soup": "burnt", "stew": "pot", "pot": "lid", "lid": "burnt",
	"tower": "tower1", "tower1": "tower2", "tower2": "tower3", "tower3": "tower4", "tower4": "tower5",
}

var errBurnt = errors.New("burnt")

func plan(starts ...string) chain.Plan {
	return chain.Plan{Starts: starts, Goal: "end", Limit: 5, Workers: 8}
}

// A shelf has the pages, and records the reads.
type shelf struct {
	ctx context.Context

	mu                   sync.Mutex
	count                map[string]int
	ended                map[string]time.Time
	begun, reading, most int
}

// read is a chain.Read.
func (s *shelf) read(ctx context.Context, title string) (chain.Page, error) {
	s.begin(title)
	defer s.end(title)
	if err := sleep.For(ctx, time.Second); err != nil {
		return chain.Page{}, err
	}
	return page(title)
}

// stubborn is a read that ignores the end of ctx.
func (s *shelf) stubborn(_ context.Context, title string) (chain.Page, error) {
	return s.read(context.WithoutCancel(s.ctx), title)
}

func page(title string) (chain.Page, error) {
	first, there := links[title]
	if !there {
		return chain.Page{}, errBurnt
	}
	return chain.Page{Title: title, First: first}, nil
}

func (s *shelf) begin(title string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.count == nil {
		s.count, s.ended = map[string]int{}, map[string]time.Time{}
	}
	s.count[title]++
	s.begun++
	s.reading++
	s.most = max(s.most, s.reading)
}

func (s *shelf) end(title string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reading--
	s.ended[title] = time.Now()
}

// lastOf returns when the last page of a chain was read.
func (s *shelf) lastOf(c chain.Chain) (last time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, title := range c.Titles {
		if s.ended[title].After(last) {
			last = s.ended[title]
		}
	}
	return last
}

// once returns an error if a page was read more than once.
func (s *shelf) once() error {
	var errs []error
	for title, times := range s.count {
		if times > 1 {
			errs = append(errs, fmt.Errorf("%s was read %d times", title, times))
		}
	}
	return errors.Join(errs...)
}

// same compares chains with texts such as "egg hen: loop".
func same(chains []chain.Chain, want ...string) error {
	var got []string
	for _, c := range chains {
		got = append(got, fmt.Sprintf("%s: %s", strings.Join(c.Titles, " "), c.End))
	}
	if slices.Equal(got, want) {
		return nil
	}
	return fmt.Errorf("wanted the chains %q, got %q", want, got)
}

func within(start time.Time, d time.Duration, what string) error {
	if took := time.Since(start); took > d {
		return fmt.Errorf("%s should take %v, but took %v", what, d, took)
	}
	return nil
}
