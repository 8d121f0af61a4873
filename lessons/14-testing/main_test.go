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
		1s  eggs for guest 3
		2s  toast for guest 2
		3s  tea for guest 1
		3s  served: 3
		4s  soup for guest 2
		4.5s  the second table has left
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "slide.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// Python has the same bugs, and finds each with one test.
func TestBugsInPython(t *testing.T) {
	var got []string
	for _, line := range twin.Python(t, "bugs.py").Lines {
		got = append(got, line.Text)
	}
	assert.Equal(t, []string{
		"serve: all pass",
		"racy: test_everybody_is_served",
		"leaky: test_nobody_is_left_behind",
		"hasty: test_in_every_order",
		"deaf: test_nobody_is_served_who_has_left",
	}, got)
}

// The slide's claims one by one: a table orders, and leaves after a while.
func TestClaims(t *testing.T) {
	for name, tc := range map[string]struct {
		orders []Order
		stays  time.Duration
		want   string
		why    string
	}{
		"all cook at once, and who is ready first is served first": {
			orders: breakfast,
			stays:  time.Hour,
			want: `
				1s  eggs for guest 3
				2s  toast for guest 2
				3s  tea for guest 1
				3s  served: 3 <nil>`,
		},
		"who leaves is served no more": {
			orders: breakfast,
			stays:  2500 * time.Millisecond,
			want: `
				1s  eggs for guest 3
				2s  toast for guest 2
				2.5s  served: 2 context deadline exceeded`,
		},
		"a tea of a day takes no time in a test": {
			orders: []Order{{"tea", 24 * time.Hour}},
			stays:  25 * time.Hour,
			want: `
				24h0m0s  tea for guest 1
				24h0m0s  served: 1 <nil>`,
		},
		"GO3 who has left already is served nothing": {
			orders: []Order{{Dish: "tea"}},
			want:   `0s  served: 0 context deadline exceeded`,
			why:    "with nothing but a select, it would be a matter of luck",
		},
		"no orders, no waiting": {
			stays: time.Hour,
			want:  `0s  served: 0 <nil>`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, serving(tc.orders, tc.stays), tc.want)
		})
	}
}

// A cook rings when the dish is ready, unless nobody waits for it any more.
func TestCook(t *testing.T) {
	for name, tc := range map[string]struct {
		takes, stays, want time.Duration
		rings              bool
	}{
		"the dish is ready":       {takes: time.Hour, stays: 2 * time.Hour, want: time.Hour, rings: true},
		"ready at once":           {stays: time.Hour, rings: true},
		"who waits leaves":        {takes: time.Hour, stays: time.Minute, want: time.Minute},
		"who waits has left":      {takes: time.Hour},
		"has left, ready at once": {},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, leave := context.WithTimeout(t.Context(), tc.stays)
				defer leave()
				start, rang := time.Now(), false
				Order{"roast", tc.takes}.cook(func() { rang = true })(ctx)
				assert.Equal(t, tc.rings, rang)
				assert.Equal(t, tc.want, time.Since(start))
			})
		})
	}
}

func serving(orders []Order, stays time.Duration) twin.Kitchen {
	return func(ctx context.Context, out io.Writer) error {
		guests, leave := context.WithTimeout(ctx, stays)
		defer leave()
		served, err := Serve(guests, orders, func(guest int, dish string) {
			fmt.Fprintln(out, dish, "for guest", guest+1)
		})
		fmt.Fprintln(out, "served:", served, err)
		return nil
	}
}
