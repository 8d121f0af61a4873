package terminal_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
	"gosyncio/lessons/internal/picture/layout/sample"
	"gosyncio/lessons/internal/picture/terminal"
)

var update = flag.Bool("update", false, "write the goldens anew")

// golden compares with a file of testdata, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "go test -update writes it")
	assert.Equal(t, strings.ReplaceAll(string(want), "\r\n", "\n"), got)
}

func draw(t *testing.T, run layout.Run, opts terminal.Options) string {
	t.Helper()
	var out bytes.Buffer
	opts.Title, opts.Subtitle = run.Title, run.Subtitle
	require.NoError(t, terminal.Draw(&out, run.Picture, opts))
	return out.String()
}

func compare(t *testing.T, before, after layout.Run, opts terminal.Options) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, terminal.Compare(&out, before, after, opts))
	return out.String()
}

// variants are the ways in which each sample is drawn, one below the other.
var variants = []terminal.Options{{}, {Width: 40}, {Width: 120, Events: true}, {ASCII: true}}

func TestGoldens(t *testing.T) {
	for _, run := range sample.Runs() {
		name, _, _ := strings.Cut(run.Title, " ")
		t.Run(name+" looks as it did", func(t *testing.T) {
			var all strings.Builder
			for _, opts := range variants {
				all.WriteString(draw(t, run, opts) + "\n")
			}
			golden(t, name+".txt", all.String())
		})
	}
}

func TestCompare(t *testing.T) {
	for _, test := range []struct {
		name          string
		before, after layout.Run
		verdict       string
	}{
		{"saved", sample.Await(), sample.CreateTask(), "1 s saved: 3 s → 2 s"},
		{"longer", sample.CreateTask(), sample.Gather(), "1 s longer: 2 s → 3 s"},
		{"equal", sample.Await(), sample.Gather(), "both take 3 s"},
		{"nothing", layout.Run{}, layout.Run{}, "both take 0 s"},
	} {
		t.Run(test.name+": "+test.verdict, func(t *testing.T) {
			got := compare(t, test.before, test.after, terminal.Options{})
			assert.Contains(t, got, test.verdict)
			golden(t, "compare-"+test.name+".txt", got+compare(t, test.before, test.after, terminal.Options{ASCII: true, Width: 60}))
		})
	}
}

func TestColourOnlyAdds(t *testing.T) {
	sequence := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for _, run := range sample.Runs() {
		plain, coloured := draw(t, run, terminal.Options{}), draw(t, run, terminal.Options{Colour: true})
		assert.Equal(t, plain, sequence.ReplaceAllString(coloured, ""), run.Title)
		if len(run.Picture.Lanes) > 0 {
			assert.NotEqual(t, plain, coloured, run.Title)
		}
	}
}

// FuzzAnyPictureFits draws pictures that no run can have left, each with its
// other half.
func FuzzAnyPictureFits(f *testing.F) {
	for seed := range uint64(80) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		run, other := sample.Random(seed), sample.Random(^seed)
		opts := terminal.Options{Width: int(seed % 130), ASCII: seed%2 == 0, Events: seed%3 == 0}
		width := max(opts.Width, 40)
		if opts.Width == 0 {
			width = 80
		}
		for _, got := range []string{draw(t, run, opts), compare(t, run, other, opts)} {
			fits(t, got, width, opts.ASCII)
		}
		lanes := len(run.Picture.Lanes)
		assert.GreaterOrEqual(t, strings.Count(draw(t, run, opts), "\n"), lanes, "a line for each lane")
	})
}

func fits(t *testing.T, drawn string, width int, ascii bool) {
	t.Helper()
	assert.True(t, utf8.ValidString(drawn))
	for text := range strings.Lines(drawn) {
		sum := 0
		for _, r := range strings.TrimSuffix(text, "\n") {
			sum += layout.Cells(r)
			if r < ' ' || ascii && r >= 0x80 {
				assert.Fail(t, "a character that doesn't belong here", "%q in %q", r, text)
			}
		}
		assert.LessOrEqual(t, sum, width, "%q", text)
	}
}

func TestEveryLaneIsThere(t *testing.T) {
	for _, run := range sample.Runs() {
		for _, opts := range variants {
			drawn := draw(t, run, opts)
			for _, lane := range run.Picture.Lanes {
				if name := layout.Clean(lane.Name); len(name) < 12 && !opts.ASCII {
					assert.Contains(t, drawn, name, run.Title)
				}
			}
		}
	}
}

func ExampleDraw() {
	run := sample.Gather()
	err := terminal.Draw(os.Stdout, run.Picture, terminal.Options{
		Title: "gather", Subtitle: "the toast burns, the tea goes on", Width: 64,
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// gather   the toast burns, the tea goes on
	//          0 s            1 s             2 s            3 s
	// main     ▐waits for tea, toast, eggs····▐waits for tea·✓
	// ├ tea    ▐zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz✓ "tea"
	// ├ toast  ▐zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz✗ burnt
	// └ eggs   ▐zzzzzzzzzzzzzz✓ "eggs"
	//
	// 2 s  toast failed, main hears of it: burnt
	//
	// ▐█ running  z sleeping  · waiting  ✓ returned  ✗ failed
	// 9 goroutines of Go's own not shown
}

func TestEveryMarkOfTheLegendIsDrawn(t *testing.T) {
	for _, run := range sample.Runs() {
		chart, legend, _ := strings.Cut(draw(t, run, terminal.Options{}), "▐█ running")
		for _, sign := range []string{"»", "┆"} {
			assert.Equal(t, strings.Contains(legend, sign), strings.Contains(chart, sign), "%s: %s", run.Title, sign)
		}
	}
}

func TestADeadlineShowsBesideThePrintThatTellsOfIt(t *testing.T) {
	run := sample.Await()
	lane := &run.Picture.Lanes[0]
	lane.Marks = append(lane.Marks, picture.Mark{Kind: picture.Deadline, At: time.Second})
	assert.Contains(t, draw(t, run, terminal.Options{}), "z┆»z")
}

func TestNamesAreCutInTheMiddle(t *testing.T) {
	run := sample.CreateTask()
	for i, n := range []string{"1", "2", "3"} {
		run.Picture.Lanes[i].Name = "TestATaskThatAwaitsItself/" + n
	}
	drawn := draw(t, run, terminal.Options{})
	for _, end := range []string{"…itsItself/1 ", "…tsItself/2 ", "…tsItself/3 "} {
		assert.Contains(t, drawn, end)
	}
}

func TestAPanicHasACapOfItsOwn(t *testing.T) {
	run := sample.Gather()
	run.Picture.Lanes[2].Ending.How = picture.Panicked
	for _, tc := range []struct {
		name string
		opts terminal.Options
		want string
	}{
		{"in Unicode", terminal.Options{}, "z↯ burnt"},
		{"in ASCII", terminal.Options{ASCII: true}, "z* burnt"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			drawn := draw(t, run, tc.opts)
			assert.Contains(t, drawn, tc.want)
			assert.Contains(t, drawn, "panicked", "the legend explains it")
		})
	}
}
