package picture_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/picture"
	"gosyncio/sleep"
	"gosyncio/task"
)

func TestCaps(t *testing.T) {
	brewed := make(chan struct{})
	p := drawn(t, func(ctx context.Context) error {
		kettle := task.Named(ctx, "kettle", func(ctx context.Context) (string, error) {
			return task.Named(ctx, "tea", func(context.Context) (string, error) { <-brewed; return "tea", nil }).Await(ctx)
		})
		crowd(1000)(ctx)
		toast := task.Named(ctx, "toast", burn)
		eggs := task.Named(ctx, "eggs", ready(time.Hour, "eggs"))
		sleep.For(ctx, moment) // a task that is cancelled before it begins has no lane
		eggs.Cancel(nil)
		eggs.Await(ctx)
		toast.Await(ctx)
		close(brewed)
		_, err := kettle.Await(ctx)
		return err
	})
	assert.Len(t, p.Lanes, 12)
	assert.Len(t, p.Events, 200)
	assert.Equal(t, 1005-12, p.Undrawn.Lanes, "nothing is dropped in silence")
	assert.Greater(t, p.Undrawn.Events, 1000)
	assert.Equal(t, "main", p.Lanes[0].Name)
	assert.Equal(t, picture.Cancelled, named(t, p, "eggs").Ending.How)
	assert.Equal(t, picture.Failed, named(t, p, "toast").Ending.How, "it failed: it tells the story")
	assert.Equal(t, 2, named(t, p, "tea").Depth, "it lived long, and comes with its parent")
	assert.Contains(t, sentences(p), "toast failed: burnt", "the endings of what is drawn come first")
}

func TestQuantum(t *testing.T) {
	for length, want := range map[time.Duration]time.Duration{
		0:                      time.Microsecond,
		50 * time.Microsecond:  time.Microsecond,
		5 * time.Millisecond:   50 * time.Microsecond,
		100 * time.Millisecond: time.Millisecond,
		999 * time.Millisecond: 5 * time.Millisecond,
		4 * time.Second:        10 * time.Millisecond,
		time.Minute:            20 * time.Millisecond,
		time.Hour:              time.Second,
		1<<63 - 1:              5e6 * time.Second,
	} {
		if length < 1<<62 {
			assert.Equal(t, want, picture.Quantum(length), "of %v", length)
		} else {
			assert.Positive(t, picture.Quantum(length))
		}
	}
}

func TestShort(t *testing.T) {
	for function, want := range map[string]string{
		"main.cook":                                 "cook",
		"main.kitchen.func1":                        "kitchen/1",
		"main.kitchen.func1.2":                      "kitchen/1",
		"main.kitchen.func2.gowrap1":                "kitchen/1",
		"main.kitchen.cook.func1":                   "cook/1",
		"main.(*kettle).boil":                       "kettle.boil",
		"main.kettle.boil":                          "kettle.boil",
		"main.(*kettle).boil.func3":                 "kettle.boil/1",
		"main.roast[...]":                           "roast",
		"main.(*oven[...]).roast.func1":             "oven.roast/1",
		"example.com/kitchen.v2/tea.Brew":           "Brew",
		"example.com/tea.Brew[example.com/cup.Big]": "Brew",
		"kitchen/tea.Brew":                          "Brew",
		"main.init.0":                               "init/1",
		"main.glob..func1":                          "func/1",
		"main.walk-range1":                          "walk-range1",
		"main.walk.func1-range1":                    "walk/1",
		"":                                          "func/1",
	} {
		assert.Equal(t, want, picture.Short(function), function)
	}
}

func TestClean(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"a line end and a tab are spaces", "tea\nand\ttoast", "tea and toast"},
		{"control characters are removed", "te\x00a\x1b[31m", "tea[31m"},
		{"what is not UTF-8 is marked", "te\xffa", "te\uFFFDa"},
		{"characters that can't be seen are removed", "t\u200be\u00ada\ufe0f", "tea"},
		{"characters that turn the direction are removed", "\u202eaet\u2066", "aet"},
		{"two marks may stand on a letter", "e\u0301" + strings.Repeat("\u0300", 50), "e\u0301\u0300"},
		{"no more than 100 characters", strings.Repeat("käse", 100), strings.Repeat("käse", 24) + "käs…"},
	} {
		t.Run(tc.name, func(t *testing.T) { assert.Equal(t, tc.want, picture.Clean(tc.text)) })
	}
}
