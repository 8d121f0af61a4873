package stopwatch_test

import (
	"fmt"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/stopwatch"
)

func TestWriter(t *testing.T) {
	for _, tc := range []struct {
		name  string
		write func(w io.Writer)
		want  []string
		why   string
	}{
		{
			name:  "no text gives no line",
			write: func(io.Writer) {},
		},
		{
			name: "each line has its own time",
			write: func(w io.Writer) {
				fmt.Fprintln(w, "eggs")
				time.Sleep(2 * time.Second)
				fmt.Fprintln(w, "tea")
			},
			want: []string{"0s eggs", "2s tea"},
		},
		{
			name:  "one write may have many lines, also empty ones",
			write: func(w io.Writer) { fmt.Fprint(w, "eggs\n\ntea\n") },
			want:  []string{"0s eggs", "0s ", "0s tea"},
		},
		{
			name: "a line in two writes has the time of its end",
			write: func(w io.Writer) {
				fmt.Fprint(w, "water … ")
				time.Sleep(time.Second)
				fmt.Fprint(w, "boils\n")
			},
			want: []string{"1s water … boils"},
			why:  "Python's twin is stamped the same way",
		},
		{
			name:  "a last line without a newline is not lost",
			write: func(w io.Writer) { fmt.Fprint(w, "eggs\ntea") },
			want:  []string{"0s eggs", "0s tea"},
		},
		{
			name:  "a carriage return before the newline is removed",
			write: func(w io.Writer) { fmt.Fprint(w, "tea\r\n") },
			want:  []string{"0s tea"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var got []string
				w := stopwatch.Start(func(at time.Duration, text string) {
					got = append(got, fmt.Sprint(at, " ", text))
				})
				tc.write(w)
				w.Stop()
				assert.Equal(t, tc.want, got, tc.why)
			})
		})
	}
}

func TestManyWriteAtOnce(t *testing.T) {
	const cooks = 50
	synctest.Test(t, func(t *testing.T) {
		lines := 0
		w := stopwatch.Start(func(_ time.Duration, text string) {
			assert.Equal(t, "tea ready", text)
			lines++
		})
		for range cooks {
			go fmt.Fprintln(w, "tea ready")
		}
		synctest.Wait()
		assert.Equal(t, cooks, lines)
	})
}

func TestStartWithoutALineFunction(t *testing.T) {
	assert.PanicsWithValue(t, "stopwatch: Start: line is nil", func() { stopwatch.Start(nil) })
}
