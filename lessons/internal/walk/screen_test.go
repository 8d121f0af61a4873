package walk_test

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/walk"
)

// everything opens all that the walk can show of a lesson.
var everything = types("?", "l", "s", "w", "t", "x", "c", "y", "1", "", "", "", "n", "q")

// everyLine returns the lines of all that.
func everyLine(t *testing.T, prepare func(w *walk.Walk)) (lines []string) {
	t.Helper()
	out, err := walked(t, prepare, everything...)
	require.NoError(t, err)
	for line := range strings.Lines(out) {
		lines = append(lines, strings.TrimSuffix(line, "\n"))
	}
	return lines
}

func TestTextsWrapAtWords(t *testing.T) {
	long := strings.Repeat("a toast that takes time ", 20)
	for _, width := range []int{40, 60, 72} {
		t.Run(fmt.Sprintf("in %d columns no line is wider, and no word is broken", width), func(t *testing.T) {
			lines := everyLine(t, func(w *walk.Walk) {
				w.Python = true
				w.Size = func() (int, int) { return width, 0 }
				l := &w.Lessons[0]
				l.Goal, l.Differs, l.AtWork, l.Prediction.Question = long, "- "+long, long, long
				l.Core = "toast := takes(time, time, time, time, time, time, time, time, time)\n"
				w.Play = func(_ context.Context, _ string, line func(time.Duration, string)) (picture.Picture, error) {
					line(time.Second, long)
					return slept("toast", 2*time.Second), nil
				}
			})
			for _, line := range lines {
				assert.LessOrEqual(t, utf8.RuneCountInString(line), max(width, 40), line)
			}
			for _, word := range regexp.MustCompile(`[A-Za-z]+`).FindAllString(strings.Join(lines, "\n"), -1) {
				assert.NotContains(t, []string{"toas", "tha", "oast", "hat", "akes", "tak"}, word)
			}
		})
	}
}

func TestTheWidthIsAskedAtEachDrawing(t *testing.T) {
	var width atomic.Int64
	width.Store(72)
	out, err := walked(t, func(w *walk.Walk) {
		w.Size = func() (int, int) { return int(width.Load()), 0 }
		w.Lessons[0].AtWork = strings.Repeat("word ", 30)
		play := w.Play
		w.Play = func(ctx context.Context, program string, line func(time.Duration, string)) (picture.Picture, error) {
			defer width.Store(40) // the window gets smaller
			return play(ctx, program, line)
		}
	}, types("", "", "", "w", "q")...)
	require.NoError(t, err)
	before, after, _ := strings.Cut(out, "Enter: the picture")
	assert.Contains(t, before, strings.Repeat("─", 72))
	for line := range strings.Lines(after) {
		assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 40)
	}
}

func TestASCII(t *testing.T) {
	lines := everyLine(t, func(w *walk.Walk) {
		w.ASCII = true
		l := &w.Lessons[0]
		l.AtWork, l.Core, l.Shown = "Crêpes – “thin” → 0.5 µs … 茶", "s := \"→\"\n", "- ≤ 1 × 2"
		w.Play = func(_ context.Context, _ string, line func(time.Duration, string)) (picture.Picture, error) {
			line(time.Second, "déjà vu …")
			return slept("thé", 2*time.Second), nil
		}
	})
	all := strings.Join(lines, "\n")
	for _, r := range all {
		if r >= utf8.RuneSelf {
			t.Fatalf("%q is not ASCII in:\n%s", r, all)
		}
	}
	for _, want := range []string{`Cr?pes - "thin" -> 0.5 us ... ?`, `s := "->"`, "- <= 1 x 2", "toast() -> Toast", "1-2: your guess"} {
		assert.Contains(t, all, want)
	}
}

func TestStopsFitTheTerminal(t *testing.T) {
	const rows = 24
	var long []string
	for i := range 40 {
		long = append(long, fmt.Sprintf("- item %d", i))
	}
	out, err := walked(t, func(w *walk.Walk) {
		w.Size = func() (int, int) { return 80, rows }
		w.Lessons[0].AtWork = strings.Join(long, "\n")
	}, types("w", "", "", "q")...)
	require.NoError(t, err)
	inOrder(t, out, "- item 0\n", "Enter: more", "- item 39\n", "1–2: your guess")
	for _, page := range strings.Split(out, "> ") {
		assert.LessOrEqual(t, strings.Count(page, "\n"), rows, "with the line that was typed before it:\n%s", page)
	}

	out, err = walked(t, func(w *walk.Walk) {
		w.Size = func() (int, int) { return 80, rows }
		w.Lessons[0].AtWork = strings.Join(long, "\n")
	}, types("w", "n", "q")...)
	require.NoError(t, err)
	inOrder(t, out, "Enter: more", "03  tea")
	assert.NotContains(t, out, "- item 39", "another key than Enter leaves the rest out")
}

func TestCoresSideBySide(t *testing.T) {
	out, err := walked(t, func(w *walk.Walk) {
		w.Python, w.Size = true, func() (int, int) { return 120, 40 }
	}, types("", "q")...)
	require.NoError(t, err)
	assert.Contains(t, out, "Python             Go\n    await toast()          toast()\n")

	out, err = walked(t, func(w *walk.Walk) {
		w.Python, w.Size = true, func() (int, int) { return 24, 40 }
	}, types("", "q")...)
	require.NoError(t, err)
	assert.Contains(t, out, "Python\nawait toast()\n\nGo\n    toast()\n")
}

func TestLinesOfAProgramAreHarmless(t *testing.T) {
	var shown wall
	s := walk.Screen{Writer: &shown}
	s.Line(time.Second, "a\x1b[2Jb\tc\u202ed")
	s.Line(time.Second, strings.Repeat("t", 5000))
	assert.Contains(t, shown.String(), "   1.0s  a\ufffd[2Jb c\ufffdd\n")
	assert.Contains(t, shown.String(), "(4000 more characters)")
}

func TestTheEchoIsOffWhileALessonRuns(t *testing.T) {
	var calls []string
	_, err := walked(t, func(w *walk.Walk) {
		w.Echo = func(on bool) { calls = append(calls, fmt.Sprint(on)) }
		play := w.Play
		w.Play = func(ctx context.Context, program string, line func(time.Duration, string)) (picture.Picture, error) {
			defer func() { calls = append(calls, "played") }()
			return play(ctx, program, line)
		}
	}, types("", "", "q")...)
	require.NoError(t, err)
	assert.Equal(t, []string{"false", "played", "true"}, calls)
}

func TestColours(t *testing.T) {
	out, err := walked(t, func(w *walk.Walk) {
		w.Colour = true
		w.Lessons[0].Core = "\treturn \"tea\" // hot\n"
	}, types("1", "", "", "q")...)
	require.NoError(t, err)
	for _, want := range []string{
		"02  \x1b[1mtoast\x1b[0m   ",
		"When is \x1b[38;5;98mtoast\x1b[0m \x1b[1mready\x1b[0m?",
		"        \x1b[38;5;63mreturn\x1b[0m \x1b[38;5;29m\"tea\"\x1b[0m \x1b[38;5;243m// hot\x1b[0m\n",
		"\x1b[38;5;131mYou said 1.\x1b[0m",
	} {
		assert.Contains(t, out, want)
	}
}

// On a projector a text is readable with a contrast of 4.5 or more.
func TestColoursAreReadableOnBlackAndOnWhite(t *testing.T) {
	out, err := walked(t, func(w *walk.Walk) {
		w.Colour, w.Lessons[0].Core = true, "\treturn \"tea\" // hot\n"
		w.Play = burn // no picture: its colours are its own
	}, types("?", "l", "1", "", "q")...)
	require.NoError(t, err)
	found := 0
	for _, match := range regexp.MustCompile("\x1b\\[([0-9;]+)m").FindAllStringSubmatch(out, -1) {
		if match[1] == "0" || match[1] == "1" { // none, bold
			continue
		}
		number, err := strconv.Atoi(strings.TrimPrefix(match[1], "38;5;"))
		require.NoError(t, err, "%q is none of the 256 colours", match[1])
		l := luminance(number)
		assert.GreaterOrEqual(t, 1.05/(l+.05), 4.5, "on white: %d", number)
		assert.GreaterOrEqual(t, (l+.05)/.05, 4.5, "on black: %d", number)
		found++
	}
	assert.Positive(t, found)
}

// luminance is that of one of the upper 240 of 256 colours, by WCAG 2.
func luminance(number int) float64 {
	levels := []int{0, 95, 135, 175, 215, 255}
	cube := number - 16
	rgb := []int{levels[cube/36%6], levels[cube/6%6], levels[cube%6]}
	if number >= 232 {
		grey := 8 + 10*(number-232)
		rgb = []int{grey, grey, grey}
	}
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		c := float64(rgb[i]) / 255
		if c <= .03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// The real lessons fit 72 columns, and their questions 24 rows.
func TestTheLessonsFit(t *testing.T) {
	lessons, _ := lesson.All(filepath.Join("..", ".."))
	require.NotEmpty(t, lessons)
	for _, l := range lessons {
		t.Run(l.String(), func(t *testing.T) {
			out, err := walked(t, func(w *walk.Walk) {
				w.Lessons, w.Python = []lesson.Lesson{l, tea}, true
				w.Size = func() (int, int) { return walk.Columns, 0 }
			}, everything...)
			require.NoError(t, err)
			for line := range strings.Lines(out) {
				assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), walk.Columns, line)
			}
			asked, _, _ := strings.Cut(out, "> ")
			assert.Less(t, strings.Count(asked, "\n"), 24, "the question with its prompt:\n%s", asked)
		})
	}
}
