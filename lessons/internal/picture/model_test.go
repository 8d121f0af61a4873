package picture_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/gather"
	"gosyncio/lessons/internal/picture"
	"gosyncio/sleep"
	"gosyncio/task"
	"gosyncio/waitfor"
)

// moment is long for a processor, and short for a test in real time.
const moment = 30 * time.Millisecond

// drawn is the picture of main under task.Run.
func drawn(t *testing.T, main func(ctx context.Context) error) picture.Picture {
	t.Helper()
	p, err := picture.Read(bytes.NewReader(taken(t, main)))
	require.NoError(t, err)
	sound(t, p)
	return p
}

// look draws main until the picture is good, but not forever: a machine that
// is too busy to keep the time may try again.
func look(t *testing.T, main func(ctx context.Context) error, good func(p picture.Picture) bool) (p picture.Picture) {
	t.Helper()
	for range 10 {
		if p = drawn(t, main); good(p) {
			break
		}
	}
	return p
}

func shape(t *testing.T, main func(ctx context.Context) error, want []string, why string) {
	t.Helper()
	p := look(t, main, func(p picture.Picture) bool { return slices.Equal(want, lanes(p, moment/2)) })
	assert.Equal(t, want, lanes(p, moment/2), why)
}

// lanes tells the lanes without their times, and without what depends on how
// busy the machine is: what runs, what is ready, and what is over in a blink.
func lanes(p picture.Picture, blink time.Duration) (told []string) {
	for _, lane := range p.Lanes {
		if strings.HasPrefix(lane.Name, "Test") {
			continue // it waits for its subtest
		}
		said := strings.Repeat("  ", lane.Depth) + lane.Name + ":"
		for _, span := range lane.Spans {
			if span.To-span.From > blink && (span.State == picture.Sleeping || span.State == picture.Waiting) {
				said += " " + strings.TrimSpace(string(span.State)+" "+span.For) + ","
			}
		}
		told = append(told, strings.TrimRight(said+" "+string(lane.Ending.How)+" "+lane.Ending.Text, " "))
	}
	return told
}

func arrows(p picture.Picture) (told []string) {
	for _, a := range p.Arrows {
		said := fmt.Sprintf("%s %s → %s", a.Kind, p.Lanes[a.From].Name, p.Lanes[a.To].Name)
		if a.Text != "" {
			said += ": " + a.Text
		}
		told = append(told, said)
	}
	return told
}

func sentences(p picture.Picture) (told []string) {
	for _, e := range p.Events {
		told = append(told, e.Text)
	}
	return told
}

func named(t *testing.T, p picture.Picture, name string) picture.Lane {
	t.Helper()
	for _, lane := range p.Lanes {
		if lane.Name == name {
			return lane
		}
	}
	require.Fail(t, "there is no lane "+name, "%v", lanes(p, 0))
	return picture.Lane{}
}

func TestBreakfast(t *testing.T) {
	p, err := picture.Read(bytes.NewReader(recorded(t, "breakfast")), "heard: burnt", "eggs: too late")
	require.NoError(t, err)
	sound(t, p)
	assert.Equal(t, []string{
		"main: waiting tea, toast, waiting eggs, waiting tea, returned",
		`  tea: sleeping, returned "green"`,
		"  toast: sleeping, failed burnt",
		"  eggs: sleeping, cancelled patience is over",
	}, lanes(p, 25*time.Millisecond))
	assert.Equal(t, []string{
		"start main → tea", "start main → toast", "start main → eggs",
		"fail toast → main", "cancel main → eggs: patience is over", "await tea → main",
	}, arrows(p))
	assert.Equal(t, []string{
		"main starts", "main starts tea", "main starts toast", "main starts eggs",
		"main waits for tea, toast",
		"toast failed: burnt",
		"main prints: heard: burnt",
		"main waits for eggs",
		"main's time is up after 50ms",
		"main prints: eggs: too late",
		"main cancels eggs: patience is over",
		"main waits for tea",
		"eggs is cancelled: patience is over",
		`tea returned "green"`,
		"main returned",
	}, sentences(p))
	var marks []string
	for _, m := range p.Lanes[0].Marks {
		marks = append(marks, string(m.Kind)+" "+m.Text)
	}
	assert.Equal(t, []string{"print heard: burnt", "deadline 50ms", "print eggs: too late"}, marks)
	assert.False(t, p.CutShort)
	assert.Zero(t, p.Undrawn)
	assert.Positive(t, p.Others, "the garbage collector's, at least")
}

func TestKitchenWithoutTasks(t *testing.T) {
	p, err := picture.Read(bytes.NewReader(recorded(t, "kitchen")))
	require.NoError(t, err)
	sound(t, p)
	assert.Equal(t, []string{
		"main: waiting a group, waiting a channel, running",
		"  kettle.boil/1: sleeping, returned",
		"  kettle.boil/2: waiting a lock, sleeping, returned",
		"  breakfast/1: sleeping, returned",
		"  wash: sleeping, returned",
		"  breakfast/2: sleeping, returned",
		"  breakfast/3: sleeping, returned",
	}, lanes(p, 10*time.Millisecond), "signal's goroutines and those of the runtime are others")
	assert.Len(t, named(t, p, "breakfast/1").Marks, 1)
	assert.Zero(t, named(t, p, "breakfast/1").Marks[0].Text)
}

func TestOneAfterTheOtherOrTogether(t *testing.T) {
	t.Run("functions that are awaited one by one are drawn one after the other", func(t *testing.T) {
		p := drawn(t, func(ctx context.Context) error {
			task.Named(ctx, "tea", ready(moment, "tea")).Await(ctx)
			_, err := task.Named(ctx, "eggs", ready(moment, "eggs")).Await(ctx)
			return err
		})
		assert.LessOrEqual(t, named(t, p, "tea").End, named(t, p, "eggs").Start)
	})
	t.Run("tasks overlap", func(t *testing.T) {
		p := drawn(t, func(ctx context.Context) error {
			tea, eggs := task.Named(ctx, "tea", ready(moment, "tea")), task.Named(ctx, "eggs", ready(moment, "eggs"))
			tea.Await(ctx)
			_, err := eggs.Await(ctx)
			return err
		})
		assert.Greater(t, named(t, p, "tea").End, named(t, p, "eggs").Start)
	})
	t.Run("two sleeps in a row are two spans", func(t *testing.T) {
		shape(t, func(ctx context.Context) error {
			return errors.Join(sleep.For(ctx, moment), sleep.For(ctx, moment))
		}, []string{"main: sleeping, sleeping, returned"}, "one of twice the length would hide what happened")
	})
}

func TestDeadlines(t *testing.T) {
	for _, tc := range []struct {
		name  string
		main  func(ctx context.Context) error
		marks int
	}{
		{
			name: "one that is met isn't drawn",
			main: func(ctx context.Context) error {
				waitfor.AtMost(ctx, 3*moment, ready(moment/10, "tea"))
				return sleep.For(ctx, 4*moment)
			},
		},
		{
			name: "one that is missed is",
			main: func(ctx context.Context) error {
				waitfor.AtMost(ctx, moment, ready(time.Hour, "tea"))
				return nil
			},
			marks: 1,
		},
		{
			name: "one that the function ignores is drawn",
			main: func(ctx context.Context) error {
				waitfor.AtMost(ctx, moment, func(context.Context) (string, error) { time.Sleep(2 * moment); return "tea", nil })
				return nil
			},
			marks: 1,
		},
		{
			name: "of two, one within the other, the one that is missed is",
			main: func(ctx context.Context) error {
				waitfor.AtMost(ctx, 3*moment, func(ctx context.Context) (string, error) {
					return waitfor.AtMost(ctx, moment/10, ready(time.Hour, "tea"))
				})
				return sleep.For(ctx, 4*moment)
			},
			marks: 1,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := look(t, tc.main, func(p picture.Picture) bool { return len(p.Lanes[0].Marks) == tc.marks })
			assert.Len(t, p.Lanes[0].Marks, tc.marks)
		})
	}
}

func TestStillWaiting(t *testing.T) {
	p := look(t, func(ctx context.Context) error {
		tea, eggs := task.Named(ctx, "tea", ready(3*moment, "tea")), task.Named(ctx, "eggs", ready(moment, "eggs"))
		_, err := gather.All(ctx, tea.Await, eggs.Await)
		return err
	}, func(p picture.Picture) bool { return len(p.Lanes) == 3 && p.Lanes[1].End > p.Lanes[2].End })
	assert.Contains(t, sentences(p), `eggs returned "eggs"; main still waits for tea`)
	assert.Contains(t, sentences(p), `tea returned "tea"`)
	assert.Equal(t, []string{"start main → tea", "start main → eggs", "await tea → main"}, arrows(p))
}

func TestStates(t *testing.T) {
	p := look(t, func(ctx context.Context) error {
		for start := time.Now(); time.Since(start) < moment; {
		}
		return sleep.For(ctx, moment)
	}, func(p picture.Picture) bool { // on a busy machine main is ready for a while before it goes on
		main := p.Lanes[0].Spans
		return main[len(main)-1].State == picture.Sleeping
	})
	main := p.Lanes[0].Spans
	assert.Contains(t, []picture.State{picture.Running, picture.Ready}, main[0].State, "it computes")
	assert.Equal(t, picture.Sleeping, main[len(main)-1].State)
}
