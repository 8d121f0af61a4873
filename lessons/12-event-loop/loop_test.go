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
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/twin"
	"gosyncio/task"
)

// An event loop of our own in 250 lines; its turn is in main.go.
func TestItIsShort(t *testing.T) {
	text, err := os.ReadFile("loop.go")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the source isn't here")
	}
	require.NoError(t, err)
	require.LessOrEqual(t, strings.Count(string(text), "\n"), 250)
}

// Each coroutine is a goroutine, and nothing guards what they share: under
// -race this would fail if two ran at once, or if one couldn't see what the
// others did.
func TestOnlyOneRunsAtATime(t *testing.T) {
	const cooks, dishes = 50, 200
	var atWork atomic.Int32
	made := 0
	err := new(Loop).Run(t.Context(), func(co *Coroutine) error {
		var all []*Coroutine
		for range cooks {
			all = append(all, co.loop.Spawn("cook", func(co *Coroutine) error {
				for range dishes {
					if n := atWork.Add(1); n != 1 {
						return fmt.Errorf("%d at once", n)
					}
					before := made
					runtime.Gosched() // whoever could run would run now
					made = before + 1
					atWork.Add(-1)
					if err := co.Sleep(0); err != nil {
						return err
					}
				}
				return nil
			}))
		}
		return co.Gather(all...)
	})
	require.NoError(t, err)
	require.Equal(t, cooks*dishes, made)
}

// Nobody is left to wake anybody: then Run says who waits for whom, and
// doesn't hang.
func TestDeadlock(t *testing.T) {
	for name, tc := range map[string]struct {
		main Func
		want string
	}{
		"who awaits itself": {
			main: func(co *Coroutine) error { return co.Await(co) },
			want: "deadlock: main waits for main",
		},
		"two await each other": {
			main: func(co *Coroutine) error {
				return co.Await(co.loop.Spawn("toast", func(toast *Coroutine) error {
					return toast.Await(co)
				}))
			},
			want: "deadlock: main waits for toast, toast waits for main",
		},
		"a ring, and a bystander who gathers": {
			main: func(co *Coroutine) error {
				var tea, toast *Coroutine
				tea = co.loop.Spawn("tea", func(co *Coroutine) error { return co.Await(toast) })
				toast = co.loop.Spawn("toast", func(co *Coroutine) error { return co.Await(tea) })
				return co.Gather(tea, toast)
			},
			want: "deadlock: main waits for tea and toast, tea waits for toast, toast waits for tea",
		},
		"Gather waits for those who haven't ended": {
			main: func(co *Coroutine) error {
				tea := co.loop.Spawn("tea", func(*Coroutine) error { return nil })
				toast := co.loop.Spawn("toast", func(toast *Coroutine) error { return toast.Await(co) })
				return co.Gather(tea, toast)
			},
			want: "deadlock: main waits for toast, toast waits for main",
		},
	} {
		t.Run(name, func(t *testing.T) {
			assert.EqualError(t, new(Loop).Run(t.Context(), tc.main), tc.want)
		})
	}
}

// A panic comes out of Run, when the others have cleaned up. So does Goexit,
// which is how t.FailNow leaves.
func TestPanic(t *testing.T) {
	for name, leave := range map[string]func(){
		"panic":  func() { panic("fire") },
		"Goexit": runtime.Goexit,
	} {
		t.Run(name, func(t *testing.T) {
			var heard any
			var cleaned []string
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				defer func() { heard = recover() }()
				new(Loop).Run(t.Context(), func(co *Coroutine) error {
					for _, dish := range []string{"tea", "toast"} {
						co.loop.Spawn(dish, func(co *Coroutine) error {
							defer func() { cleaned = append(cleaned, dish) }()
							return co.Sleep(time.Hour)
						})
					}
					if err := co.Sleep(0); err != nil {
						return err
					}
					leave()
					return nil
				})
				cleaned = append(cleaned, "main goes on")
			}()
			<-ended
			assert.Equal(t, []string{"toast", "tea"}, cleaned)
			if name == "panic" {
				assert.Equal(t, "fire", heard)
			}
		})
	}
}

// One who panics when it is stopped doesn't keep the others from stopping.
func TestPanicWhileStopping(t *testing.T) {
	tea := false
	assert.PanicsWithValue(t, "fire", func() {
		new(Loop).Run(t.Context(), func(co *Coroutine) error {
			co.loop.Spawn("tea", func(co *Coroutine) error {
				defer func() { tea = true }()
				return co.Sleep(time.Hour)
			})
			co.loop.Spawn("toast", func(co *Coroutine) error {
				co.Sleep(time.Hour)
				panic("fire")
			})
			return co.Sleep(0)
		})
	})
	assert.True(t, tea, "tea was stopped, too")
}

// When ctx ends, the loop ends: while it rests, and while it is busy.
func TestCalledOff(t *testing.T) {
	errFire := errors.New("fire")
	for name, d := range map[string]time.Duration{"rests": time.Hour, "is busy": 0} {
		t.Run("while it "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				start, told := time.Now(), error(nil)
				err := new(Loop).Run(ctx, func(co *Coroutine) error {
					co.loop.Spawn("alarm", func(co *Coroutine) error {
						err := co.Sleep(time.Second / 2)
						go func() {
							time.Sleep(time.Second / 2)
							cancel(errFire)
						}()
						return err
					})
					for told == nil {
						told = co.Sleep(d)
						if d == 0 {
							time.Sleep(time.Millisecond) // work, for the clock
						}
					}
					return told
				})
				require.ErrorIs(t, err, errFire)
				assert.Equal(t, ErrStopped, told)
				assert.InDelta(t, time.Second, time.Since(start), float64(10*time.Millisecond))
			})
		})
	}
}

// A coroutine's socket needs a poller.
func TestNoPoller(t *testing.T) {
	err := new(Loop).Run(t.Context(), func(co *Coroutine) error {
		_, err := co.Read(0, nil)
		return err
	})
	assert.EqualError(t, err, "this loop has no poller, and so no sockets")
}

// A step of a random program: say, sleep for microseconds, spawn or await
// another coroutine.
type move struct {
	verb string
	what int
}

func (m move) MarshalJSON() ([]byte, error) { return json.Marshal([]any{m.verb, m.what}) }

// L1, L2, L7, S1, T1: in whatever way coroutines spawn, sleep and await, they
// take their turns in the order in which CPython takes its tasks.
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
