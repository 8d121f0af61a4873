package main

import (
	"context"
	"fmt"
	"io"
	"testing"
	"time"

	"gosyncio/gather"
	"gosyncio/lessons/internal/twin"
	"gosyncio/sleep"
	"gosyncio/task"
)

func TestTranscript(t *testing.T) {
	twin.Writes(t, kitchen, `
		1s  eggs ready
		2s  toast burnt
		2s  main hears: burnt
		3s  tea ready
		4s  toast ready
		4s  breakfast: tea, toast, eggs
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "slide.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// The slide's claims one by one: main gathers these dishes, says what it got
// and stays in the kitchen for a while.
func TestClaims(t *testing.T) {
	for name, tc := range map[string]struct {
		dishes func(out io.Writer) []task.Func[string]
		stays  time.Duration
		want   string
		why    string
	}{
		"G3 results stand in the order of the arguments, whoever is ready first": {
			dishes: func(out io.Writer) []task.Func[string] {
				return []task.Func[string]{
					cook(out, "tea", 3*time.Second),
					cook(out, "toast", 2*time.Second),
					cook(out, "eggs", 1*time.Second),
				}
			},
			want: `
				1s  eggs ready
				2s  toast ready
				3s  tea ready
				3s  main: [tea toast eggs] <nil>`,
		},
		"G7 the first error comes back at once, and the siblings cook on": {
			dishes: burntToast,
			stays:  time.Minute,
			want: `
				1s  eggs ready
				2s  toast burnt
				2s  main: [] burnt
				3s  tea ready`,
			why: "the results are lost: for those, give gather tasks that you hold",
		},
		"R5 who leaves the kitchen at the first error leaves no tea": {
			dishes: burntToast,
			want: `
				1s  eggs ready
				2s  toast burnt
				2s  main: [] burnt`,
			why: "Run cancels what still cooks when main returns",
		},
		"G8 a second error is lost": {
			dishes: func(out io.Writer) []task.Func[string] {
				return []task.Func[string]{
					burn(out, "toast", 2*time.Second),
					burn(out, "eggs", 1*time.Second),
				}
			},
			stays: time.Minute,
			want: `
				1s  eggs burnt
				1s  main: [] burnt
				2s  toast burnt`,
		},
		"G1 gathering nothing takes no time": {
			dishes: func(io.Writer) []task.Func[string] { return nil },
			want:   `0s  main: [] <nil>`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, gathering(tc.dishes, tc.stays), tc.want)
		})
	}
}

func burntToast(out io.Writer) []task.Func[string] {
	return []task.Func[string]{
		cook(out, "tea", 3*time.Second),
		burn(out, "toast", 2*time.Second),
		cook(out, "eggs", 1*time.Second),
	}
}

func gathering(dishes func(io.Writer) []task.Func[string], stays time.Duration) twin.Kitchen {
	return func(ctx context.Context, out io.Writer) error {
		got, err := gather.All(ctx, dishes(out)...)
		fmt.Fprintln(out, "main:", got, err)
		return sleep.For(ctx, stays)
	}
}
