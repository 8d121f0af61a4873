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
	for name, tc := range map[string]struct {
		kitchen twin.Kitchen
		want    string
		why     string
	}{
		"two at once take as long as the slower one": {
			kitchen: both,
			want: `
				0s  Hello ...
				1s  the kettle whistles
				2s  ... World!
				3s  the kettle whistles
				3s  main: both are done`,
		},
		"L5 even time.Sleep stops only its own goroutine": {
			kitchen: greeting(1*time.Second, deaf),
			want: `
				0s  Hello ...
				1s  the kettle whistles
				2s  ... World!`,
			why: "Python's time.sleep would stop the loop, and the kettle with it",
		},
		"S4 a sleep ends when ctx ends, and says so": {
			kitchen: closing(1500*time.Millisecond, kitchen),
			want: `
				0s  Hello ...
				1s  the kettle whistles
				1.5s  main: context deadline exceeded`,
		},
		"L5 nobody can end a time.Sleep": {
			kitchen: closing(1500*time.Millisecond, greeting(1*time.Second, deaf)),
			want: `
				0s  Hello ...
				1s  the kettle whistles
				2s  ... World!
				2s  main: <nil>`,
			why: "it has no ctx to look at",
		},
		"the trap: who doesn't look at the error goes on": {
			kitchen: closing(1500*time.Millisecond, greeting(1*time.Second, careless)),
			want: `
				0s  Hello ...
				1s  the kettle whistles
				1.5s  ... World!
				1.5s  main: <nil>`,
			why: "in Python a cancelled sleep raises, and the rest is skipped",
		},
		"S7 under a ctx that has ended nobody falls asleep": {
			kitchen: closing(0, kitchen),
			want: `
				0s  Hello ...
				0s  main: context deadline exceeded`,
			why: "and a ctx that has ended stays ended",
		},
		"R5 a kettle that is still on when main returns never whistles": {
			kitchen: greeting(3*time.Second, awake),
			want: `
				0s  Hello ...
				2s  ... World!`,
			why: "Run cancels it; to hear it, keep the handle and await it",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, tc.kitchen, tc.want)
		})
	}
}

// Ways to wait for World.
func awake(ctx context.Context) error { return sleep.For(ctx, 2*time.Second) }

func deaf(context.Context) error { time.Sleep(2 * time.Second); return nil }

func careless(ctx context.Context) error { _ = sleep.For(ctx, 2*time.Second); return nil }

// greeting is the slide's kitchen with another kettle and another wait.
func greeting(boils time.Duration, wait func(context.Context) error) twin.Kitchen {
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

// both runs the slide's kitchen beside a slow kettle.
func both(ctx context.Context, out io.Writer) error {
	_, _, err := gather.Two(ctx, kitchen(out), boil(out, 3*time.Second))
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "main: both are done")
	return nil
}

// closing ends the kitchen's ctx after d and says what came back.
func closing(d time.Duration, kitchen twin.Kitchen) twin.Kitchen {
	return func(ctx context.Context, out io.Writer) error {
		ctx, cancel := context.WithTimeout(ctx, d)
		defer cancel()
		_, err := kitchen(out)(ctx)
		fmt.Fprintln(out, "main:", err)
		return nil
	}
}
