package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/twin"
	"gosyncio/task"
)

// A step of a random program: say, sleep for microseconds, spawn or await
// another coroutine.
type move struct {
	verb string
	what int
}

func (m move) MarshalJSON() ([]byte, error) { return json.Marshal([]any{m.verb, m.what}) }

// L1, L2, L7, S1, T1: in whatever way coroutines spawn, sleep and await, they
// take their turns in the order in which CPython takes its tasks. Nobody
// gathers here, and no timer is due while somebody is ready: see below.
func TestTheOrderIsPythons(t *testing.T) {
	random := rand.New(rand.NewPCG(12, 1))
	program := [][]move{nil}
	for range 300 {
		before := len(program)
		program[0] = append(program[0], move{"spawn", before}, move{"await", before})
		program = append(program, nil)
		program = invent(random, program, before, 3)
	}
	golang, err := twin.Play(t, func(out io.Writer) task.Func[task.None] { return loops(plays(out, program, 0)) })
	require.NoError(t, err)
	require.Greater(t, len(golang.Lines), 3000)

	script, err := json.Marshal(program)
	require.NoError(t, err)
	player, err := os.ReadFile("testdata/order.py")
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "order.py")
	text := fmt.Sprintf("%s\n\nPROGRAM = %s\nasyncio.run(play(0))\n", player, script)
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	python := twin.Python(t, file)
	for i, line := range golang.Lines {
		require.Less(t, i, len(python.Lines))
		require.Equal(t, line, python.Lines[i], "line %d", i)
	}
	require.Len(t, python.Lines, len(golang.Lines))
}

// L1, L7: asyncio's futures cost a turn each. Mostly nobody notices. But who
// gathers is overtaken by who awaits, and who sleeps by who is ready twice.
func TestTheOrderIsNotPythons(t *testing.T) {
	golang, err := twin.Play(t, func(out io.Writer) task.Func[task.None] {
		say := func(words ...any) { fmt.Fprintln(out, words...) }
		return loops(func(co *Coroutine) error {
			tea := co.loop.Spawn("tea", sips(say, "tea", 0, 2))
			gatherer := co.loop.Spawn("gatherer", func(co *Coroutine) error {
				defer say("gatherer")
				return co.Gather(tea)
			})
			awaiter := co.loop.Spawn("awaiter", func(co *Coroutine) error {
				defer say("awaiter")
				return co.Await(tea)
			})
			if err := co.Gather(gatherer, awaiter); err != nil {
				return err
			}
			sleeper := co.loop.Spawn("sleeper", func(co *Coroutine) error {
				defer say("slept")
				return co.Sleep(1 * time.Second)
			})
			busy := co.loop.Spawn("busy", func(co *Coroutine) error {
				time.Sleep(2 * time.Second) // work, and the timer is due
				return sips(say, "busy", 0, 3)(co)
			})
			return co.Gather(sleeper, busy)
		})
	})
	require.NoError(t, err)
	assert.Equal(t, []string{
		"tea 1", "tea 2", "gatherer", "awaiter",
		"busy 1", "busy 2", "slept", "busy 3",
	}, words(golang))
	assert.Equal(t, []string{
		"tea 1", "tea 2", "awaiter", "gatherer",
		"busy 1", "busy 2", "busy 3", "slept",
	}, words(twin.Python(t, "testdata/futures.py")))
}

// words is what was said, whenever.
func words(t twin.Transcript) (said []string) {
	for _, line := range t.Lines {
		said = append(said, line.Text)
	}
	return said
}

// invent gives coroutine number something to do, and children, who come to
// their parent's end before it does.
func invent(random *rand.Rand, program [][]move, number, depth int) [][]move {
	var moves []move
	var children []int
	for said := range 3 + random.IntN(6) {
		switch random.IntN(4) {
		case 0:
			if depth > 0 {
				child := len(program)
				children = append(children, child)
				moves = append(moves, move{"spawn", child})
				program = invent(random, append(program, nil), child, depth-1)
			}
		case 1:
			moves = append(moves, move{"sleep", 0})
		case 2: // so long that no two timers meet
			moves = append(moves, move{"sleep", 1 + random.IntN(10_000_000)})
		case 3:
			if len(children) > 0 {
				moves = append(moves, move{"await", children[random.IntN(len(children))]})
			}
		}
		moves = append(moves, move{"say", said})
	}
	for _, child := range children {
		moves = append(moves, move{"await", child})
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
				fmt.Fprintln(out, number, "says", m.what)
			case "sleep":
				err = co.Sleep(time.Duration(m.what) * time.Microsecond)
			case "spawn":
				children[m.what] = co.loop.Spawn(fmt.Sprint(m.what), plays(out, program, m.what))
			case "await":
				err = co.Await(children[m.what])
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
}
