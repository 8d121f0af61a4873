package wiki

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"gosyncio/sleep"
)

// A pause is how long a host wants to be left alone. It told one of us, and
// meant us all.
type pause struct {
	mu    sync.Mutex
	until time.Time
	code  int // what it said
}

// heed notes what a busy server asks for.
func (p *pause) heed(b *busy) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := time.Now().Add(b.after); until.After(p.until) {
		p.until, p.code = until, b.code
	}
}

// left says how much of the pause is left, in the server's own words.
func (p *pause) left() *busy {
	p.mu.Lock()
	defer p.mu.Unlock()
	return &busy{p.code, time.Until(p.until)}
}

// wait waits until the pause is over, and then for a moment of one's own, so
// that not all come back in the same instant. It fails if the pause is too long.
func (p *pause) wait(ctx context.Context) error {
	for {
		left := p.left()
		if left.after <= 0 {
			return nil
		}
		if left.after > tooLong {
			return left
		}
		if err := sleep.For(ctx, left.after+rand.N(time.Second)); err != nil {
			return err
		}
	}
}
