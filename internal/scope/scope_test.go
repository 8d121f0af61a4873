package scope

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
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
			s := Open(context.WithValue(t.Context(), table{}, 7))
			ctx := tc.make(t, s.Main)
			bound := s.Bind(ctx)
			assert.Equal(t, tc.same, bound == ctx)
			assert.Equal(t, 7, bound.Value(table{}))
			assert.NoError(t, bound.Err())
			assert.Same(t, s, Around(bound))
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
		assert.Equal(t, t.Context(), Around(t.Context()).Bind(t.Context()))
	})
}

func TestABoundCtx(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := Open(t.Context())
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

func TestWatched(t *testing.T) {
	var w Watched
	var heard []string
	done := make(chan struct{})
	watch := func(name string) (remove func() bool) {
		return w.Watch(func(ended bool) {
			select {
			case <-done:
				assert.True(t, ended)
				heard = append(heard, name)
			default:
				assert.False(t, ended)
				heard = append(heard, name+" soon")
			}
			if ended && name == "toast" {
				runtime.Goexit()
			}
		})
	}
	watch("tea")
	removeEggs := watch("eggs")
	watch("toast")
	removeSoup := watch("soup")
	assert.True(t, removeEggs())
	assert.False(t, removeEggs(), "it has been removed")

	gone := make(chan struct{})
	go func() {
		defer close(gone)
		w.End(done, &Entry{})
	}()
	<-gone

	assert.Equal(t, []string{"tea soon", "toast soon", "soup soon", "tea", "toast", "soup"}, heard,
		"in order of registration, and one that exits does not keep the others from being called")
	assert.False(t, removeSoup(), "it has been called")
	assert.Nil(t, watch("late"))
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
