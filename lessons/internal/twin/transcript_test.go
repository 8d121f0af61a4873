package twin_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/twin"
)

func parse(t *testing.T, who, text string) twin.Transcript {
	t.Helper()
	played, err := twin.Parse(who, text)
	require.NoError(t, err)
	return played
}

func TestDiff(t *testing.T) {
	for _, tc := range []struct{ name, a, b, want, why string }{
		{
			name: "the same lines at the same times",
			a:    "1s  eggs\n2s  tea",
			b:    "1s  eggs\n2s  tea",
		},
		{name: "two empty transcripts agree"},
		{
			name: "the order within one instant doesn't count",
			a:    "1s  eggs\n1s  tea\n2s  toast",
			b:    "1s  tea\n1s  eggs\n2s  toast",
		},
		{
			name: "how often a line comes within one instant does",
			a:    "1s  tea\n1s  tea\n1s  eggs",
			b:    "1s  tea\n1s  eggs\n1s  eggs",
			want: "Go and Python differ at 1s:\n" +
				"  Go      eggs\n  Go      tea\n  Go      tea\n" +
				"  Python  eggs\n  Python  eggs\n  Python  tea\n",
		},
		{
			name: "only the first instant that differs is shown, with all its lines",
			a:    "1s  eggs\n2s  tea\n2s  toast\n3s  jam",
			b:    "1s  eggs\n2s  tea\n2s  burnt\n3s  salt",
			want: "Go and Python differ at 2s:\n" +
				"  Go      tea\n  Go      toast\n" +
				"  Python  burnt\n  Python  tea\n",
			why: "later differences often follow from the first",
		},
		{
			name: "the right line at the wrong time",
			a:    "1.5s  tea",
			b:    "2s  tea",
			want: "Go and Python differ at 1.5s:\n" +
				"  Go      tea\n" +
				"  Python  (nothing)\n",
		},
		{
			name: "one transcript is longer",
			a:    "1s  eggs",
			b:    "1s  eggs\n1h0m0s  tea",
			want: "Go and Python differ at 1h0m0s:\n" +
				"  Go      (nothing)\n" +
				"  Python  tea\n",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a, b := parse(t, "Go", tc.a), parse(t, "Python", tc.b)
			assert.Equal(t, tc.want, twin.Diff(a, b), tc.why)
			assert.Equal(t, tc.want == "", twin.Diff(b, a) == "", "the same the other way round")
		})
	}
}

func TestDiffShowsStderr(t *testing.T) {
	python := twin.Transcript{Language: "Python", Stderr: "tea was never awaited\n"}
	assert.Empty(t, twin.Diff(twin.Transcript{Language: "Go"}, python), "stderr alone is no difference")
	assert.Equal(t, "Go and Python differ at 1s:\n"+
		"  Go      tea\n"+
		"  Python  (nothing)\n"+
		"Python's stderr:\ntea was never awaited\n",
		twin.Diff(parse(t, "Go", "1s  tea"), python))
}

func TestParse(t *testing.T) {
	got := parse(t, "want", `
		0s  tea:  green

		1.5s
		1m0.000001s  done
	`)
	assert.Equal(t, []twin.Line{
		{0, "tea:  green"},
		{1500 * time.Millisecond, ""},
		{time.Minute + time.Microsecond, "done"},
	}, got.Lines)
	assert.Equal(t, "0s  tea:  green\n1.5s  \n1m0.000001s  done\n", got.String())
}

func TestParseARowWithoutATime(t *testing.T) {
	_, err := twin.Parse("want", "tea ready")
	assert.EqualError(t, err, `twin: "tea ready" should look like "2s  world"`)
}
