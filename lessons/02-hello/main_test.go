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
		0s  Hello ...
		1s  the kettle whistles
		2s  ... World!
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "slide.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// The slide's claims one by one, each in a kitchen of its own.
func TestClaims(t *testing.T) {
	for _, tc := range []struct {
		name    string
		kitchen twin.Kitchen
		want    string
		why     string
	}{
		{
			name:    "two functions at the same time take as long as the slower one",
			kitchen: besideSlowKettle,
			want: `
				0s  Hello ...
				1s  the kettle whistles
				2s  ... World!
				3s  the kettle whistles
				3s  main: both have returned`,
		},
		{
			name:    "time.Sleep blocks only its own goroutine (L5)",
			kitchen: greet(1*time.Second, timeSleep),
			want: `
				0s  Hello ...
				1s  the kettle whistles
				2s  ... World!`,
			why: "Python's time.sleep blocks the loop, and the kettle too",
		},
		{
			name:    "main returns: the kettle is cancelled and never whistles (R5)",
			kitchen: greet(3*time.Second, sleepFor),
			want: `
				0s  Hello ...
				2s  ... World!`,
			why: "to hear it, keep the task and await it",
		},
		{
			name:    "ctx ends: sleep.For returns its error at once (S4)",
			kitchen: limit(1500*time.Millisecond, kitchen),
			want: `
				0s  Hello ...
				1s  the kettle whistles
				1.5s  main: context deadline exceeded`,
		},
		{
			name:    "ctx ends: time.Sleep sleeps on",
			kitchen: limit(1500*time.Millisecond, greet(1*time.Second, timeSleep)),
			want: `
				0s  Hello ...
				1s  the kettle whistles
				2s  ... World!
				2s  main: <nil>`,
			why: "time.Sleep takes no ctx, so it cannot look at one",
		},
		{
			name:    "the error of sleep.For is dropped: main prints World too early",
			kitchen: limit(1500*time.Millisecond, greet(1*time.Second, dropError)),
			want: `
				0s  Hello ...
				1s  the kettle whistles
				1.5s  ... World!
				1.5s  main: <nil>`,
			why: "in Python a cancelled sleep raises, so the print is skipped",
		},
		{
			name:    "ctx has ended before: sleep.For does not wait (S7)",
			kitchen: limit(0, kitchen),
			want: `
				0s  Hello ...
				0s  main: context deadline exceeded`,
			why: "the kettle does not start either",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, tc.kitchen, tc.want)
		})
	}
}

// Three ways to wait for 2 s.
func sleepFor(ctx context.Context) error { return sleep.For(ctx, 2*time.Second) }

func timeSleep(context.Context) error { time.Sleep(2 * time.Second); return nil }

func dropError(ctx context.Context) error { _ = sleep.For(ctx, 2*time.Second); return nil }

// greet is the slide's kitchen with another kettle and another way to wait.
func greet(boils time.Duration, wait func(context.Context) error) twin.Kitchen {
	return func(ctx context.Context, out io.Writer) error {
		task.Named(ctx, "kettle", boil(out, boils))
		fmt.Fprintln(out, "Hello ...")
		if err := wait(ctx); err != nil {
			return err
		}
		fmt.Fprintln(out, "... World!")
		return nil
	}
}

// besideSlowKettle runs the slide's kitchen and a kettle of 3 s.
func besideSlowKettle(ctx context.Context, out io.Writer) error {
	_, _, err := gather.Two(ctx,
		task.NoResult(func(ctx context.Context) error { return kitchen(ctx, out) }),
		boil(out, 3*time.Second))
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "main: both have returned")
	return nil
}

// limit ends the kitchen's ctx after d and prints what the kitchen returned.
func limit(d time.Duration, kitchen twin.Kitchen) twin.Kitchen {
	return func(ctx context.Context, out io.Writer) error {
		ctx, cancel := context.WithTimeout(ctx, d)
		defer cancel()
		fmt.Fprintln(out, "main:", kitchen(ctx, out))
		return nil
	}
}
