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

// Tests of serve, by four means: the race detector, bubbles, a table and many
// repetitions. They pass. With a tag serve is a wrong one, and where its means
// look, be it in one test or in more, it fails:
//
//	go test -race -tags racy ./lessons/14-testing
//	go test -tags leaky ./lessons/14-testing
//	go test -tags hasty ./lessons/14-testing
//	go test -tags deaf ./lessons/14-testing

// The race detector reads along: this needs no more than many cooks at once.
func TestEverybodyIsServed(t *testing.T) {
	served, err := serve(t.Context(), table("tea", "toast", "eggs"), func(int, string) {})
	require.NoError(t, err)
	assert.Equal(t, 3, served)
}

// A bubble has a clock of its own, so that hours take no time. It ends when
// all its goroutines have, and it knows of those that never will.
func TestNobodyIsLeftBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		guests, leave := context.WithCancel(t.Context())
		serve(guests, table("tea", "toast", "eggs"), func(int, string) {
			time.Sleep(time.Hour) // the other dishes are ready by now
			leave()
		})
	})
}

// Run waits for everybody. So who is left behind keeps it for ever, and the
// bubble calls that a deadlock.
func TestRunReturns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		task.Run(t.Context(), func(ctx context.Context) (int, error) {
			guests, leave := context.WithCancel(ctx)
			return serve(guests, table("tea", "toast", "eggs"), func(int, string) {
				time.Sleep(time.Hour)
				leave()
			})
		})
	})
}

// Who has left after a minute is neither served nor cooked for. In a bubble
// time stands still when its test is over, so a cook who goes on for the whole
// hour would be left behind.
func TestNobodyCooksForWhoHasLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		guests, leave := context.WithTimeout(t.Context(), time.Minute)
		defer leave()
		start := time.Now()
		served, err := serve(guests, []Order{{"roast", time.Hour}}, func(int, string) { t.Error("nobody is there") })
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Zero(t, served)
		assert.Equal(t, time.Minute, time.Since(start))
	})
}

// Whatever is ready first: each guest has what they asked for.
func TestInEveryOrder(t *testing.T) {
	for name, takes := range map[string][3]time.Duration{
		"as asked":                 {1, 2, 3},
		"the last two swapped":     {1, 3, 2},
		"the first two swapped":    {2, 1, 3},
		"the first one comes last": {3, 1, 2},
		"the last one comes first": {2, 3, 1},
		"the other way round":      {3, 2, 1},
		"all in one instant":       {1, 1, 1},
		"two in one instant":       {2, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				orders := table("tea", "toast", "eggs")
				for i := range orders {
					orders[i].Takes = takes[i] * time.Minute
				}
				got := map[int]string{}
				_, err := serve(t.Context(), orders, func(guest int, dish string) { got[guest] = dish })
				require.NoError(t, err)
				assert.Equal(t, map[int]string{0: "tea", 1: "toast", 2: "eggs"}, got)
			})
		})
	}
}

// What happens by chance needs many chances. What goes wrong every other time
// goes unseen a hundred times in a row once in 10³⁰.
func TestNobodyIsServedWhoHasLeft(t *testing.T) {
	for range 100 {
		synctest.Test(t, func(t *testing.T) {
			guests, leave := context.WithCancel(t.Context())
			var carried []string
			serve(guests, table("tea", "toast"), func(_ int, dish string) {
				carried = append(carried, dish)
				synctest.Wait() // the other dish is ready
				leave()
			})
			assert.Len(t, carried, 1)
		})
	}
}

// table is for guests whose dishes are ready at once.
func table(dishes ...string) (orders []Order) {
	for _, dish := range dishes {
		orders = append(orders, Order{Dish: dish})
	}
	return orders
}
