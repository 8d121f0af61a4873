package wiki

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"gosyncio/sleep"
)

// A pause is the time during which a host wants no requests. One request was
// told so, but all have to wait.
type pause struct {
	mu    sync.Mutex
	until time.Time
	code  int  // the host's status code
	given bool // some read has given up waiting, so no other one waits either
}

// extend notes what a busy host asks for.
func (p *pause) extend(b *busyError) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.until.Before(now) {
		p.given = false
	}
	if until := now.Add(b.after); until.After(p.until) {
		p.until, p.code = until, b.code
	}
}

// giveUp reports whether a read that the host has asked to wait so long before
// should not wait any more, and for how long it would have to.
func (p *pause) giveUp(asked time.Duration) (left time.Duration, code int, yes bool) {
	left, code = p.left()
	p.mu.Lock()
	defer p.mu.Unlock()
	if left <= maxWait && asked+left > maxWait {
		p.given = true
	}
	return left, code, left > 0 && (p.given || left > maxWait)
}

// left returns how much of the pause is left, and the host's status code.
func (p *pause) left() (time.Duration, int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Until(p.until), p.code
}

// wait waits until the pause is over, and for a random part of a second more, so
// that not all requests come back in the same instant. It fails if the host asks
// for too much.
func (p *pause) wait(ctx context.Context, w *waits) error {
	for {
		left, code, tooLong := p.giveUp(w.asked)
		switch {
		case left <= 0:
			return nil
		case tooLong:
			return &busyError{code: code, after: w.asked + left, final: true}
		}
		w.asked += left
		if err := w.sleep(ctx, left+rand.N(time.Second)); err != nil {
			return err
		}
	}
}

// waits are the waits of one read.
type waits struct {
	asked  time.Duration // what the host has asked for
	waited time.Duration // that and more: a host that asks for nothing gets time, too
}

func (w *waits) sleep(ctx context.Context, d time.Duration) error {
	w.waited += d
	return sleep.For(ctx, d)
}
