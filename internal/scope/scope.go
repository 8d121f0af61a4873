// Package scope knows what runs under a task.Run, the contexts it runs under,
// and what is to happen when a task ends.
package scope

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
)

// ErrMainReturned is the cause for which a Scope ends what is left of it.
var ErrMainReturned = errors.New("main has returned")

// A Scope is what one call of task.Run knows. A nil Scope, which is where there
// is no Run, registers nothing.
type Scope struct {
	Main    *Ctx          // an allocation of its own: every task reads it, and writes to the rest
	end     *cancelCtx    // what is detached ends with it
	lists   bool          // every entry is listed
	pending atomic.Int64  // how many entries are registered; main's is until Cancel
	idle    chan struct{} // is closed when none is
	closing atomic.Bool   // what is registered or bound from here on is cancelled (R8)

	mu    sync.Mutex // protects the following fields, and the entries' links
	root  Entry      // of the ring of listed entries, in order of registration
	bound map[any]*cancelCtx

	// That nobody has retrieved. A sync.Map would do, but each program that has a
	// task would compile its 38 generic functions anew, more than its own.
	failures map[int64]*Failure // by the task's id
}

// nowhere has the failures of tasks that no Run waits for.
var nowhere = &Scope{failures: map[int64]*Failure{}}

// Open makes a Scope whose main function runs under ctx. If it is to list what is
// pending, that costs each task the lock on the list twice.
func Open(ctx context.Context, lists bool) *Scope {
	s := &Scope{Main: &Ctx{}, end: newCancelCtx(context.Background()), lists: lists, idle: make(chan struct{}), bound: map[any]*cancelCtx{}, failures: map[int64]*Failure{}}
	s.root.prev, s.root.next = &s.root, &s.root
	s.Main.Context = s.Main.setName(Of(ctx).Scope.Bind(ctx), "main")
	s.Register(&s.Main.Entry)
	s.Main.materialize()
	return s
}

// Bind returns ctx if it ends when s closes, else a context that does, and is
// the same as ctx otherwise. So whatever runs under it, detached or not, ends
// with s (SH7).
func (s *Scope) Bind(ctx context.Context) context.Context {
	switch c, ok := ctx.(*Ctx); {
	case s == nil, ok && c.Scope == s:
		return ctx
	case ctx.Done() == nil:
		c = &Ctx{Context: ctx, Entry: Entry{Scope: s, label: s.Main.label}}
		c.real.Store(s.end)
		return c
	default:
		return s.derive(ctx)
	}
}

// derive makes one context for all that is started under ctx. It lives as long
// as ctx, because nobody learns when the last of them has ended.
func (s *Scope) derive(ctx context.Context) *cancelCtx {
	key := any(ctx)
	if !reflect.ValueOf(ctx).Comparable() {
		key = new(cancelCtx)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	bound, found := s.bound[key]
	if !found {
		bound = newCancelCtx(ctx)
		s.bound[key] = bound
		context.AfterFunc(ctx, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.bound, key)
		})
	}
	if s.closing.Load() {
		bound.cancel(ErrMainReturned)
	}
	return bound
}

// Cancel ends everything under s because main has returned or panicked. It
// waits for nothing.
func (s *Scope) Cancel() {
	s.closing.Store(true)
	s.mu.Lock()
	ends := append([]*cancelCtx{s.end, s.Main.materialize()}, slices.Collect(maps.Values(s.bound))...)
	s.mu.Unlock()
	s.Main.Unregister()
	for _, e := range s.entries() {
		e.Log("cancel", ErrMainReturned)
	}
	for _, end := range ends {
		end.cancel(ErrMainReturned)
	}
}

// Wait returns when nothing runs under s any more, and has reported what failed
// without being noticed.
func (s *Scope) Wait() {
	<-s.idle
	s.report()
}
