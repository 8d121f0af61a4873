package main

import (
	"context"
	"fmt"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/twin"
)

func TestTranscript(t *testing.T) {
	twin.Writes(t, kitchen, `
		1s  eggs for guest 1
		2s  toast for guest 2
		3s  tea for guest 3
		3s  served: 3
		4s  soup for guest 1
		4.5s  the second table has left
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "slide.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// Python can have the same four bugs, and one test finds each of them.
func TestBugsInPython(t *testing.T) {
	var got []string
	for _, line := range twin.Python(t, "bugs.py").Lines {
		got = append(got, line.Text)
	}
	assert.Equal(t, []string{
		"serve: all pass",
		"racy: test_all_dishes_are_delivered",
		"leaky: test_no_task_is_left",
		"hasty: test_every_order",
		"deaf: test_a_cancel_ends_serve",
	}, got)
}

// The slide's claims one by one: a table orders, and leaves after a while.
func TestClaims(t *testing.T) {
	for _, tc := range []struct {
		name   string
		orders []Order
		stays  time.Duration
		want   string
		why    string
	}{
		{
			name:   "all cooks start at once, and the dish that is ready first is delivered first",
			orders: []Order{{"tea", 3 * time.Second}, {"toast", 2 * time.Second}, {"eggs", time.Second}},
			stays:  time.Hour,
			want: `
				1s  eggs for guest 3
				2s  toast for guest 2
				3s  tea for guest 1
				3s  served: 3 <nil>`,
		},
		{
			name:   "after a cancel nothing more is delivered",
			orders: breakfast,
			stays:  2500 * time.Millisecond,
			want: `
				1s  eggs for guest 1
				2s  toast for guest 2
				2.5s  served: 2 context deadline exceeded`,
		},
		{
			name:   "a tea of 24 hours takes no real time in a test",
			orders: []Order{{"tea", 24 * time.Hour}},
			stays:  25 * time.Hour,
			want: `
				24h0m0s  tea for guest 1
				24h0m0s  served: 1 <nil>`,
		},
		{
			name:   "a ctx that has ended already: nothing is delivered (GO3)",
			orders: []Order{{Dish: "tea"}},
			want:   `0s  served: 0 context deadline exceeded`,
			why:    "a select alone would pick at random: the dish is ready at 0 s too",
		},
		{
			name:  "without orders Serve returns at once",
			stays: time.Hour,
			want:  `0s  served: 0 <nil>`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, serving(tc.orders, tc.stays), tc.want)
		})
	}
}

// A cook calls ready when the dish is ready, unless ctx has ended by then.
func TestCook(t *testing.T) {
	for _, tc := range []struct {
		name               string
		takes, stays, want time.Duration
		ready              bool
	}{
		{name: "the dish becomes ready", takes: time.Hour, stays: 2 * time.Hour, want: time.Hour, ready: true},
		{name: "the dish is ready at once", stays: time.Hour, ready: true},
		{name: "ctx ends first", takes: time.Hour, stays: time.Minute, want: time.Minute},
		{name: "ctx has ended already", takes: time.Hour},
		{name: "ctx has ended already, and the dish is ready at once"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, leave := context.WithTimeout(t.Context(), tc.stays)
				defer leave()
				start, ready := time.Now(), false
				Order{"roast", tc.takes}.cook(func() { ready = true })(ctx)
				assert.Equal(t, tc.ready, ready)
				assert.Equal(t, tc.want, time.Since(start))
			})
		})
	}
}

func serving(orders []Order, stays time.Duration) twin.Kitchen {
	return func(ctx context.Context, out io.Writer) error {
		table, leave := context.WithTimeout(ctx, stays)
		defer leave()
		served, err := Serve(table, orders, func(guest int, dish string) {
			fmt.Fprintln(out, dish, "for guest", guest+1)
		})
		fmt.Fprintln(out, "served:", served, err)
		return nil
	}
}
