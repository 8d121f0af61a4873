package walk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
	"gosyncio/lessons/internal/walk"
)

func TestRun(t *testing.T) {
	var shown wall
	synctest.Test(t, func(t *testing.T) {
		runs, err := kitchen(&shown).Run(t.Context(), []int{1, 0})
		assert.NoError(t, err)
		assert.Equal(t, []layout.Run{
			{Title: "tea", Subtitle: "pour it", Picture: slept("tea", 2*time.Second)},
			{Title: "toast", Subtitle: "toast it", Picture: slept("toast", 2*time.Second)},
		}, runs)
	})
	assert.Equal(t, `03  tea                                                      tea() → Tea
────────────────────────────────────────────────────────────────────────
   2.0s  tea ready

tea   pour it
      0 s              0.5 s            1 s             1.5 s            2 s
tea   ▐zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz✓

▐█ running  z sleeping  ✓ returned

02  toast                                                toast() → Toast
────────────────────────────────────────────────────────────────────────
   2.0s  toast ready

toast  toast it
       0 s              0.5 s           1 s              1.5 s           2 s
toast  ▐zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz✓

▐█ running  z sleeping  ✓ returned

`, shown.String())
}

func TestCompare(t *testing.T) {
	var shown wall
	synctest.Test(t, func(t *testing.T) {
		w := kitchen(&shown)
		w.Size, w.ASCII = func() (int, int) { return 60, 24 }, true
		runs, err := w.Compare(t.Context(), 1, 0)
		assert.NoError(t, err)
		assert.Len(t, runs, 2)
	})
	_, both, _ := strings.Cut(shown.String(), "toast ready\n\n")
	assert.Contains(t, both, "tea    pour it")
	assert.Contains(t, both, "toast  toast it")
	assert.Contains(t, both, "both take 2 s")
}

func TestWithoutATraceThereIsNoPicture(t *testing.T) {
	for _, tc := range []struct {
		name string
		err  error
		want string
	}{
		{"lost", walk.NoPicture{Why: errors.New("the trace is empty")}, "no picture: the trace is empty"},
		{"empty", nil, "no picture: nothing of the program's own ran"},
	} {
		lost := func(w *walk.Walk) {
			w.Play = func(context.Context, string, func(time.Duration, string)) (p picture.Picture, _ error) {
				return p, tc.err
			}
		}
		t.Run(tc.name+" in run", func(t *testing.T) {
			var shown wall
			synctest.Test(t, func(t *testing.T) {
				w := kitchen(&shown)
				lost(w)
				runs, err := w.Run(t.Context(), []int{0})
				assert.NoError(t, err, "the program itself ended well")
				assert.Empty(t, runs[0].Picture.Lanes)
			})
			assert.True(t, strings.HasSuffix(shown.String(), "─\n\n"+tc.want+"\n\n"), shown.String())
		})
		t.Run(tc.name+" in compare", func(t *testing.T) {
			var shown wall
			synctest.Test(t, func(t *testing.T) {
				w := kitchen(&shown)
				lost(w)
				_, err := w.Compare(t.Context(), 0, 1)
				assert.NoError(t, err)
			})
			assert.Equal(t, 2, strings.Count(shown.String(), "\n"+tc.want+"\n"), shown.String())
			assert.NotContains(t, shown.String(), "both take")
		})
		t.Run(tc.name+" in the walk", func(t *testing.T) {
			out, err := walked(t, lost, types("2", "", "", "q")...)
			require.NoError(t, err)
			inOrder(t, out, "\n"+tc.want+"\n", "Enter: the answer", "You said 2, and that is right:")
		})
	}
}

func TestABlankRunIsNotDrawn(t *testing.T) {
	var shown wall
	s := walk.Screen{Writer: &shown}
	assert.EqualError(t, s.Draw(layout.Run{}), "no picture: nothing of the program's own ran")
	assert.NoError(t, s.DrawBoth(layout.Run{}, layout.Run{Picture: slept("tea", time.Second)}))
	assert.Empty(t, shown.String())
}

func TestOnATerminalTheClockRuns(t *testing.T) {
	var shown wall
	synctest.Test(t, func(t *testing.T) {
		w := kitchen(&shown)
		w.Live = true
		w.Build = func(context.Context, lesson.Lesson) (string, error) {
			time.Sleep(200 * time.Millisecond)
			return "toast", nil
		}
		play := w.Play
		w.Play = func(ctx context.Context, program string, line func(time.Duration, string)) (picture.Picture, error) {
			seen, err := play(ctx, program, line)
			time.Sleep(time.Second) // without a line
			return seen, err
		}
		_, err := w.Run(t.Context(), []int{0})
		assert.NoError(t, err)
	})
	for _, want := range []string{"\rcompiling … ", "\r   0.5s", "\r   1.5s", "\r   2.0s  toast ready\n"} {
		assert.Contains(t, shown.String(), want)
	}
	// What a terminal shows in the end: the last thing written over each line.
	var seen []string
	for line := range strings.Lines(shown.String()) {
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\r")
		seen = append(seen, parts[len(parts)-1])
	}
	assert.Equal(t, []string{"   2.0s  toast ready", "", "toast  toast it"}, seen[2:5])
}
