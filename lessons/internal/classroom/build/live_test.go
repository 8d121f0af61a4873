package build

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A course is a folder with one lesson, whose site is its one file.
type course struct{ home, slide string }

func newCourse(t *testing.T) course {
	c := course{home: t.TempDir()}
	c.slide = filepath.Join(c.home, "06-gather", "slide.md")
	require.NoError(t, os.Mkdir(filepath.Dir(c.slide), 0o755))
	c.write(t, "toast")
	return c
}

func (c course) write(t *testing.T, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(c.slide, []byte(text), 0o644))
}

func (c course) remake(report func(string)) func(context.Context) (*Builder, error) {
	return func(context.Context) (*Builder, error) {
		text, err := os.ReadFile(c.slide)
		if string(text) == "burnt" {
			err = errors.New("slide.md has no claim")
		}
		b := newBuilder(report)
		b.add(File{Path: "index.html", Data: text})
		return b, err
	}
}

func TestLive(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change string
		after  time.Duration
		want   string
		told   []string
	}{
		{"a lesson that has not changed stays", "", time.Minute, "toast", nil},
		{"a lesson that has changed is made anew", "toast and tea", time.Second, "toast and tea", []string{"a lesson has changed: the pages are made anew"}},
		{"within a second nobody looks", "toast and tea", time.Second - 1, "toast", nil},
		{"a lesson that can't be read stays as it was, and that is said", "burnt", time.Second, "toast", []string{"a lesson has changed, and its page stays as it was: slide.md has no claim"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newCourse(t)
			synctest.Test(t, func(t *testing.T) {
				var told []string
				report := func(line string) { told = append(told, line) }
				builder, err := c.remake(report)(t.Context())
				require.NoError(t, err)
				live := &Live{home: c.home, report: report, remake: c.remake(report), every: time.Second, looked: time.Now(), seen: stampOf(c.home), builder: builder}
				require.NoError(t, live.Run(t.Context()))
				if tc.change != "" {
					c.write(t, tc.change)
				}
				time.Sleep(tc.after)
				for range 2 { // what was told is not told again
					f, err := live.Find(t.Context(), "index.html")
					require.NoError(t, err)
					assert.Equal(t, tc.want, string(f.Data))
				}
				live.Wait()
				assert.Equal(t, tc.told, told)
			})
		})
	}
}
