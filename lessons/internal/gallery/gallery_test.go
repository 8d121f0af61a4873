package gallery_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/gallery"
	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/svg"
)

var (
	record = flag.Bool("record", false, "run the lessons and keep their traces and pictures")
	redraw = flag.Bool("redraw", false, "draw the pictures anew, from the traces that were recorded")
)

func TestMain(m *testing.M) {
	flag.Parse()
	if *record {
		os.Setenv("GOFLAGS", "-trimpath")                     // a trace names the files of its program
		os.Setenv("GODEBUG", "traceadvanceperiod=2000000000") // larger pieces take less room
	}
	os.Exit(m.Run())
}

// all are the lessons that have a picture of a trace.
func all(t *testing.T) []lesson.Lesson {
	t.Helper()
	lessons, err := lesson.All(filepath.Join("..", ".."))
	require.NoError(t, err)
	return slices.DeleteFunc(lessons, func(l lesson.Lesson) bool {
		return l.String() == "13-io-or-cpu" // 140 goroutines on a busy machine: its picture is its bars
	})
}

func each(t *testing.T, test func(t *testing.T, l lesson.Lesson)) {
	for _, l := range all(t) {
		t.Run(l.String(), func(t *testing.T) {
			t.Parallel()
			test(t, l)
		})
	}
}

func draw(t *testing.T, l lesson.Lesson, p picture.Picture) string {
	t.Helper()
	var drawn bytes.Buffer
	require.NoError(t, svg.Draw(&drawn, p, svg.Options{Title: l.Name, Subtitle: strings.ToLower(l.Title)}))
	return drawn.String()
}

func TestRecord(t *testing.T) {
	if !*record {
		t.Skip("only with -record")
	}
	programs := built(t)
	each(t, func(t *testing.T, l lesson.Lesson) {
		if _, err := gallery.Load(l); err == nil {
			t.Skip("it's up to date; remove its trace, and it's recorded all the same")
		}
		r, p := played(t, programs[l.String()])
		for range 20 {
			if gallery.Calm(p) {
				break
			}
			r, p = played(t, programs[l.String()])
		}
		require.True(t, gallery.Calm(p), "the machine is too busy to take a good picture")
		require.NoError(t, r.Save(l))
		keep(t, l, p)
	})
}

func TestRedraw(t *testing.T) {
	if !*redraw {
		t.Skip("only with -redraw")
	}
	each(t, func(t *testing.T, l lesson.Lesson) { keep(t, l, recorded(t, l)) })
}

// keep puts the picture beside the lesson.
func keep(t *testing.T, l lesson.Lesson, p picture.Picture) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(l.Dir, "picture.svg"), []byte(draw(t, l, p)), 0o644))
}

// built makes a program of each lesson, before any of them runs: on a machine that
// compiles at the same time a run has other times.
func built(t *testing.T) (programs map[string]string) {
	t.Helper()
	if runtime.GOARCH == "wasm" {
		t.Skip("WebAssembly starts no other programs")
	}
	programs = map[string]string{}
	dir := t.TempDir()
	for _, l := range all(t) {
		program, err := l.Build(t.Context(), dir)
		require.NoError(t, err)
		programs[l.String()] = program
	}
	return programs
}

// played runs the program of a lesson.
func played(t *testing.T, program string) (gallery.Recording, picture.Picture) {
	t.Helper()
	r, err := gallery.Record(t.Context(), program)
	require.NoError(t, err)
	p, err := r.Picture()
	require.NoError(t, err)
	return r, p
}

// recorded is the lesson's picture, as it was recorded.
func recorded(t *testing.T, l lesson.Lesson) picture.Picture {
	t.Helper()
	r, err := gallery.Load(l)
	require.NoError(t, err)
	p, err := r.Picture()
	require.NoError(t, err)
	return p
}

func TestPicturesAreUpToDate(t *testing.T) {
	if *record || *redraw {
		t.Skip("they are being made")
	}
	each(t, func(t *testing.T, l lesson.Lesson) {
		got, err := os.ReadFile(filepath.Join(l.Dir, "picture.svg"))
		require.NoError(t, err)
		text := strings.ReplaceAll(string(got), "\r\n", "\n")
		assert.True(t, draw(t, l, recorded(t, l)) == text, "%s/picture.svg: %v", l, gallery.ErrStale)

		slide, err := os.ReadFile(filepath.Join(l.Dir, "slide.md"))
		require.NoError(t, err)
		assert.Contains(t, string(slide), "](picture.svg)")

		info, err := os.Stat(filepath.Join(l.Dir, "testdata", "main.trace.gz"))
		require.NoError(t, err)
		assert.Less(t, info.Size(), int64(25_000))
	})
}

// A label that doesn't fit goes elsewhere, or under the mouse.
func TestNoLabelIsCut(t *testing.T) {
	cut := regexp.MustCompile(`<text[^>]*>[^<]*…</text>`)
	each(t, func(t *testing.T, l lesson.Lesson) {
		assert.Empty(t, cut.FindAllString(draw(t, l, recorded(t, l)), -1))
	})
}

// What a slide claims is what its picture shows.
func TestPicturesShowWhatTheSlidesClaim(t *testing.T) {
	for _, tc := range []struct {
		lesson string
		want   []string
	}{
		{"02-hello", []string{ // a sleep blocks no other task
			"main from 0s: sleeping until 2s, returned",
			`  kettle from 0s: sleeping until 1s, returned "hot water"`,
		}},
		{"03-coroutine", []string{ // a call is the await: there is only main
			"main from 0s: sleeping until 2s, sleeping until 3s, returned",
		}},
		{"04-await", []string{ // one after the other
			"main from 0s: sleeping until 1s, sleeping until 3s, returned",
		}},
		{"05-create-task", []string{ // all at once
			"main from 0s: sleeping until 1.5s, waiting tea until 2s, returned",
			`  eggs from 0s: sleeping until 1s, returned "eggs"`,
			`  tea from 0s: sleeping until 2s, returned "tea"`,
		}},
		{"06-gather", []string{ // main hears at 4 s, and the tea goes on
			"main from 0s: waiting toast, eggs until 2s, waiting tea, burntToast, eggs/2 until 4s, waiting tea until 5s, returned",
			`  toast from 0s: sleeping until 2s, returned "toast"`,
			`  eggs from 0s: sleeping until 1s, returned "eggs"`,
			`  tea from 2s: sleeping until 5s, returned "tea"`,
			"  burntToast from 2s: sleeping until 4s, failed burnt",
			`  eggs/2 from 2s: sleeping until 3s, returned "eggs"`,
		}},
		{"07-wait-for", []string{ // cancelled at 1 s; told at 2 s, gone at 4 s; the tea goes on
			"main from 0s: waiting roast until 1s, waiting dough until 2s, waiting dough until 4s, " +
				"waiting tea until 5s, waiting tea until 7s, returned",
			"  roast from 0s: sleeping until 1s, cancelled not done within 1s",
			"  dough from 1s: sleeping until 2s, sleeping until 4s, cancelled not done within 1s",
			`  tea from 4s: sleeping until 7s, returned "tea"`,
		}},
		{"08-wait", []string{ // done at 1 s, at 3 s and at 10 s; at 5 s none ends
			"main from 0s: waiting eggs, roast, toast until 1s, waiting roast, toast until 3s, " +
				"waiting roast until 5s, waiting roast until 10s, returned",
			`  eggs from 0s: sleeping until 1s, returned "ready"`,
			`  roast from 0s: sleeping until 10s, returned "ready"`,
			"  toast from 0s: sleeping until 3s, failed burnt",
		}},
		{"09-async-with", []string{ // on, at work, off: three times a second each
			"main from 0s: sleeping until 1s, sleeping until 2s, sleeping until 3s, sleeping until 4s, sleeping until 5s, " +
				"sleeping until 6s, sleeping until 7s, sleeping until 8s, sleeping until 9s, returned",
		}},
		{"10-async-for", []string{ // alone till 4 s, then both at work
			"main from 0s: sleeping until 500ms, sleeping until 2s, sleeping until 2.5s, sleeping until 4s, " +
				"waiting a channel until 4.5s, sleeping until 6s, sleeping until 7.5s, returned",
			"  baker from 4s: sleeping until 4.5s, sleeping until 5s, sleeping until 5.5s, waiting a channel until 6s, " +
				"sleeping until 6.5s, waiting a channel until 7.5s, cancelled",
		}},
	} {
		t.Run(tc.lesson, func(t *testing.T) {
			l, err := lesson.Read(filepath.Join("..", "..", tc.lesson))
			require.NoError(t, err)
			assert.Equal(t, tc.want, gallery.Shape(recorded(t, l)))
		})
	}
}

func TestAStaleRecordingIsRefused(t *testing.T) {
	l := lesson.Lesson{Dir: filepath.Join(t.TempDir(), "07-tea")}
	change := func(text string) {
		require.NoError(t, os.MkdirAll(l.Dir, 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(l.Dir, "main.go"), []byte(text), 0o600))
	}
	change("package main\n")
	_, err := gallery.Load(l)
	assert.ErrorIs(t, err, gallery.ErrStale, "there is none")

	r := gallery.Recording{Trace: []byte("go 1.26 trace\n\n"), Lines: []string{"", "tea ready"}}
	require.NoError(t, r.Save(l))
	got, err := gallery.Load(l)
	require.NoError(t, err)
	assert.Equal(t, r, got)

	change("package main\r\n")
	_, err = gallery.Load(l)
	assert.NoError(t, err, "the ends of lines don't count")

	change("package main // changed\n")
	_, err = gallery.Load(l)
	assert.ErrorIs(t, err, gallery.ErrStale)
}

func TestShape(t *testing.T) {
	p := picture.Picture{Length: time.Second, Lanes: []picture.Lane{
		{Name: "main", Parent: -1, End: time.Second, Ending: picture.Ending{How: picture.Returned}, Spans: []picture.Span{
			{State: picture.Running, To: 600 * time.Millisecond},
			{State: picture.Waiting, For: "tea", From: 600 * time.Millisecond, To: time.Second},
		}},
		{Name: "tea", Parent: 0, Depth: 1, Start: 510 * time.Millisecond, End: 990 * time.Millisecond,
			Ending: picture.Ending{How: picture.Failed, Text: "cold"}, Spans: []picture.Span{
				{State: picture.Sleeping, From: 510 * time.Millisecond, To: 990 * time.Millisecond},
			}},
	}}
	assert.Equal(t, []string{
		"main from 0s: waiting tea until 1s, returned",
		"  tea from 500ms: sleeping until 1s, failed cold",
	}, gallery.Shape(p))
}
