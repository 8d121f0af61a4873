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

// A plan says how many guests talk and listen, and how long.
type plan struct {
	senders, receivers int
	span               time.Duration
	stalled            bool // one more guest is there, and does not read
}

const (
	chunk = 96 // lines in one write of a sender
	ahead = 2  // chunks that a sender may be ahead of the slowest receiver
)

// A sender sends chunk after chunk, and waits for the receivers in between:
// otherwise only the buffers of the server would be measured.
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
	heard atomic.Int64 // by so many receivers
}

func (s *sender) chunk(number int) *sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.chunks[number]
}

// said returns the number of lines so far.
func (s *sender) said() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.chunks) * chunk
}

// measure starts the server, lets the guests talk and listen, and stops it.
func (p plan) measure(command []string) (figures, error) {
	c, err := start(command)
	if err != nil {
		return figures{}, err
	}
	defer c.stop()
	if p.stalled {
		conn, err := c.joinStalled()
		if err != nil {
			return figures{}, err
		}
		defer conn.Close() // the garbage collector would close it too soon
	}
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
				failed.Do(c.stop) // otherwise the others wait for this one
			}
		})
	}
	wg.Wait()
	end := time.Now()
	total, err := sum(receivers, end.Sub(begin))
	if left := receivers[0].leftAt; err == nil && !left.IsZero() {
		total.tookAfter = end.Sub(left)
	} else if err == nil && p.stalled {
		err = fmt.Errorf("the stalled guest was not disconnected within %v: give it more -stall", p.span)
	}
	return total, err
}

// joinStalled returns the connection of a guest that will not read.
func (c *child) joinStalled() (net.Conn, error) {
	g, err := c.join("stalled")
	if err != nil {
		return nil, err
	}
	// The less the kernel keeps for it, the sooner it is noticed.
	return g.conn, g.conn.(*net.TCPConn).SetReadBuffer(4 << 10)
}

func (p plan) gather(c *child) (senders []*sender, receivers []*receiver, err error) {
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
			io.Copy(io.Discard, g.in) // the lines of the other senders
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

// talk ends with a last word, which tells the receivers.
func (s *sender) talk(number int, until time.Time) {
	var text []byte
	for line := 0; ; {
		select {
		case <-s.free:
		case <-s.gone: // a receiver reports why
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
		s.conn.Write(text) // if it fails, the receivers notice
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
		total.linesAfter += r.lines - r.linesBefore
		delays = append(delays, r.delays...)
	}
	if len(delays) == 0 {
		return figures{}, fmt.Errorf("nothing was said in %v", took)
	}
	slices.Sort(delays)
	total.p99 = delays[len(delays)*99/100]
	return total, nil
}
