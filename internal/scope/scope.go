// Package scope knows what runs under a task.Run: who is to be cancelled and
// waited for when its main function returns.
package scope

import (
	"context"
	"errors"
	"reflect"
	"runtime/trace"
	"sync"
)

// ErrMainReturned is the cause for which a Scope ends what is left of it.
var ErrMainReturned = errors.New("main has returned")

// A Scope is what one call of task.Run knows. A nil Scope, which is where there
// is no Run, registers nothing.
type Scope struct {
	Main  *Ctx
	end   context.Context // what Main detached ends with
	close context.CancelCauseFunc

	mu          sync.Mutex // protects the following fields, and the entries' links
	root        Entry      // of the ring of entries, in order of registration
	idle        sync.Cond  // the ring is empty
	closing     bool       // everything bound from here on is cancelled (R8)
	bound       map[any]cancelCtx
	limit       int // of bound, when the ended are removed
	unretrieved map[*Failure]struct{}
}

// Open makes a Scope whose main function runs under ctx.
func Open(ctx context.Context, name string) *Scope {
	s := &Scope{unretrieved: map[*Failure]struct{}{}, bound: map[any]cancelCtx{}, limit: 16}
	s.end, s.close = context.WithCancelCause(context.Background())
	s.root.prev, s.root.next = &s.root, &s.root
	s.idle.L = &s.mu
	s.Main = newMain(ctx, s, name)
	return s
}

// Bind returns ctx if it ends when s closes, else a context that does, and is
// the same as ctx otherwise. So whatever runs under it, detached or not, ends
// with s (SH7).
func (s *Scope) Bind(ctx context.Context) context.Context {
	if s == nil {
		return ctx
	}
	if c, ok := ctx.(*Ctx); ok && c.scope == s {
		return ctx
	}
	if ctx.Done() == nil {
		return &detached{ctx, s.end}
	}
	bound, closing := s.derive(ctx)
	if closing {
		bound.cancel(ErrMainReturned)
	}
	return bound
}

// derive makes one context for all that is started under ctx. It lives as long
// as ctx, for nothing tells when the last of them has ended.
func (s *Scope) derive(ctx context.Context) (_ cancelCtx, closing bool) {
	key := any(ctx)
	if !reflect.TypeOf(ctx).Comparable() {
		key = new(cancelCtx)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	bound, ok := s.bound[key]
	if !ok {
		s.removeEnded()
		bound.Context, bound.cancel = context.WithCancelCause(ctx)
		s.bound[key] = bound
	}
	return bound, s.closing
}

// removeEnded looks only when there are twice as many as were left last time.
func (s *Scope) removeEnded() {
	if len(s.bound) < s.limit {
		return
	}
	for key, bound := range s.bound {
		if bound.Err() != nil {
			delete(s.bound, key)
		}
	}
	s.limit = 2*len(s.bound) + 16
}

// Cancel ends everything under s because main has returned or panicked. It
// waits for nothing.
func (s *Scope) Cancel() {
	s.mu.Lock()
	s.closing = true
	var bound []cancelCtx
	for _, b := range s.bound {
		bound = append(bound, b)
	}
	s.mu.Unlock()
	if trace.IsEnabled() {
		for _, e := range s.entries() {
			e.Trace().Cancel(ErrMainReturned)
		}
	}
	s.Main.Cancel(ErrMainReturned)
	s.close(ErrMainReturned)
	for _, b := range bound {
		b.cancel(ErrMainReturned)
	}
}

// Wait returns when nothing runs under s any more, and has reported what failed
// without being noticed.
func (s *Scope) Wait() {
	s.mu.Lock()
	for s.root.next != &s.root {
		s.idle.Wait()
	}
	s.mu.Unlock()
	s.report()
}

// OnReturnOrGoexit, deferred, calls f after a return and after
// [runtime.Goexit]. A panic goes on instead, with the stack it came with:
// nothing that waits for f must go on beside a program that is about to end.
func OnReturnOrGoexit(f func()) {
	if p := recover(); p != nil {
		panic(p)
	}
	f()
}
