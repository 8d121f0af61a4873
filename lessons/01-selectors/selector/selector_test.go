package selector_test

import (
	"errors"
	"os"
	"os/signal"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/01-selectors/selector"
)

func open(t *testing.T) *selector.Selector {
	t.Helper()
	sel, err := selector.New()
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	require.NoError(t, err)
	t.Cleanup(func() { sel.Close() })
	return sel
}

// pipe is a pipe, and the number of its readable end.
func pipe(t *testing.T) (r, w *os.File, fd int) {
	t.Helper()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() { r.Close(); w.Close() })
	return r, w, int(r.Fd())
}

// now returns what is ready, without waiting.
func now(t *testing.T, sel *selector.Selector) []selector.Ready {
	t.Helper()
	ready, err := sel.Select(0)
	require.NoError(t, err)
	return ready
}

func TestReady(t *testing.T) {
	const both = selector.Read | selector.Write
	for _, tc := range []struct {
		name  string
		watch selector.Events
		do    func(r, w *os.File)
		want  selector.Events
		why   string
	}{
		{name: "an empty pipe is not readable", watch: selector.Read},
		{name: "a pipe with bytes in it is readable", watch: selector.Read, do: pour, want: selector.Read},
		{name: "the other end of a pipe is writable", watch: selector.Write, want: selector.Write, why: "here the writing end is watched"},
		{name: "a closed pipe is readable: the read returns the end", watch: selector.Read, do: func(_, w *os.File) { w.Close() }, want: selector.Read},
		{name: "a broken pipe is writable: the write fails", watch: selector.Write, do: func(r, _ *os.File) { r.Close() }, want: selector.Write},
		{name: "a descriptor that is watched for nothing is not ready", watch: 0, do: func(_, w *os.File) { w.Close() }, why: "poll would report the hangup"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			sel := open(t)
			r, w, fd := pipe(t)
			if tc.watch == selector.Write {
				fd = int(w.Fd())
			}
			require.NoError(t, sel.Register(fd, tc.watch, "tea"))
			if tc.do != nil {
				tc.do(r, w)
			}
			var want []selector.Ready
			if tc.want != 0 {
				want = []selector.Ready{{FD: fd, Events: tc.want & both, Data: "tea"}}
			}
			assert.Equal(t, want, now(t, sel), tc.why)
			assert.Equal(t, want, now(t, sel), "it stays ready until it is read")
		})
	}
}

func pour(_, w *os.File) { w.Write([]byte("tea")) }

func TestRegisterModifyUnregister(t *testing.T) {
	sel := open(t)
	var fds []int
	for _, name := range []string{"tea", "toast", "eggs"} {
		r, w, fd := pipe(t)
		pour(r, w)
		require.NoError(t, sel.Register(fd, selector.Read, name))
		fds = append(fds, fd)
	}
	served := func() (names []any) {
		for _, r := range now(t, sel) {
			names = append(names, r.Data)
		}
		return names
	}
	assert.Equal(t, []any{"tea", "toast", "eggs"}, served())
	assert.ErrorContains(t, sel.Register(fds[0], selector.Read, nil), "is registered already")

	require.NoError(t, sel.Modify(fds[1], 0, "toast"))
	assert.Equal(t, []any{"tea", "eggs"}, served())
	require.NoError(t, sel.Unregister(fds[0]))
	assert.Equal(t, []any{"eggs"}, served())
	require.NoError(t, sel.Modify(fds[1], selector.Read, "more toast"))
	assert.ElementsMatch(t, []any{"more toast", "eggs"}, served())

	assert.ErrorContains(t, sel.Unregister(fds[0]), "is not registered")
	assert.ErrorContains(t, sel.Modify(fds[0], selector.Read, nil), "is not registered")
}

// If Select returned early, a loop that waits for a timer would spin.
func TestTimeout(t *testing.T) {
	for _, tc := range []struct {
		name    string
		timeout time.Duration
		before  func(t *testing.T, sel *selector.Selector)
		why     string
	}{
		{name: "Select waits for a part of a millisecond, too", timeout: 1500 * time.Microsecond, why: "poll counts whole ones"},
		{name: "Select waits for the smallest part of a millisecond, too", timeout: time.Millisecond + 1},
		{name: "after a Wake and the Select that it woke, Select waits", timeout: 10 * time.Millisecond, before: woken},
		{name: "a hangup that is not watched for does not end Select", timeout: 10 * time.Millisecond, before: hungUp, why: "poll would report it again and again"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			sel := open(t)
			if tc.before != nil {
				tc.before(t, sel)
			}
			start := time.Now()
			ready, err := sel.Select(tc.timeout)
			took := time.Since(start)
			require.NoError(t, err)
			assert.Empty(t, ready)
			assert.GreaterOrEqual(t, took, tc.timeout, tc.why)
		})
	}
}

func woken(t *testing.T, sel *selector.Selector) {
	sel.Wake()
	_, err := sel.Select(-1)
	require.NoError(t, err)
}

func hungUp(t *testing.T, sel *selector.Selector) {
	_, w, fd := pipe(t)
	require.NoError(t, sel.Register(fd, 0, "tea"))
	w.Close()
}

func TestWake(t *testing.T) {
	sel := open(t)
	asleep := make(chan struct{})
	go func() {
		<-asleep
		sel.Wake()
	}()
	close(asleep)
	ready, err := sel.Select(-1)
	require.NoError(t, err)
	assert.Empty(t, ready)

	for range 100_000 { // more than a pipe holds
		sel.Wake()
	}
	_, err = sel.Select(-1)
	require.NoError(t, err, "a Wake before Select ends it at once")
	sel.Wake()
	_, err = sel.Select(-1)
	require.NoError(t, err)
}

// Signals interrupt poll. Select begins again.
func TestSignalsDoNotWake(t *testing.T) {
	sel := open(t)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	defer signal.Stop(signals)
	me, err := os.FindProcess(os.Getpid())
	require.NoError(t, err)
	go func() {
		for range 20 {
			me.Signal(os.Interrupt)
			<-signals
		}
		sel.Wake()
	}()
	ready, err := sel.Select(-1)
	require.NoError(t, err)
	assert.Empty(t, ready)
	select {
	case <-signals:
		t.Error("Select returned before the last signal")
	default:
	}
}

// After Close each method fails, and none of them waits.
func TestClosed(t *testing.T) {
	for _, tc := range []struct {
		name string
		call func(*selector.Selector) error
	}{
		{"Register", func(sel *selector.Selector) error { return sel.Register(0, selector.Read, "tea") }},
		{"Modify", func(sel *selector.Selector) error { return sel.Modify(0, selector.Read, "tea") }},
		{"Unregister", func(sel *selector.Selector) error { return sel.Unregister(0) }},
		{"Select", func(sel *selector.Selector) error { _, err := sel.Select(0); return err }},
		{"Select without a timeout", func(sel *selector.Selector) error { _, err := sel.Select(-1); return err }},
		{"Close", (*selector.Selector).Close},
	} {
		t.Run(tc.name+" fails after Close", func(t *testing.T) {
			sel := open(t)
			sel.Wake()
			require.NoError(t, sel.Close())
			sel.Wake() // nothing happens
			assert.ErrorIs(t, tc.call(sel), os.ErrClosed)
		})
	}
}
