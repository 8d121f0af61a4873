package main

import (
	"bytes"
	"fmt"
	"time"
)

// A sender's line: a number, then always the same words.
const (
	lastWord = "that was all\n"
	digits   = 9
	words    = " and the tea is ready\n"
)

func appendLine(text []byte, line int) []byte {
	return fmt.Appendf(text, "%0*d%s", digits, line, words)
}

// A receiver checks each line that it hears.
type receiver struct {
	guest
	all     int // receivers that there are
	senders []*sender
	next    [][]byte // the line to come, of each sender
	heard   []int    // lines, of each sender
	talking int      // senders that have not said their last word
	lines   int
	delays  []time.Duration // of each chunk's last line
	err     error

	leftAt      time.Time // when the stalled guest left
	linesBefore int       // and the lines until then
}

func newReceiver(g guest, senders []*sender, all int) *receiver {
	r := &receiver{guest: g, senders: senders, all: all, talking: len(senders), heard: make([]int, len(senders))}
	for i := range senders {
		r.next = append(r.next, appendLine(fmt.Appendf(nil, "s%d: ", i), 0))
	}
	return r
}

// listen reads until all senders have said their last word.
func (r *receiver) listen() error {
	buffer := make([]byte, 64<<10)
	rest := 0
	for r.talking > 0 {
		n, err := r.in.Read(buffer[rest:])
		if err != nil {
			return fmt.Errorf("a receiver that has heard %d lines: %w", r.lines, err)
		}
		text, err := r.check(buffer[:rest+n], time.Now())
		if err != nil {
			return err
		}
		rest = copy(buffer, text)
	}
	return nil
}

// check handles the whole lines of text, and returns the rest.
func (r *receiver) check(text []byte, now time.Time) ([]byte, error) {
	for len(text) > 1 {
		if number := int(text[1] - '0'); text[0] == 's' && number < len(r.next) {
			if next := r.next[number]; bytes.HasPrefix(text, next) {
				text = text[len(next):]
				r.count(number, now)
				continue
			}
		}
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			return text, nil
		}
		if err := r.other(text[:end+1]); err != nil {
			return nil, err
		}
		text = text[end+1:]
	}
	return text, nil
}

// count notes that the next line of a sender has come.
func (r *receiver) count(number int, now time.Time) {
	r.lines++
	r.heard[number]++
	next := r.next[number]
	for i := len(next) - len(words) - 1; ; i-- { // the number after it, in decimal
		if next[i]++; next[i] <= '9' {
			break
		}
		next[i] = '0'
	}
	if r.heard[number]%chunk > 0 {
		return
	}
	s := r.senders[number]
	sent := s.chunk(r.heard[number]/chunk - 1)
	r.delays = append(r.delays, now.Sub(sent.at))
	if sent.heard.Add(1) == int64(r.all) {
		s.free <- struct{}{}
	}
}

// other handles a line that is not the next one of a sender: a guest joins, the
// stalled one leaves, or a last word. Anything else is an error.
func (r *receiver) other(line []byte) error {
	if string(line) == "* stalled leaves\n" {
		r.leftAt, r.linesBefore = time.Now(), r.lines
		return nil
	}
	if bytes.HasPrefix(line, []byte("* ")) && bytes.HasSuffix(line, []byte(" joins\n")) {
		return nil
	}
	for number, next := range r.next {
		if string(line) != string(next[:len("s0: ")])+lastWord {
			continue
		}
		if said := r.senders[number].said(); r.heard[number] != said {
			return fmt.Errorf("s%d said %d lines, but a receiver heard %d", number, said, r.heard[number])
		}
		r.talking--
		return nil
	}
	return fmt.Errorf("a receiver heard %q, but the next lines are %q", line, r.next)
}
