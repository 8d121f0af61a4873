package picture

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"golang.org/x/exp/trace"
)

// What may be wrong with a trace, each as a sentence without its full stop.
var (
	ErrEmpty      = errors.New("the trace is empty: its program hasn't ended yet, or took none")
	ErrNoTrace    = errors.New("this is no execution trace of a Go program")
	ErrIncomplete = errors.New("nothing in the trace is complete: it breaks off within its first second")
	ErrBroken     = errors.New("the trace is broken from its start")
	ErrTooOld     = errors.New("the trace is from a Go older than 1.22, which wrote them another way")
	ErrTooLarge   = errors.New("the trace is larger than 1 GB: take a shorter one, " +
		"of a run that ends sooner, or with trace.Start and trace.Stop of runtime/trace around the part that matters")
	ErrTooNew = errors.New("the trace is from a newer Go than this reader knows")
)

// MaxSize is how large a trace may be, in bytes.
const MaxSize = 1 << 30

// Read reads an execution trace to its end. A trace that breaks off or goes
// wrong after a while gives a picture of what is whole, marked as cut short; so
// does one that ends while a task of task.Run's is at work.
//
// A trace tells when a goroutine printed, but not what. lines are what the
// program printed, in order, as far as that is known.
func Read(r io.Reader, lines ...string) (Picture, error) { return Options{}.Read(r, lines...) }

// A Reader reads the trace of a run that may still go on.
type Reader struct {
	in *source

	mu    sync.Mutex // protects the following fields
	run   *run
	syncs int // one at the start of each generation, one after the last
	cut   bool
}

// NewReader returns a Reader of the trace in r.
func NewReader(r io.Reader) *Reader { return Options{}.NewReader(r) }

// ReadAll reads the trace to its end, as [Read] does. Call it once.
func (r *Reader) ReadAll() error {
	broken, err := r.readAll()
	if err != nil {
		return err
	}
	r.End(false)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cut = r.cut || broken
	return nil
}

// readAll reads a trace to its end. A broken one has something that is whole
// before what isn't.
func (r *Reader) readAll() (broken bool, err error) {
	events, err := open(r.in)
	if err == nil {
		err = r.decode(events)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	whole := r.syncs > 1
	switch {
	case r.in.err != nil && r.in.err != io.EOF:
		return false, r.in.err
	case whole:
		return err != io.EOF, nil
	case r.in.err == io.EOF && (err == io.EOF || err == ErrBroken):
		return false, ErrIncomplete // it wanted more than there is
	default:
		return false, err
	}
}

// A source remembers how much was read, and what ended it.
type source struct {
	r      io.Reader
	n      int64
	most   int64
	before func() // called before each read: it may wait for a live run
	err    error
}

func (s *source) Read(p []byte) (int, error) {
	if s.before != nil {
		s.before()
	}
	if s.n >= s.most {
		s.err = ErrTooLarge
		return 0, s.err
	}
	n, err := s.r.Read(p[:min(int64(len(p)), s.most-s.n)])
	s.n += int64(n)
	s.err = err
	return n, err
}

// Picture is the picture so far: it may be called at any time, while ReadAll
// reads. lines are as for [Read].
func (r *Reader) Picture(lines ...string) Picture {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.run.picture(lines)
	p.CutShort = r.cut
	return p
}

// open reads the header.
func open(r io.Reader) (*trace.Reader, error) {
	in := bufio.NewReader(r)
	const longest = len("go 1.26 trace\x00\x00\x00")
	head, err := in.Peek(longest)
	if err != nil && err != io.EOF {
		return nil, err
	}
	var minor int
	_, noTrace := fmt.Sscanf(string(head), "go 1.%d trace\x00\x00\x00", &minor)
	switch {
	case len(head) == 0:
		return nil, ErrEmpty
	case noTrace != nil && len(head) < longest && couldBe(string(head)):
		return nil, ErrIncomplete
	case noTrace != nil:
		return nil, ErrNoTrace
	case minor < 22:
		return nil, fmt.Errorf("%w: Go 1.%d", ErrTooOld, minor)
	}
	events, err := trace.NewReader(in)
	if err != nil {
		return nil, fmt.Errorf("%w: Go 1.%d", ErrTooNew, minor)
	}
	return events, nil
}

// couldBe reports whether more bytes could make head the start of a trace.
func couldBe(head string) bool {
	const start = "go 1."
	return strings.HasPrefix(start, head) || strings.HasPrefix(head, start)
}
