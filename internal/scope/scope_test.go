package scope

import (
	"context"
	"errors"
	"io"
	"runtime"
	"runtime/trace"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var errFire = errors.New("fire in the kitchen")

func TestBind(t *testing.T) {
	type table struct{}
	for _, tc := range []struct {
		name string
		make func(t *testing.T, main context.Context) context.Context
		same bool
	}{
		{"main's own ctx stays as it is", func(_ *testing.T, main context.Context) context.Context { return main }, true},
		{"a task's ctx stays as it is", func(_ *testing.T, main context.Context) context.Context { return New(main, "tea") }, true},
		{"a detached ctx", func(_ *testing.T, main context.Context) context.Context { return context.WithoutCancel(main) }, false},
		{"a detached ctx that can be cancelled", func(t *testing.T, main context.Context) context.Context {
			ctx, cancel := context.WithCancel(context.WithoutCancel(main))
			t.Cleanup(cancel)
			return ctx
		}, false},
	} {
		t.Run(tc.name+" ends with the scope (SH7)", func(t *testing.T) {
			s := Open(context.WithValue(t.Context(), table{}, 7), true)
			ctx := tc.make(t, s.Main)
			bound := s.Bind(ctx)
			assert.Equal(t, tc.same, bound == ctx)
			assert.Equal(t, 7, bound.Value(table{}))
			assert.NoError(t, bound.Err())
			assert.Same(t, s, Of(bound).Scope)
			below, cancel := context.WithCancel(bound)
			defer cancel()

			s.Cancel()

			for _, ended := range []context.Context{bound, below, s.Bind(tc.make(t, s.Main))} {
				<-ended.Done()
				assert.ErrorIs(t, ended.Err(), context.Canceled)
				assert.Equal(t, ErrMainReturned, context.Cause(ended))
			}
		})
	}
	t.Run("where there is no scope, every ctx stays as it is", func(t *testing.T) {
		assert.Equal(t, t.Context(), Of(t.Context()).Scope.Bind(t.Context()))
	})
}

func TestABoundCtx(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := Open(t.Context(), true)
		ctx, cancel := context.WithCancelCause(s.Main)
		first := s.Bind(ctx)
		assert.True(t, first == s.Bind(ctx), "there is one for all that is started under ctx")
		assert.Len(t, s.bound, 1)

		cancel(errFire)
		synctest.Wait()

		assert.Equal(t, errFire, context.Cause(first), "it ends with ctx, too")
		assert.Empty(t, s.bound, "and then the scope forgets it")
		s.Cancel()
	})
}

func TestPending(t *testing.T) {
	for _, tc := range []struct {
		name          string
		lists, traced bool
		want          []string
		why           string
	}{
		{name: "a scope that lists names what is pending, main first", lists: true, want: []string{"main", "tea", "toast"}},
		{name: "a scope that does not list only counts", why: "nobody can ask a Run"},
		{name: "a scope in a trace lists", traced: true, want: []string{"main", "tea", "toast"}, why: "the trace says what main's return cancels"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.traced {
				require.NoError(t, trace.Start(io.Discard))
				defer trace.Stop()
			}
			synctest.Test(t, func(t *testing.T) {
				s := Open(t.Context(), tc.lists)
				tea, toast := New(s.Main, "tea"), New(s.Main, "toast")
				assert.Equal(t, tc.want, s.Pending(), tc.why)
				s.Cancel()
				assert.NotContains(t, s.Pending(), "main", "it has returned")

				idle := false
				go func() { s.Wait(); idle = true }()
				toast.Unregister()
				synctest.Wait()
				assert.False(t, idle, "tea is pending")
				tea.Unregister()
				synctest.Wait()
				assert.True(t, idle)
			})
		})
	}
}

func TestWatched(t *testing.T) {
	var called []string
	done := make(chan struct{})
	isDone := func() bool {
		select {
		case <-done:
			return true
		default:
			return false
		}
	}
	w := &Watched{entry: &Entry{}}
	before := func(name string) (remove func() bool) {
		return BeforeDone(w, func() { assert.False(t, isDone()); called = append(called, name+" soon") })
	}
	after := func(name string) (remove func() bool) {
		return AfterDone(w, func() {
			assert.True(t, isDone())
			called = append(called, name)
			if name == "toast" {
				runtime.Goexit()
			}
		})
	}
	after("tea")
	removeEggs := after("eggs")
	before("juice")
	removeMilk := before("milk")
	after("toast")
	removeSoup := after("soup")
	assert.True(t, removeEggs())
	assert.True(t, removeMilk())
	assert.False(t, removeEggs(), "it has been removed")
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		End(w, done)
	}()
	<-gone
	assert.Equal(t, []string{"juice soon", "tea", "toast", "soup"}, called,
		"in order of registration, and one that exits does not keep the others from being called")
	assert.False(t, removeSoup(), "it has been called")
	assert.Nil(t, after("late"))
	called = nil
	removeLate := BeforeDone(w, func() { called = append(called, "late") })
	assert.Equal(t, []string{"late"}, called, "at once")
	assert.False(t, removeLate())
}

func TestFuncName(t *testing.T) {
	for _, tc := range []struct {
		name, want string
		f          any
	}{
		{"a function", "brew", brew},
		{"a function that another one made", "cook", cook()},
		{"one that a generic function made", "generic", generic[int]()},
		{"a function in a function", "TestFuncName", func() {}},
		{"a method value", "Fry", new(stove).Fry},
	} {
		t.Run(tc.name, func(t *testing.T) { assert.Equal(t, tc.want, FuncName(FuncPC(tc.f))) })
	}
}

type stove struct{ dishes int }

func (s *stove) Fry() { s.dishes++ }

func brew() {}

func cook() func() { return func() { func() {}() } }

func generic[T any]() func() T { return func() (v T) { return v } }
