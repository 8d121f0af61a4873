package talktest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk"
	"gosyncio/task"
)

// Serve runs a server in the test's own process, and returns its address. stop is
// Ctrl-C: it waits for the server's end, and returns its error. A server that is
// not stopped is stopped when the test ends, and must return nil.
func Serve(tb testing.TB, serve talk.Serve) (addr string, stop func() error) {
	tb.Helper()
	ctx, cancel := context.WithCancel(tb.Context())
	heard, said := io.Pipe()
	var failed error
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, failed = task.Run(ctx, task.NoResult(func(ctx context.Context) error { return serve(ctx, "127.0.0.1:0", said) }))
		said.Close()
	}()
	stop = func() error {
		cancel()
		<-ended
		return failed
	}
	lines := bufio.NewReader(heard)
	first, _ := lines.ReadString('\n')
	addr, err := talk.Addr(first)
	if err != nil {
		require.NoError(tb, stop())
		require.NoError(tb, err)
	}
	go io.Copy(io.Discard, lines)
	tb.Cleanup(func() { require.NoError(tb, stop()) })
	return addr, stop
}

// LeavesNothing checks that f leaves no goroutine and no descriptor behind. It calls
// f once before it counts: some things are made once and kept.
func LeavesNothing(tb testing.TB, f func()) {
	tb.Helper()
	require.NoError(tb, leaves(f, patience))
}

// CrowdsLeaveNothing checks the same for a server, with ten times a hundred
// clients. Each does the steps of arrives, where %[1]d is its number. Then every
// other one leaves, and the rest vanish.
func CrowdsLeaveNothing(tb testing.TB, serve talk.Serve, arrives string) {
	tb.Helper()
	var crowd strings.Builder
	for i := range 100 {
		fmt.Fprintf(&crowd, arrives, i)
	}
	for i := range 100 {
		fmt.Fprintf(&crowd, "tea%d %s\n", i, []string{"leaves", "vanishes"}[i%2])
	}
	LeavesNothing(tb, func() {
		addr, stop := Serve(tb, serve)
		for range 10 {
			Talk(tb, addr, crowd.String())
		}
		require.NoError(tb, stop())
	})
}

// leaves returns an error if f leaves something behind that is still there when
// patience is over.
func leaves(f func(), patience time.Duration) error {
	f()
	goroutines, descriptors := count()
	f()
	for end := time.Now().Add(patience); ; runtime.Gosched() {
		g, d := count()
		if g <= goroutines && d <= descriptors {
			return nil
		}
		if time.Now().After(end) {
			stacks := make([]byte, 1<<20)
			stacks = stacks[:runtime.Stack(stacks, true)]
			return fmt.Errorf("something is left behind; goroutines: %d before, %d after; descriptors: %d before, %d after\n%s",
				goroutines, g, descriptors, d, stacks)
		}
	}
}

// count counts the goroutines and, where the system lists them, the descriptors.
func count() (goroutines, descriptors int) {
	for _, dir := range []string{"/proc/self/fd", "/dev/fd"} {
		if entries, err := os.ReadDir(dir); err == nil {
			descriptors = len(entries)
			break
		}
	}
	return runtime.NumGoroutine(), descriptors
}

// steps parses a script for a test.
func steps(tb testing.TB, script string) []talk.Step {
	tb.Helper()
	steps, err := talk.Parse(script)
	require.NoError(tb, err)
	return steps
}

// Talk holds a conversation with the server at addr. The test ends at the first
// step that fails.
func Talk(tb testing.TB, addr string, script ...string) {
	tb.Helper()
	var done bytes.Buffer
	err := talk.Hold(tb.Context(), &done, talk.Server{Addr: addr}, steps(tb, strings.Join(script, "\n")))
	require.NoError(tb, err, "after:\n%s", &done)
}
