package picture

import (
	"io"
	"sync"
	"sync/atomic"

	"golang.org/x/exp/trace"
)

// A decoder reads events and hands them on in batches: to decode them takes
// about as long as to add them to the run, so two goroutines share the work.
type decoder struct {
	events *trace.Reader
	next   batch
	full   chan batch
	spare  chan batch
}

// A batch is some events in a row. For the end of a task it also has the task:
// to ask the event for it is not safe while more are read.
type batch []item

type item struct {
	trace.Event
	ended trace.TaskID
}

const batchSize = 1024

// decode reads to the end, or until something is broken. What the run knows may
// be looked at meanwhile.
func (r *Reader) decode(events *trace.Reader) (err error) {
	d := &decoder{events: events, full: make(chan batch, 4), spare: make(chan batch, 6)}
	r.in.before = d.flush
	var broken atomic.Bool
	var adding sync.WaitGroup
	adding.Go(func() {
		for b := range d.full {
			if !broken.Load() && r.add(b) != nil {
				broken.Store(true)
			}
			d.recycle(b)
		}
	})
	for err == nil && !broken.Load() {
		err = d.read()
	}
	d.flush()
	close(d.full)
	adding.Wait()
	if broken.Load() {
		return ErrBroken
	}
	return err
}

// read takes some events. What is broken may make the trace's reader panic.
func (d *decoder) read() (err error) {
	defer func() {
		if recover() != nil {
			err = ErrBroken
		}
	}()
	for range batchSize {
		e, err := d.events.ReadEvent()
		switch {
		case err == io.EOF:
			return err
		case err != nil:
			return ErrBroken
		}
		it := item{Event: e}
		if e.Kind() == trace.EventTaskEnd {
			it.ended = e.Task().ID
		}
		if d.next = append(d.next, it); len(d.next) >= batchSize {
			d.flush()
		}
	}
	return nil
}

// flush hands on what there is.
func (d *decoder) flush() {
	if len(d.next) == 0 {
		return
	}
	d.full <- d.next
	select {
	case d.next = <-d.spare:
	default:
		d.next = nil
	}
}

func (d *decoder) recycle(b batch) {
	clear(b) // or it would keep a generation of the trace
	select {
	case d.spare <- b[:0]:
	default:
	}
}

// add adds some events to the run.
func (r *Reader) add(b batch) (err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer func() {
		if recover() != nil {
			err = ErrBroken
		}
	}()
	for _, it := range b {
		if it.Kind() == trace.EventSync {
			r.syncs++
			r.run.endGeneration()
			continue
		}
		r.run.add(it)
	}
	return nil
}
