package main

import (
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A plan says who talks and listens, and how long.
type plan struct {
	senders, receivers int
	span               time.Duration
	stalled            bool // one more is there, reads nothing, and is hung up on
}

const (
	chunk = 96 // lines in one write of a sender
	ahead = 2  // chunks that a sender may be ahead of the slowest receiver
)

// A sender says chunk after chunk, and waits for the receivers in between: a
// server that nobody waits for would only fill its buffers.
type sender struct {
	guest
	free   chan struct{} // one for each chunk that may be sent
	gone   chan struct{} // closed when the server is
	mu     sync.Mutex
	chunks []*sent
}

// sent is a chunk on its way.
type sent struct {
	at    time.Time
	heard atomic.Int64 // by how many
}

func (s *sender) chunk(number int) *sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.chunks[number]
}

// said is how many lines there were so far.
func (s *sender) said() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.chunks) * chunk
}

// measure starts the server, lets everybody talk and listen, and stops it.
func (p plan) measure(command []string) (figures, error) {
	c, err := start(command)
	if err != nil {
		return figures{}, err
	}
	defer c.stop()
	senders, receivers, err := p.gather(c)
	if err != nil {
		return figures{}, err
	}
	var wg sync.WaitGroup
	var failed sync.Once
	begin := time.Now()
	for i, s := range senders {
		wg.Go(func() { s.talk(i, begin.Add(p.span)) })
	}
	for _, r := range receivers {
		wg.Go(func() {
			if r.err = r.listen(); r.err != nil {
				failed.Do(c.stop) // or the others would wait for this one
			}
		})
	}
	wg.Wait()
	total, err := sum(receivers, time.Since(begin))
	if err == nil && p.stalled && !receivers[0].alone {
		err = fmt.Errorf("one who stalled was there to the end: in %v it isn't hung up on, so it can't be said what that costs; give it more -time", p.span)
	}
	return total, err
}

func (p plan) gather(c *child) (senders []*sender, receivers []*receiver, err error) {
	if p.stalled {
		g, err := c.join("stalled")
		if err != nil {
			return nil, nil, err
		}
		// The less the kernel keeps for it, the sooner it shows.
		if err := g.conn.(*net.TCPConn).SetReadBuffer(4 << 10); err != nil {
			return nil, nil, err
		}
	}
	for i := range p.senders {
		g, err := c.join(fmt.Sprintf("s%d", i))
		if err != nil {
			return nil, nil, err
		}
		s := &sender{guest: g, free: make(chan struct{}, ahead), gone: make(chan struct{})}
		for range ahead {
			s.free <- struct{}{}
		}
		go func() {
			defer close(s.gone)
			io.Copy(io.Discard, g.in) // what the other senders say
		}()
		senders = append(senders, s)
	}
	for i := range p.receivers {
		g, err := c.join(fmt.Sprintf("r%d", i))
		if err != nil {
			return nil, nil, err
		}
		receivers = append(receivers, newReceiver(g, senders, p.receivers))
	}
	return senders, receivers, nil
}

// talk ends with a word that tells the receivers so.
func (s *sender) talk(number int, until time.Time) {
	var text []byte
	for line := 0; ; {
		select {
		case <-s.free:
		case <-s.gone: // a receiver says why
			return
		}
		if time.Now().After(until) {
			s.conn.Write([]byte(lastWord))
			return
		}
		text = text[:0]
		for range chunk {
			text = appendLine(text, line)
			line++
		}
		s.mu.Lock()
		s.chunks = append(s.chunks, &sent{at: time.Now()})
		s.mu.Unlock()
		s.conn.Write(text) // if it fails, the receivers miss it
	}
}

func sum(receivers []*receiver, took time.Duration) (figures, error) {
	total := figures{took: took}
	var delays []time.Duration
	for _, r := range receivers {
		if r.err != nil {
			return figures{}, r.err
		}
		total.lines += r.lines
		delays = append(delays, r.delays...)
	}
	if len(delays) == 0 {
		return figures{}, fmt.Errorf("nothing was said in %v", took)
	}
	slices.Sort(delays)
	total.p99 = delays[len(delays)*99/100]
	return total, nil
}
