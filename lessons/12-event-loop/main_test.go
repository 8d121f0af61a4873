package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk/talktest"
	"gosyncio/lessons/internal/twin"
)

func TestMain(m *testing.M) { talktest.Main(m, main) }

func TestTranscript(t *testing.T) {
	twin.Writes(t, kitchen, `
		1s  hello
		2s  world
		2s  8 turns
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "testdata/virtual_clock.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// What four say, and what comes back, from Go's server and from Python's.
const conversation = `
	tea connects
	eggs connects
	tea > hello
	tea < hello
	eggs >> wor
	tea > again
	tea < again
	eggs > ld
	eggs < world
	tea > the end
	tea says no more
	tea < the end
	tea hears the end
	eggs leaves
	toast connects
	toast > late
	toast < late
	toast vanishes
	jam connects
	jam > still there?
	jam < still there?
	jam leaves
`

func TestEchoTwin(t *testing.T) {
	needPoll(t)
	talktest.Agrees(t, conversation, "slide.py")
}

func TestStep(t *testing.T) {
	*step = true
	defer func() { *step = false }()
	exactly(t, kitchen, `
		0s  turn 1: ready [main], poller [], due []
		0s  turn 2: ready [hello world], poller [], due []
		1s  turn 3: ready [], poller [], due [hello]
		1s  turn 4: ready [hello], poller [], due []
		1s  hello
		1s  turn 5: ready [main], poller [], due []
		2s  turn 6: ready [], poller [], due [world]
		2s  turn 7: ready [world], poller [], due []
		2s  world
		2s  turn 8: ready [main], poller [], due []
		2s  8 turns
	`)
}

// exactly asks for these lines in this order, within one instant too: our loop
// promises it.
func exactly(t *testing.T, kitchen twin.Kitchen, transcript string) {
	t.Helper()
	want, err := twin.Parse("want", transcript)
	require.NoError(t, err)
	played, err := twin.Play(t, kitchen)
	require.NoError(t, err)
	require.Equal(t, want.String(), played.String())
}

// The slide's claims one by one, each with a main and a loop of its own.
func TestClaims(t *testing.T) {
	for name, tc := range map[string]struct {
		main func(co *Coroutine, say func(...any)) error
		want string
		why  string
	}{
		"L1 who becomes ready in a turn waits for the next": {
			main: func(co *Coroutine, say func(...any)) error {
				tea := co.loop.Spawn("tea", func(co *Coroutine) error {
					say("tea in turn", co.loop.turns)
					return nil
				})
				say("main in turn", co.loop.turns)
				return co.Await(tea)
			},
			want: `
				0s  main in turn 1
				0s  tea in turn 2
				0s  main: <nil>, in turn 3`,
		},
		"L2 two who sleep(0) take turns": {
			main: func(co *Coroutine, say func(...any)) error {
				tea := co.loop.Spawn("tea", sips(say, "tea", 0, 3))
				eggs := co.loop.Spawn("eggs", sips(say, "eggs", 0, 3))
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
		"T1 they begin in the order of Spawn": {
			main: func(co *Coroutine, say func(...any)) error {
				var all []*Coroutine
				for _, dish := range []string{"tea", "toast", "eggs", "jam"} {
					all = append(all, co.loop.Spawn(dish, sips(say, dish, 0, 1)))
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
		"L7 timers go by their deadline, whoever set theirs first": {
			main: func(co *Coroutine, say func(...any)) error {
				tea := co.loop.Spawn("tea", sips(say, "tea", 3*time.Second, 1))
				toast := co.loop.Spawn("toast", sips(say, "toast", 2*time.Second, 1))
				eggs := co.loop.Spawn("eggs", sips(say, "eggs", 1*time.Second, 1))
				return co.Gather(tea, toast, eggs)
			},
			want: `
				1s  eggs 1
				2s  toast 1
				3s  tea 1
				3s  main: <nil>, in turn 12`,
		},
		"L3 whom the clock wakes waits for the next turn, too": {
			main: func(co *Coroutine, say func(...any)) error {
				tea := co.loop.Spawn("tea", sips(say, "tea", 1*time.Second, 1))
				time.Sleep(5 * time.Second) // before tea can even lie down
				for n := range 4 {
					say(n, "in turn", co.loop.turns)
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
			why: "tea lies down at 6 s, so it's due at 7 s, which is turn 3; but in turn 4 main comes first",
		},
		"S1 Sleep(0) takes one turn": {
			main: func(co *Coroutine, say func(...any)) error {
				for range 3 {
					say("turn", co.loop.turns)
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
		"L6 awaiting what has ended takes none": {
			main: func(co *Coroutine, say func(...any)) error {
				tea := co.loop.Spawn("tea", sips(say, "tea", 0, 1))
				if err := co.Sleep(time.Second); err != nil {
					return err
				}
				say("main in turn", co.loop.turns)
				return co.Await(tea)
			},
			want: `
				0s  tea 1
				1s  main in turn 4
				1s  main: <nil>, in turn 4`,
		},
		"C4 nor does a plain call": {
			main: func(co *Coroutine, say func(...any)) error {
				return func(co *Coroutine) error { say("tea"); return nil }(co)
			},
			want: `
				0s  tea
				0s  main: <nil>, in turn 1`,
		},
		"L5 who doesn't wait stops everybody": {
			main: func(co *Coroutine, say func(...any)) error {
				tea := co.loop.Spawn("tea", sips(say, "tea", 1*time.Second, 1))
				co.loop.Spawn("paper", func(*Coroutine) error {
					time.Sleep(5 * time.Second) // the wrong Sleep
					return nil
				})
				return co.Await(tea)
			},
			want: `
				5s  tea 1
				5s  main: <nil>, in turn 5`,
		},
		"G7 Gather hears of the first failure at once": {
			main: func(co *Coroutine, say func(...any)) error {
				tea := co.loop.Spawn("tea", sips(say, "tea", 1*time.Second, 3))
				toast := co.loop.Spawn("toast", burns(2500*time.Millisecond))
				say("main hears:", co.Gather(tea, toast))
				return co.Await(tea)
			},
			want: `
				1s  tea 1
				2s  tea 2
				2.5s  main hears: burnt
				3s  tea 3
				3s  main: <nil>, in turn 13`,
			why: "it's woken once, although tea ends as well",
		},
		"G7 Gather hears of a failure that is over": {
			main: func(co *Coroutine, say func(...any)) error {
				toast := co.loop.Spawn("toast", func(*Coroutine) error { return errBurnt })
				tea := co.loop.Spawn("tea", sips(say, "tea", 0, 1))
				if err := co.Sleep(time.Second); err != nil {
					return err
				}
				say("main in turn", co.loop.turns, "hears:", co.Gather(toast, tea))
				say("main in turn", co.loop.turns, "hears:", co.Gather(tea, toast))
				return nil
			},
			want: `
				0s  tea 1
				1s  main in turn 4 hears: burnt
				1s  main in turn 4 hears: burnt
				1s  main: <nil>, in turn 4`,
		},
		"G1 Gather of nobody takes no turn": {
			main: func(co *Coroutine, say func(...any)) error { return co.Gather() },
			want: `0s  main: <nil>, in turn 1`,
		},
		"R5 who isn't done when main ends is stopped, the youngest first": {
			main: func(co *Coroutine, say func(...any)) error {
				for _, dish := range []string{"tea", "toast"} {
					co.loop.Spawn(dish, func(co *Coroutine) error {
						say(dish, "hears:", co.Sleep(time.Hour), "and", co.Sleep(0))
						return nil
					})
				}
				return co.Sleep(time.Second)
			},
			want: `
				1s  main: <nil>, in turn 4
				1s  toast hears: the loop has stopped and the loop has stopped
				1s  tea hears: the loop has stopped and the loop has stopped`,
		},
		"K2 who never had a turn never begins": {
			main: func(co *Coroutine, say func(...any)) error {
				co.loop.Spawn("tea", sips(say, "tea", 0, 1))
				return nil
			},
			want: `0s  main: <nil>, in turn 1`,
		},
		"R8 nor does who is spawned while the loop stops": {
			main: func(co *Coroutine, say func(...any)) error {
				co.loop.Spawn("tea", func(co *Coroutine) error {
					defer co.loop.Spawn("toast", sips(say, "toast", 0, 1))
					return co.Sleep(time.Hour)
				})
				return co.Sleep(0)
			},
			want: `0s  main: <nil>, in turn 2`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			exactly(t, func(ctx context.Context, out io.Writer) error {
				say := func(words ...any) { fmt.Fprintln(out, words...) }
				return new(Loop).Run(ctx, func(co *Coroutine) error {
					err := tc.main(co, say)
					fmt.Fprintf(out, "main: %v, in turn %d\n", err, co.loop.turns)
					return err
				})
			}, tc.want)
		})
	}
}

// sips has so many sips, with a wait before each but, if that is no time, the
// first.
func sips(say func(...any), dish string, wait time.Duration, n int) Func {
	return func(co *Coroutine) error {
		for sip := 1; sip <= n; sip++ {
			if wait > 0 || sip > 1 {
				if err := co.Sleep(wait); err != nil {
					return err
				}
			}
			say(dish, sip)
		}
		return nil
	}
}

var errBurnt = errors.New("burnt")

func burns(d time.Duration) Func {
	return func(co *Coroutine) error {
		if err := co.Sleep(d); err != nil {
			return err
		}
		return errBurnt
	}
}
