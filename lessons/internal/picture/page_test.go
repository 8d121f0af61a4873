package picture_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	exp "golang.org/x/exp/trace"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/picturetest"
)

// pieces are the traces of a run in a page.
func pieces(t *testing.T, name string) [][]byte {
	t.Helper()
	return picturetest.Pieces(t, "testdata/"+name+".traces.gz")
}

// The clock of a page stands still while the program computes, but the stamps
// of a trace go on.
func TestARunInAPageHasWholeTimes(t *testing.T) {
	p := joined(t, picture.Options{PageClock: true}, pieces(t, "gather")...)
	assert.Equal(t, 5*time.Second, p.Length)
	assert.Equal(t, []string{
		`main: waiting toast, eggs, waiting tea, burntToast, eggs/2, waiting tea, returned`,
		`  toast: sleeping, returned "toast"`, `  eggs: sleeping, returned "eggs"`,
		`  tea: sleeping, returned "tea"`, `  burntToast: sleeping, failed burnt`, `  eggs/2: sleeping, returned "eggs"`,
	}, lanes(p, 0))
	for _, lane := range p.Lanes {
		for _, span := range lane.Spans {
			assert.Zero(t, span.From%time.Second, lane.Name)
			assert.Zero(t, span.To%time.Second, lane.Name)
		}
	}
	assert.Less(t, p.Others, 10, "those that take the traces are not counted")
}

func TestThePresentOfARun(t *testing.T) {
	parts := pieces(t, "gather")
	r := picture.Options{PageClock: true}.NewRun()
	assert.Empty(t, r.PictureAt(time.Second).Lanes, "nothing is known yet")
	require.NoError(t, r.Add(bytes.NewReader(parts[0])))
	for _, now := range []time.Duration{0, 400 * time.Millisecond, 900 * time.Millisecond} {
		p := r.PictureAt(now)
		sound(t, p)
		assert.Equal(t, now, p.Length)
		require.Len(t, p.Lanes, 3)
		for _, lane := range p.Lanes {
			assert.Equal(t, now, lane.End, "what sleeps or waits goes on")
			assert.Equal(t, picture.Unended, lane.Ending.How)
		}
	}
	require.NoError(t, r.Add(bytes.NewReader(parts[1])))
	p := r.PictureAt(900 * time.Millisecond)
	assert.Equal(t, time.Second, p.Length, "a present that is over is no present")
	assert.Equal(t, time.Second, named(t, p, "eggs").End)
}

func TestAPartOfWhichNothingIsWholeIsLeftOut(t *testing.T) {
	parts := pieces(t, "gather")
	r := picture.Options{PageClock: true}.NewRun()
	require.NoError(t, r.Add(bytes.NewReader(parts[0])))
	assert.ErrorIs(t, r.Add(strings.NewReader("")), picture.ErrEmpty)
	assert.ErrorIs(t, r.Add(bytes.NewReader(parts[1][:40])), picture.ErrIncomplete)
	for _, part := range parts[1:] {
		require.NoError(t, r.Add(bytes.NewReader(part)))
	}
	r.End(false)
	p := r.Picture()
	assert.True(t, p.CutShort)
	assert.Equal(t, 5*time.Second, p.Length, "but the run goes on")
}

func TestAnEndThatWasNotRecorded(t *testing.T) {
	parts := pieces(t, "gather")
	for _, tc := range []struct {
		name    string
		parts   int
		told    bool
		wantCut bool
		why     string
	}{
		{"a whole run is not cut short", len(parts), false, false, ""},
		{"a run in which all has ended is whole, whatever its exit code", len(parts), true, false, ""},
		{"a run is cut short if a task is at work", 3, false, true, "main never returned"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := picture.Options{PageClock: true}.NewRun()
			for _, part := range parts[:tc.parts] {
				require.NoError(t, r.Add(bytes.NewReader(part)))
			}
			assert.False(t, r.Picture().CutShort, "as long as more may come it isn't cut")
			r.End(tc.told)
			assert.Equal(t, tc.wantCut, r.Picture().CutShort, tc.why)
		})
	}
}

func TestTheHookOfAPageIsNoLane(t *testing.T) {
	const hook = "example.com/kitchen/lessons/internal/classroom/hook"
	m := fromMain(t)
	m.move(1, 2, exp.GoNotExist, exp.GoRunnable, "", "runtime.handleAsyncEvent")
	m.move(2, 2, exp.GoRunnable, exp.GoRunning, "")
	m.move(2, 2, exp.GoRunning, exp.GoWaiting, "sync", hook+".stop", "syscall/js.handleEvent", "runtime.handleEvent")
	m.start(1, 3, "main.stir")
	p := m.picture()
	assert.Equal(t, []string{"main", "stir"}, names(p))
}

func TestTheEndOfAProgramWithoutTasks(t *testing.T) {
	for _, tc := range []struct {
		name     string
		cutShort bool
		want     []string
		cut      bool
		why      string
	}{
		{"main returns", false, []string{"main: returned", "  stir: running"}, false, "the program ended, and stir with it"},
		{"main is stopped", true, []string{"main: running", "  stir: running"}, true, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := fromMain(t)
			m.start(1, 2, "main.stir")
			p := picture.Ended(m.events, tc.cutShort)
			sound(t, p)
			assert.Equal(t, tc.want, lanes(p, time.Hour), tc.why)
			assert.Equal(t, tc.cut, p.CutShort)
		})
	}
}

// println, or computing, is nothing that a trace tells.
func TestAMainOfWhichTheTraceShowsNoFunctionIsALane(t *testing.T) {
	m := &made{t: t, at: 1}
	m.move(1, 1, exp.GoUndetermined, exp.GoRunning, "")
	m.move(1, 2, exp.GoNotExist, exp.GoRunnable, "", "runtime.bgsweep")
	assert.Equal(t, []string{"main: returned"}, lanes(picture.Ended(m.events, false), time.Hour))
	assert.Empty(t, m.picture().Lanes, "outside of a page it could be the main of a test")
}
