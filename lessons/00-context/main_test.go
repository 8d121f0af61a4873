package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"gosyncio/lessons/internal/twin"
	"gosyncio/sleep"
)

func TestTranscript(t *testing.T) {
	twin.Writes(t, kitchen, `
		3s  roast: context deadline exceeded
		4s  toast: context canceled: no bread left
		4s  cause: no bread left
		5s  tea for Ada
	`)
}

// The two errors have other names in Python.
func TestTwin(t *testing.T) {
	twin.Agrees(t, kitchen, "slide.py",
		"context deadline exceeded", "TimeoutError()",
		"context canceled: no bread left", "CancelledError('no bread left')")
}

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// The slide's claims about parents and children, limits, causes and values.
func TestClaims(t *testing.T) {
	for _, tc := range []struct {
		name    string
		kitchen twin.Kitchen
		want    string
		why     string
	}{
		{
			name:    "a value is found in every child, and not in the parent (T16)",
			kitchen: valueInChild,
			want: `
				0s  parent: <nil>
				1s  tea for Ada`,
			why: "WithValue changes nothing: it returns a new ctx",
		},
		{
			name:    "the parent's limit is shorter: it ends the child, and the cause says so (GO1, TO6)",
			kitchen: limits(3*time.Second, 5*time.Second),
			want: `
				3s  roast: context deadline exceeded: lunch is over
				3s  lunch: context deadline exceeded`,
			why: "both ctxs have the same Err, so only the cause tells the two limits apart",
		},
		{
			name:    "the child's limit is shorter: the parent goes on (GO1, TO7)",
			kitchen: limits(5*time.Second, 3*time.Second),
			want: `
				3s  roast: context deadline exceeded: the oven is off
				3s  lunch: <nil>`,
			why: "a function can end the children that it makes, never the ctx that it gets",
		},
		{
			name:    "a limit of zero has passed before the first call (GO3)",
			kitchen: limits(time.Hour, 0),
			want: `
				0s  roast: context deadline exceeded: the oven is off
				0s  lunch: <nil>`,
			why: "asyncio.timeout(0) runs the block up to its first wait (TO3)",
		},
		{
			name:    "cancel ends the ctx and all its children, and no sibling (K14)",
			kitchen: cancelBranch,
			want: `
				1s  child: no bread left
				1s  sibling: <nil>`,
		},
		{
			name:    "the first cause counts (GO2, K15)",
			kitchen: causes(errNoBread, errors.New("no butter left")),
			want:    `0s  cause: no bread left`,
		},
		{
			name:    "cancel without a cause: the cause is context.Canceled (GO2)",
			kitchen: causes(nil),
			want:    `0s  cause: context canceled`,
		},
		{
			name:    "a ctx that has ended stays so: the next wait fails at once (GO5, K7)",
			kitchen: afterLimit(func(oven context.Context) context.Context { return oven }),
			want:    `1s  cleanup: context deadline exceeded`,
			why:     "after asyncio.timeout the next await works again",
		},
		{
			name:    "under WithoutCancel the cleanup has its time, and the values (GO5, SH9)",
			kitchen: afterLimit(context.WithoutCancel),
			want: `
				3s  oven for Ada
				3s  cleanup: <nil>`,
		},
		{
			name:    "time.Sleep does not look at ctx: the limit does not end it",
			kitchen: ignoresCtx,
			want:    `9s  ctx: context deadline exceeded`,
			why:     "nothing is raised inside a goroutine; the function itself has to look",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			twin.Writes(t, tc.kitchen, tc.want)
		})
	}
}

func valueInChild(parent context.Context, out io.Writer) error {
	ctx := context.WithValue(parent, guest{}, "Ada")
	ctx, cancel := context.WithTimeout(ctx, time.Hour)
	defer cancel()
	fmt.Fprintln(out, "parent:", parent.Value(guest{}))
	return cook(ctx, out, "tea", 1*time.Second)
}

// limits cooks a roast under an oven's limit, which is part of lunch's limit.
func limits(ofLunch, ofOven time.Duration) twin.Kitchen {
	return func(ctx context.Context, out io.Writer) error {
		lunch, cancel := context.WithTimeoutCause(ctx, ofLunch, errors.New("lunch is over"))
		defer cancel()
		oven, cancel := context.WithTimeoutCause(lunch, ofOven, errors.New("the oven is off"))
		defer cancel()
		fmt.Fprintln(out, "roast:", cook(oven, out, "roast", 4*time.Second))
		fmt.Fprintln(out, "lunch:", lunch.Err())
		return nil
	}
}

func cancelBranch(ctx context.Context, out io.Writer) error {
	parent, cancel := context.WithCancelCause(ctx)
	time.AfterFunc(1*time.Second, func() { cancel(errNoBread) })
	child, cancelChild := context.WithTimeout(parent, time.Hour)
	defer cancelChild()
	sibling, cancelSibling := context.WithTimeout(ctx, time.Hour)
	defer cancelSibling()
	<-child.Done()
	fmt.Fprintln(out, "child:", context.Cause(child))
	fmt.Fprintln(out, "sibling:", context.Cause(sibling))
	return nil
}

// causes cancels a ctx several times.
func causes(causes ...error) twin.Kitchen {
	return func(ctx context.Context, out io.Writer) error {
		ctx, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		for _, cause := range causes {
			cancel(cause)
		}
		fmt.Fprintln(out, "cause:", context.Cause(ctx))
		return nil
	}
}

// afterLimit lets a limit of 1 s pass. Then it cleans up for 2 s, under the ctx
// that choose makes from the one that has ended.
func afterLimit(choose func(context.Context) context.Context) twin.Kitchen {
	return func(ctx context.Context, out io.Writer) error {
		ctx = context.WithValue(ctx, guest{}, "Ada")
		oven, cancel := context.WithTimeout(ctx, 1*time.Second)
		defer cancel()
		<-oven.Done()
		fmt.Fprintln(out, "cleanup:", cook(choose(oven), out, "oven", 2*time.Second))
		return nil
	}
}

func ignoresCtx(ctx context.Context, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, 1*time.Second)
	defer cancel()
	time.Sleep(9 * time.Second)
	fmt.Fprintln(out, "ctx:", sleep.For(ctx, 0))
	return nil
}
