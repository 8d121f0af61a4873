package svg_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
	"gosyncio/lessons/internal/picture/layout/sample"
	"gosyncio/lessons/internal/picture/svg"
)

var update = flag.Bool("update", false, "write the goldens anew")

// golden compares with a file of testdata, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "go test -update writes it")
	assert.Equal(t, strings.ReplaceAll(string(want), "\r\n", "\n"), string(got))
}

func draw(t *testing.T, run layout.Run) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, svg.Draw(&out, run.Picture, svg.Options{Title: run.Title, Subtitle: run.Subtitle}))
	return out.Bytes()
}

func TestGoldens(t *testing.T) {
	for _, run := range sample.Runs() {
		name, _, _ := strings.Cut(run.Title, " ")
		t.Run(name+" looks as it did", func(t *testing.T) {
			got := draw(t, run)
			wellFormed(t, got)
			golden(t, name+".svg", got)
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
			var out bytes.Buffer
			require.NoError(t, svg.Compare(&out, test.before, test.after, svg.Options{ID: "both"}))
			wellFormed(t, out.Bytes())
			assert.Contains(t, out.String(), test.verdict+"</text>")
			golden(t, "compare-"+test.name+".svg", out.Bytes())
		})
	}
}

// wellFormed reads the SVG as XML, strictly, and returns its text.
func wellFormed(t *testing.T, svg []byte) (text string) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	var all strings.Builder
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return all.String()
		}
		require.NoError(t, err, "%s", svg)
		if data, ok := token.(xml.CharData); ok {
			all.Write(data)
		}
	}
}

func TestEveryLaneIsThere(t *testing.T) {
	for _, run := range sample.Runs() {
		text := wellFormed(t, draw(t, run))
		for _, lane := range run.Picture.Lanes {
			assert.Contains(t, text, layout.Clean(lane.Name), run.Title)
			assert.Contains(t, text, layout.Clean(lane.Ending.Text), run.Title)
		}
	}
}

func TestTwoCanStandInOnePage(t *testing.T) {
	ids := regexp.MustCompile(`(?:id="|url\(#|href="#|#)([a-z][A-Za-z-]*)[ ")]`)
	var out bytes.Buffer
	require.NoError(t, svg.Draw(&out, sample.WaitFor().Picture, svg.Options{ID: "12 <tea>"}))
	found := ids.FindAllStringSubmatch(out.String(), -1)
	require.NotEmpty(t, found)
	for _, id := range found {
		assert.Regexp(t, "^tea(-|$)", id[1], "every id and every rule of the style begins with the SVG's own id")
	}
	style := out.String()[strings.Index(out.String(), "<style>"):strings.Index(out.String(), "</style>")]
	for line := range strings.Lines(style) {
		assert.Regexp(t, `^(<style>|#tea |@media|})`, line, "the style reaches nothing else in the page")
	}
}

// FuzzAnyPictureIsWellFormed draws pictures that no run can have left, each
// with its other half, and looks at where their texts stand.
func FuzzAnyPictureIsWellFormed(f *testing.F) {
	for seed := range uint64(80) {
		f.Add(seed, "tea")
	}
	for _, text := range []string{"<script>", "]]>", "\x00\xff", "&amp;", "\ufffe\uffff", "\u202eשלום", strings.Repeat("very ", 500)} {
		f.Add(uint64(1), text)
	}
	f.Fuzz(func(t *testing.T, seed uint64, text string) {
		run, other := sample.Random(seed), sample.Random(^seed)
		run.Title, run.Subtitle = text, text
		for i := range run.Picture.Lanes {
			run.Picture.Lanes[i].Name += text
			run.Picture.Lanes[i].Ending.Text += text
		}
		var both bytes.Buffer
		require.NoError(t, svg.Compare(&both, run, other, svg.Options{Title: text, ID: text}))
		for _, drawn := range [][]byte{draw(t, run), both.Bytes()} {
			wellFormed(t, drawn)
			inPlace(t, drawn)
		}
	})
}

func TestTextsDoNotOverlap(t *testing.T) {
	for _, run := range sample.Runs() {
		inPlace(t, draw(t, run))
	}
}

var texts = regexp.MustCompile(`<text class="([a-z ]*)" x="([-0-9.]+)" y="([-0-9.]+)" font-size="([0-9.]+)">([^<]*)</text>`)

// inPlace fails if a text runs out of the picture or over another.
func inPlace(t *testing.T, drawn []byte) {
	t.Helper()
	inPlaceOf(t, drawn, 15, 1280)
}

// inPlaceOf is inPlace for a picture of that width, in which no text may be
// smaller than least.
func inPlaceOf(t *testing.T, drawn []byte, least, width float64) {
	t.Helper()
	type place struct {
		x0, y0, x1, y1 float64
		text           string
	}
	var places []place
	number := func(b []byte) float64 {
		x, err := strconv.ParseFloat(string(b), 64)
		require.NoError(t, err)
		return x
	}
	for _, m := range texts.FindAllSubmatch(drawn, -1) {
		x, y, size, text := number(m[2]), number(m[3]), number(m[4]), html.UnescapeString(string(m[5]))
		assert.GreaterOrEqual(t, size, least, "the back row reads %q", text)
		place := place{x, y - size*.8, x + svg.Width(string(m[1]), size, text), y + size*.2, text}
		assert.True(t, place.x0 >= 0 && place.x1 <= width+.5, "%q runs out of the picture: %v", text, place)
		for _, other := range places {
			overlaps := place.x0 < other.x1-1 && other.x0 < place.x1-1 && place.y0 < other.y1-1 && other.y0 < place.y1-1
			if overlaps && text != "" && other.text != "" {
				assert.Fail(t, "texts overlap", "%v and %v", place, other)
			}
		}
		places = append(places, place)
	}
}

// starts are the arrows from a lane that is there already: path, and the time.
var starts = regexp.MustCompile(`starts [^<]*, at ([0-9.]+) s</title><path class="way start" d="M([0-9.]+) `)

func TestStartsLeaveAtTheirMoment(t *testing.T) {
	drawn := draw(t, sample.Pipeline())
	ticks := regexp.MustCompile(`class="grid" d="M([0-9.]+) `).FindAllSubmatch(drawn, -1)
	x := func(second int) float64 {
		at, err := strconv.ParseFloat(string(ticks[second][1]), 64)
		require.NoError(t, err)
		return at
	}
	found := 0
	for _, m := range starts.FindAllSubmatch(drawn, -1) {
		second, err := strconv.Atoi(string(m[1]))
		require.NoError(t, err)
		left, err := strconv.ParseFloat(string(m[2]), 64)
		require.NoError(t, err)
		if second > 0 {
			found++
			assert.InDelta(t, x(second), left, 10, "%s", m[0])
		}
	}
	assert.Equal(t, 2, found)
}

func TestAPanicHasACapOfItsOwn(t *testing.T) {
	run := sample.Gather()
	run.Picture.Lanes[2].Ending.How = picture.Panicked
	drawn := draw(t, run)
	assert.Contains(t, string(drawn), `href="#picture-panicked"`)
	assert.Contains(t, string(drawn), `id="picture-panicked"`)
	assert.Contains(t, wellFormed(t, drawn), "panicked")
}
