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

// asyncio's own loop takes as many turns for the same coroutines.
func TestTheTurnsAreThoseOfAsyncio(t *testing.T) {
	golang, err := twin.Play(t, coroutines)
	require.NoError(t, err)
	require.Equal(t, onAsyncio(t, "kitchen()").Lines, golang.Lines)
}

// onAsyncio returns what main, a coroutine in order.py, prints on asyncio's
// loop.
func onAsyncio(t *testing.T, main string) twin.Transcript {
	t.Helper()
	text, err := os.ReadFile("testdata/order.py")
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "order.py")
	text = fmt.Appendf(text, "\n\nasyncio.run(counted(%s))\n", main)
	require.NoError(t, os.WriteFile(file, text, 0o600))
	return twin.Python(t, file)
}

// A move is a step of a random program: a verb and its arguments. The argument
// of sleep and work is in microseconds, those of spawn, await and gather are
// coroutines.
type move struct {
	verb string
	args []int
}

func (m move) MarshalJSON() ([]byte, error) {
	row := []any{m.verb}
	for _, arg := range m.args {
		row = append(row, arg)
	}
	return json.Marshal(row)
}

// However coroutines spawn, sleep, work, await, gather and fail, they run in the
// same order as CPython's tasks, and in the same turns (L1, L2, L7, S1, T1, G7).
func TestTheOrderIsThatOfAsyncio(t *testing.T) {
	random := rand.New(rand.NewPCG(12, 1))
	program := [][]move{nil}
	for range 100 {
		root := len(program)
		program[0] = append(program[0], move{"spawn", []int{root}}, move{"await", []int{root}})
		program = invent(random, append(program, nil), root, 3)
	}
	golang, err := twin.Play(t, func(ctx context.Context, out io.Writer) error {
		return new(Loop).Run(ctx, play(out, program, 0))
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

// invent gives a coroutine random moves, and children, all of which it awaits
// before it ends. Some coroutines fail then.
func invent(random *rand.Rand, program [][]move, number, depth int) [][]move {
	var moves []move
	var children []int
	randomChildren := func() (chosen []int) {
		for range 1 + random.IntN(3) {
			chosen = append(chosen, children[random.IntN(len(children))])
		}
		return chosen
	}
	for n := range 3 + random.IntN(6) {
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
		case 3: // from a wide range, so that no two timers are due at the same time
			moves = append(moves, move{"sleep", []int{1 + random.IntN(10_000_000)}})
		case 4: // so that timers are due while a coroutine is ready
			moves = append(moves, move{"work", []int{1 + random.IntN(5_000_000)}})
		case 5:
			if len(children) > 0 {
				verb := []string{"await", "gather"}[random.IntN(2)]
				moves = append(moves, move{verb, randomChildren()})
			}
		}
		moves = append(moves, move{"say", []int{n}})
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

// play is play in order.py.
func play(out io.Writer, program [][]move, number int) Func {
	return func(co *Coroutine) error {
		children := map[int]*Coroutine{}
		for _, m := range program[number] {
			var err error
			switch m.verb {
			case "say":
				fmt.Fprintln(out, number, "says", m.args[0], "in turn", co.loop.turns)
			case "sleep":
				err = co.Sleep(time.Duration(m.args[0]) * time.Microsecond)
			case "work":
				time.Sleep(time.Duration(m.args[0]) * time.Microsecond)
			case "spawn":
				child := m.args[0]
				children[child] = co.loop.Spawn(fmt.Sprint(child), play(out, program, child))
			case "await":
				err = co.Await(children[m.args[0]])
			case "gather":
				var left []*Coroutine
				for _, child := range m.args {
					if !children[child].done {
						left = append(left, children[child])
					}
				}
				err = co.Gather(left...)
			case "burn":
				return errBurnt
			}
			if errors.Is(err, errBurnt) {
				fmt.Fprintln(out, number, "gets the error in turn", co.loop.turns)
			} else if err != nil {
				return err
			}
		}
		return nil
	}
}
