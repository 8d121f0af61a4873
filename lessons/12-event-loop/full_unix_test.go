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

// While there's no room the door stays ready, and the loop doesn't ask again
// and again: it naps.
func TestFullHouseNaps(t *testing.T) {
	door, at, err := socket.Listen("127.0.0.1:0")
	require.NoError(t, err)
	defer socket.Close(door)
	dial(t, at)
	var limit unix.Rlimit
	require.NoError(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &limit))
	full := limit
	full.Cur = 0
	require.NoError(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &full))
	defer unix.Setrlimit(unix.RLIMIT_NOFILE, &limit)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		loop := &Loop{Poller: newFake(slices.Repeat([]int{door}, 1000)...)}
		assert.ErrorIs(t, loop.Run(ctx, loop.welcome(door)), context.DeadlineExceeded)
		assert.Less(t, loop.turns, 100)
	})
}
