package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/twin"
)

// asyncio's own loop takes as many turns for the kitchen.
func TestTheTurnsArePythons(t *testing.T) {
	golang, err := twin.Play(t, kitchen)
	require.NoError(t, err)
	require.Equal(t, onAsyncio(t, "kitchen()").Lines, golang.Lines)
}

// onAsyncio is what main, a coroutine of order.py's, writes on asyncio's loop.
func onAsyncio(t *testing.T, main string) twin.Transcript {
	t.Helper()
	text, err := os.ReadFile("testdata/order.py")
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "order.py")
	text = fmt.Appendf(text, "\n\nasyncio.run(counted(%s))\n", main)
	require.NoError(t, os.WriteFile(file, text, 0o600))
	return twin.Python(t, file)
}

// A move is a step of a random program: a verb, and what it takes. Sleep and
// work take microseconds, spawn, await and gather take coroutines.
type move struct {
	verb string
	what []int
}

func (m move) MarshalJSON() ([]byte, error) {
	row := []any{m.verb}
	for _, what := range m.what {
		row = append(row, what)
	}
	return json.Marshal(row)
}

// L1, L2, L7, S1, T1, G7: in whatever way coroutines spawn, sleep, work, await,
// gather and fail, they go on in the same order as CPython's tasks, and in the
// same turns.
func TestTheOrderIsPythons(t *testing.T) {
	random := rand.New(rand.NewPCG(12, 1))
	program := [][]move{nil}
	for range 300 {
		root := len(program)
		program[0] = append(program[0], move{"spawn", []int{root}}, move{"await", []int{root}})
		program = invent(random, append(program, nil), root, 3)
	}
	golang, err := twin.Play(t, func(ctx context.Context, out io.Writer) error {
		return new(Loop).Run(ctx, plays(out, program, 0))
	})
	require.NoError(t, err)
	require.Greater(t, len(golang.Lines), 3000)

	script, err := json.Marshal(program)
	require.NoError(t, err)
	python := onAsyncio(t, fmt.Sprintf("play(%s, 0)", script))
	for i, line := range golang.Lines {
		require.Less(t, i, len(python.Lines))
		require.Equal(t, python.Lines[i], line, "line %d", i)
	}
	require.Len(t, python.Lines, len(golang.Lines))
}

// invent gives a coroutine something to do, and children, all of whom it awaits
// before it ends. Some burn then.
func invent(random *rand.Rand, program [][]move, number, depth int) [][]move {
	var moves []move
	var children []int
	some := func() (few []int) {
		for range 1 + random.IntN(3) {
			few = append(few, children[random.IntN(len(children))])
		}
		return few
	}
	for said := range 3 + random.IntN(6) {
		switch random.IntN(6) {
		case 0, 1:
			if depth > 0 {
				child := len(program)
				children = append(children, child)
				moves = append(moves, move{"spawn", []int{child}})
				program = invent(random, append(program, nil), child, depth-1)
			}
		case 2:
			moves = append(moves, move{"sleep", []int{0}})
		case 3: // so long that no two timers meet
			moves = append(moves, move{"sleep", []int{1 + random.IntN(10_000_000)}})
		case 4: // and so that timers are due while somebody is ready
			moves = append(moves, move{"work", []int{1 + random.IntN(5_000_000)}})
		case 5:
			if len(children) > 0 {
				verb := []string{"await", "gather"}[random.IntN(2)]
				moves = append(moves, move{verb, some()})
			}
		}
		moves = append(moves, move{"say", []int{said}})
	}
	for _, child := range children {
		moves = append(moves, move{"await", []int{child}})
	}
	if random.IntN(4) == 0 {
		moves = append(moves, move{"burn", nil})
	}
	program[number] = moves
	return program
}

// plays is order.py's play.
func plays(out io.Writer, program [][]move, number int) Func {
	return func(co *Coroutine) error {
		children := map[int]*Coroutine{}
		for _, m := range program[number] {
			var err error
			switch m.verb {
			case "say":
				fmt.Fprintln(out, number, "says", m.what[0], "in turn", co.loop.turns)
			case "sleep":
				err = co.Sleep(time.Duration(m.what[0]) * time.Microsecond)
			case "work":
				time.Sleep(time.Duration(m.what[0]) * time.Microsecond)
			case "spawn":
				child := m.what[0]
				children[child] = co.loop.Spawn(fmt.Sprint(child), plays(out, program, child))
			case "await":
				err = co.Await(children[m.what[0]])
			case "gather":
				var left []*Coroutine
				for _, child := range m.what {
					if !children[child].done {
						left = append(left, children[child])
					}
				}
				err = co.Gather(left...)
			case "burn":
				return errBurnt
			}
			if errors.Is(err, errBurnt) {
				fmt.Fprintln(out, number, "hears that it's burnt in turn", co.loop.turns)
			} else if err != nil {
				return err
			}
		}
		return nil
	}
}
