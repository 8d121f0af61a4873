package main

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/task"
)

// The suite tests serve with four tools: the race detector, bubbles, a table and
// repetition. All tests pass. With -serve the suite tests a wrong one, and the
// tests whose tool finds the bug fail:
//
//	go test -race ./lessons/14-testing -serve racy
//	go test ./lessons/14-testing -serve leaky
//	go test ./lessons/14-testing -serve hasty
//	go test ./lessons/14-testing -serve deaf

// The race detector watches while a test runs. The test only has to make many
// cooks run at the same time.
func TestAllDishesAreDelivered(t *testing.T) {
	served, err := serve(t.Context(), table("tea", "toast", "eggs"), func(int, string) {})
	require.NoError(t, err)
	assert.Equal(t, 3, served)
}

// A bubble has its own clock, so an hour takes no real time. The bubble ends
// when all its goroutines have ended; if one of them never will, the test fails.
func TestNoGoroutineIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, leave := context.WithCancel(t.Context())
		serve(ctx, table("tea", "toast", "eggs"), func(int, string) {
			time.Sleep(time.Hour) // by now the other dishes are ready
			leave()
		})
	})
}

// Run waits for every cook. A cook that is blocked forever blocks Run too, and
// the bubble reports a deadlock.
func TestRunReturns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		task.Run(t.Context(), func(ctx context.Context) (int, error) {
			ctx, leave := context.WithCancel(ctx)
			return serve(ctx, table("tea", "toast", "eggs"), func(int, string) {
				time.Sleep(time.Hour)
				leave()
			})
		})
	})
}

// After a minute the table leaves, and its cook stops. The clock of a bubble
// stops with the test, so a cook that works for the whole hour is left behind,
// and the bubble reports it.
func TestACancelStopsTheCooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, leave := context.WithTimeout(t.Context(), time.Minute)
		defer leave()
		start := time.Now()
		served, err := serve(ctx, []Order{{"roast", time.Hour}}, func(int, string) { t.Error("the roast is delivered") })
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Zero(t, served)
		assert.Equal(t, time.Minute, time.Since(start))
	})
}

// In whatever order the dishes become ready, each guest gets the right one.
func TestEveryOrder(t *testing.T) {
	for _, tc := range []struct {
		name  string
		takes [3]time.Duration
	}{
		{"as ordered", [3]time.Duration{1, 2, 3}},
		{"the last two swapped", [3]time.Duration{1, 3, 2}},
		{"the first two swapped", [3]time.Duration{2, 1, 3}},
		{"the first one last", [3]time.Duration{3, 1, 2}},
		{"the last one first", [3]time.Duration{2, 3, 1}},
		{"all reversed", [3]time.Duration{3, 2, 1}},
		{"all in one instant", [3]time.Duration{1, 1, 1}},
		{"two in one instant", [3]time.Duration{2, 1, 1}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				orders := table("tea", "toast", "eggs")
				for i := range orders {
					orders[i].Takes = tc.takes[i] * time.Minute
				}
				got := map[int]string{}
				_, err := serve(t.Context(), orders, func(guest int, dish string) { got[guest] = dish })
				require.NoError(t, err)
				assert.Equal(t, map[int]string{0: "tea", 1: "toast", 2: "eggs"}, got)
			})
		})
	}
}

// A bug that shows in every second run stays hidden in 100 runs once in 10³⁰
// times.
func TestNothingIsDeliveredAfterACancel(t *testing.T) {
	for range 100 {
		synctest.Test(t, func(t *testing.T) {
			ctx, leave := context.WithCancel(t.Context())
			var delivered []string
			serve(ctx, table("tea", "toast"), func(_ int, dish string) {
				delivered = append(delivered, dish)
				synctest.Wait() // the other dish is ready
				leave()
			})
			assert.Len(t, delivered, 1)
		})
	}
}

// table returns orders of dishes that are ready at once.
func table(dishes ...string) (orders []Order) {
	for _, dish := range dishes {
		orders = append(orders, Order{Dish: dish})
	}
	return orders
}
