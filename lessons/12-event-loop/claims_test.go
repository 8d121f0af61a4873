package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"
)

// The slide's claims one by one, each with a main and a loop of its own.
func TestClaims(t *testing.T) {
	for _, tc := range []struct {
		name string
		main func(co *Coroutine, print func(...any)) error
		want string
		why  string
	}{
		{
			name: "a coroutine that becomes ready in a turn runs in the next turn (L1)",
			main: func(co *Coroutine, print func(...any)) error {
				tea := co.loop.Spawn("tea", func(co *Coroutine) error {
					print("tea in turn", co.loop.turns)
					return nil
				})
				print("main in turn", co.loop.turns)
				return co.Await(tea)
			},
			want: `
				0s  main in turn 1
				0s  tea in turn 2
				0s  main: <nil>, in turn 3`,
		},
		{
			name: "two coroutines that call Sleep(0) take turns (L2)",
			main: func(co *Coroutine, print func(...any)) error {
				tea := co.loop.Spawn("tea", repeat(print, "tea", 0, 3))
				eggs := co.loop.Spawn("eggs", repeat(print, "eggs", 0, 3))
				return co.Gather(tea, eggs)
			},
			want: `
				0s  tea 1
				0s  eggs 1
				0s  tea 2
				0s  eggs 2
				0s  tea 3
				0s  eggs 3
				0s  main: <nil>, in turn 6`,
		},
		{
			name: "coroutines start in the order of Spawn (T1)",
			main: func(co *Coroutine, print func(...any)) error {
				var all []*Coroutine
				for _, dish := range []string{"tea", "toast", "eggs", "jam"} {
					all = append(all, co.loop.Spawn(dish, repeat(print, dish, 0, 1)))
				}
				return co.Gather(all...)
			},
			want: `
				0s  tea 1
				0s  toast 1
				0s  eggs 1
				0s  jam 1
				0s  main: <nil>, in turn 4`,
			why: "with four go statements the jam often comes first",
		},
		{
			name: "timers are due in the order of their deadlines (L7)",
			main: func(co *Coroutine, print func(...any)) error {
				tea := co.loop.Spawn("tea", repeat(print, "tea", 3*time.Second, 1))
				toast := co.loop.Spawn("toast", repeat(print, "toast", 2*time.Second, 1))
				eggs := co.loop.Spawn("eggs", repeat(print, "eggs", 1*time.Second, 1))
				return co.Gather(tea, toast, eggs)
			},
			want: `
				1s  eggs 1
				2s  toast 1
				3s  tea 1
				3s  main: <nil>, in turn 12`,
		},
		{
			name: "a coroutine whose timer is due runs in the next turn (L3)",
			main: func(co *Coroutine, print func(...any)) error {
				tea := co.loop.Spawn("tea", repeat(print, "tea", 1*time.Second, 1))
				time.Sleep(5 * time.Second) // before tea runs for the first time
				for n := range 4 {
					print(n, "in turn", co.loop.turns)
					if err := co.Sleep(0); err != nil {
						return err
					}
					time.Sleep(time.Second)
				}
				return co.Await(tea)
			},
			want: `
				5s  0 in turn 1
				6s  1 in turn 2
				7s  2 in turn 3
				8s  3 in turn 4
				8s  tea 1
				9s  main: <nil>, in turn 5`,
			why: "tea calls Sleep at 6 s and is due at 7 s, in turn 3; in turn 4 main runs first",
		},
		{
			name: "Sleep(0) takes one turn (S1)",
			main: func(co *Coroutine, print func(...any)) error {
				for range 3 {
					print("turn", co.loop.turns)
					if err := co.Sleep(0); err != nil {
						return err
					}
				}
				return nil
			},
			want: `
				0s  turn 1
				0s  turn 2
				0s  turn 3
				0s  main: <nil>, in turn 4`,
		},
		{
			name: "to await a coroutine that has ended takes no turn (L6)",
			main: func(co *Coroutine, print func(...any)) error {
				tea := co.loop.Spawn("tea", repeat(print, "tea", 0, 1))
				if err := co.Sleep(time.Second); err != nil {
					return err
				}
				print("main in turn", co.loop.turns)
				return co.Await(tea)
			},
			want: `
				0s  tea 1
				1s  main in turn 4
				1s  main: <nil>, in turn 4`,
		},
		{
			name: "a plain call takes no turn (C4)",
			main: func(co *Coroutine, print func(...any)) error {
				return func(co *Coroutine) error { print("tea"); return nil }(co)
			},
			want: `
				0s  tea
				0s  main: <nil>, in turn 1`,
		},
		{
			name: "a coroutine that blocks without a wait blocks all others (L5)",
			main: func(co *Coroutine, print func(...any)) error {
				tea := co.loop.Spawn("tea", repeat(print, "tea", 1*time.Second, 1))
				co.loop.Spawn("busy", func(*Coroutine) error {
					time.Sleep(5 * time.Second) // not co.Sleep
					return nil
				})
				return co.Await(tea)
			},
			want: `
				5s  tea 1
				5s  main: <nil>, in turn 5`,
		},
		{
			name: "Gather returns the first error at once (G7)",
			main: func(co *Coroutine, print func(...any)) error {
				tea := co.loop.Spawn("tea", repeat(print, "tea", 1*time.Second, 3))
				toast := co.loop.Spawn("toast", fail(2500*time.Millisecond))
				print("main gets:", co.Gather(tea, toast))
				return co.Await(tea)
			},
			want: `
				1s  tea 1
				2s  tea 2
				2.5s  main gets: burnt
				3s  tea 3
				3s  main: <nil>, in turn 13`,
			why: "main is made ready once, although tea ends too",
		},
		{
			name: "Gather returns the error of a coroutine that has failed before (G7)",
			main: func(co *Coroutine, print func(...any)) error {
				toast := co.loop.Spawn("toast", func(*Coroutine) error { return errBurnt })
				tea := co.loop.Spawn("tea", repeat(print, "tea", 0, 1))
				if err := co.Sleep(time.Second); err != nil {
					return err
				}
				print("main in turn", co.loop.turns, "gets:", co.Gather(toast, tea))
				print("main in turn", co.loop.turns, "gets:", co.Gather(tea, toast))
				return nil
			},
			want: `
				0s  tea 1
				1s  main in turn 4 gets: burnt
				1s  main in turn 4 gets: burnt
				1s  main: <nil>, in turn 4`,
		},
		{
			name: "Gather of nothing takes no turn (G1)",
			main: func(co *Coroutine, print func(...any)) error { return co.Gather() },
			want: `0s  main: <nil>, in turn 1`,
		},
		{
			name: "when main ends, the others are stopped, the youngest first (R5)",
			main: func(co *Coroutine, print func(...any)) error {
				for _, dish := range []string{"tea", "toast"} {
					co.loop.Spawn(dish, func(co *Coroutine) error {
						print(dish, "gets:", co.Sleep(time.Hour), "and", co.Sleep(0))
						return nil
					})
				}
				return co.Sleep(time.Second)
			},
			want: `
				1s  main: <nil>, in turn 4
				1s  toast gets: the loop has stopped and the loop has stopped
				1s  tea gets: the loop has stopped and the loop has stopped`,
		},
		{
			name: "a coroutine that is stopped before its first turn never runs (K2)",
			main: func(co *Coroutine, print func(...any)) error {
				co.loop.Spawn("tea", repeat(print, "tea", 0, 1))
				return nil
			},
			want: `0s  main: <nil>, in turn 1`,
		},
		{
			name: "a coroutine that is spawned while the loop stops never runs (R8)",
			main: func(co *Coroutine, print func(...any)) error {
				co.loop.Spawn("tea", func(co *Coroutine) error {
					defer co.loop.Spawn("toast", repeat(print, "toast", 0, 1))
					return co.Sleep(time.Hour)
				})
				return co.Sleep(0)
			},
			want: `0s  main: <nil>, in turn 2`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Log(tc.why)
			exactly(t, func(ctx context.Context, out io.Writer) error {
				print := func(words ...any) { fmt.Fprintln(out, words...) }
				return new(Loop).Run(ctx, func(co *Coroutine) error {
					err := tc.main(co, print)
					fmt.Fprintf(out, "main: %v, in turn %d\n", err, co.loop.turns)
					return err
				})
			}, tc.want)
		})
	}
}

// repeat prints n lines and sleeps before each of them; before the first one it
// does not sleep if d is 0.
func repeat(print func(...any), dish string, d time.Duration, n int) Func {
	return func(co *Coroutine) error {
		for i := 1; i <= n; i++ {
			if d > 0 || i > 1 {
				if err := co.Sleep(d); err != nil {
					return err
				}
			}
			print(dish, i)
		}
		return nil
	}
}

var errBurnt = errors.New("burnt")

// fail fails after a while.
func fail(d time.Duration) Func {
	return func(co *Coroutine) error {
		if err := co.Sleep(d); err != nil {
			return err
		}
		return errBurnt
	}
}
