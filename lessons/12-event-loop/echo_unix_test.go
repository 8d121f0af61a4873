//go:build unix

package main

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"gosyncio/lessons/01-selectors/socket"
)

// While no descriptor is left, the listener stays ready. The loop does not accept
// again and again: it waits between two tries.
func TestAcceptWaitsBetweenTwoTries(t *testing.T) {
	listener, at, err := socket.Listen("127.0.0.1:0")
	require.NoError(t, err)
	defer socket.Close(listener)
	dial(t, at)
	var limit unix.Rlimit
	require.NoError(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &limit))
	none := limit
	none.Cur = 0
	require.NoError(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &none))
	defer unix.Setrlimit(unix.RLIMIT_NOFILE, &limit)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		loop := &Loop{Poller: newFakePoller(slices.Repeat([]int{listener}, 1000)...)}
		assert.ErrorIs(t, loop.Run(ctx, loop.accept(listener)), context.DeadlineExceeded)
		assert.Less(t, loop.turns, 100)
	})
}
