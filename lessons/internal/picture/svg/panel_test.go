package svg_test

import (
	"fmt"
	"os"
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

// styles is the style sheet that the page has.
const styles = "../../classroom/page/picture.css"

func TestThePageHasTheStyleSheet(t *testing.T) {
	if *update {
		require.NoError(t, os.WriteFile(styles, []byte(svg.StyleSheet()), 0o644))
	}
	have, err := os.ReadFile(styles)
	require.NoError(t, err, "go test -update writes it")
	assert.Equal(t, svg.StyleSheet(), strings.ReplaceAll(string(have), "\r\n", "\n"))
}

// sizes are those of a panel of a slide, of a phone, and of a whole page.
var sizes = []struct {
	name          string
	width, height int
}{
	{"a panel", 940, 300}, {"a phone", 360, 420}, {"a phone on its side", 640, 240}, {"a whole page", 1280, 640}, {"a large page", 1920, 1000},
}

func panel(run layout.Run, width, height int) svg.Drawing {
	return svg.Panel(svg.Options{Width: width, Height: height, Title: run.Title, Subtitle: run.Subtitle}, run)
}

func TestAPanelHasItsWidthAndReadableTexts(t *testing.T) {
	for _, size := range sizes {
		for _, run := range sample.Runs() {
			name, _, _ := strings.Cut(run.Title, " ")
			t.Run(size.name+" shows "+name, func(t *testing.T) {
				d := panel(run, size.width, size.height)
				wellFormed(t, d.SVG)
				inPlaceOf(t, d.SVG, 14, float64(size.width))
				assert.Equal(t, float64(size.width), d.Width)
				assert.Contains(t, string(d.SVG), fmt.Sprintf(`width="%d"`, size.width))
				assert.LessOrEqual(t, d.Right, d.Width)
				assert.LessOrEqual(t, d.Bottom, d.Height)
			})
		}
	}
}

func TestFewLanesFitAPanel(t *testing.T) {
	for _, run := range []layout.Run{sample.Gather(), sample.Await(), sample.CreateTask(), sample.WaitFor(), sample.Pipeline()} {
		run.Title, run.Subtitle = "", ""
		assert.LessOrEqual(t, panel(run, 940, 300).Height, 300.0)
	}
	assert.Greater(t, panel(sample.Breakfast(), 940, 300).Height, 300.0, "twelve lanes are not made unreadable: the panel scrolls")
}

func TestAPanelHasNoStyleOfItsOwn(t *testing.T) {
	for _, run := range sample.Runs() {
		assert.NotRegexp(t, `<style|style=|<script|href="[^#]`, string(panel(run, 940, 300).SVG), "a strict policy forbids it")
	}
}

func TestWhatBelongsToALaneSaysSo(t *testing.T) {
	drawn := string(panel(sample.Gather(), 940, 300).SVG)
	assert.Contains(t, drawn, `<g data-lane="2" data-from="0" data-to="2000"><title>toast sleeps from 0 s to 2 s</title>`)
	assert.Contains(t, drawn, `<g data-lane="2" data-from="2000" data-to="2000"><title>toast failed: burnt at 2 s</title>`)
	assert.Contains(t, drawn, `<g role="img" aria-label="toast sleeps from 0 s to 2 s, toast failed: burnt at 2 s" data-lane="2" data-from="0" data-to="2000"></g>`)
}

func TestARunThatGoesOn(t *testing.T) {
	run := sample.Gather()
	for _, lane := range []int{0, 1} {
		run.Picture.Lanes[lane].Ending = picture.Ending{How: picture.Unended}
	}
	live := svg.Panel(svg.Options{Width: 940, Height: 300, Live: true, Length: 5e9}, run)
	assert.NotContains(t, string(live.SVG), "still running", "more of it will come")
	assert.EqualValues(t, 5e9, live.Length, "the axis has room for it")
	over := svg.Panel(svg.Options{Width: 940, Height: 300}, run)
	assert.Contains(t, string(over.SVG), "still running")
	assert.EqualValues(t, 3e9, over.Length)
}

func TestPanelsOfTwoRuns(t *testing.T) {
	for _, size := range sizes {
		t.Run(size.name, func(t *testing.T) {
			d := svg.Panel(svg.Options{Width: size.width, Height: size.height}, sample.Await(), sample.CreateTask())
			wellFormed(t, d.SVG)
			inPlaceOf(t, d.SVG, 14, float64(size.width))
			assert.Equal(t, "1 s saved: 3 s → 2 s", d.Verdict)
			assert.Contains(t, string(d.SVG), d.Verdict+"</text>")
		})
	}
}

var variables = regexp.MustCompile(`--([a-z]+):(#[0-9a-f]{6})`)

func TestThePageIsReadInLightAndDark(t *testing.T) {
	sheet := svg.StyleSheet()
	found := 0
	for part := range strings.SplitSeq(sheet, "{--") {
		colours := map[string]string{}
		for _, m := range variables.FindAllStringSubmatch("--"+part, -1) {
			colours[m[1]] = m[2]
		}
		if len(colours) == 0 {
			continue
		}
		found++
		for _, pair := range [][2]string{
			{"ink", "page"}, {"soft", "page"}, {"ok", "page"}, {"bad", "page"}, {"off", "page"},
			{"onrun", "run"}, {"zzz", "sleep"}, {"www", "wait"}, {"rrr", "ready"},
		} {
			assert.GreaterOrEqual(t, ratio(t, colours[pair[0]], colours[pair[1]]), 4.5, "%v", pair)
		}
	}
	assert.Equal(t, 3, found, "light, dark as the system is, dark as the page is")
}

// ratio is the contrast of two colours.
func ratio(t *testing.T, a, b string) float64 {
	t.Helper()
	rules := ".a{fill:" + a + "}\n.b{fill:" + b + "}\n"
	_, err := strconv.ParseUint(strings.TrimPrefix(a, "#"), 16, 32)
	require.NoError(t, err)
	return contrast(t, rules, ".a", ".b")
}

// The page dims what follows a veil, and what is under it from the playhead on.
func TestEachChartHasAVeil(t *testing.T) {
	veil := regexp.MustCompile(`<rect class="later" x="0" y="[0-9.]+" width="0" height="[0-9.]+"/>`)
	one, two := panel(sample.Gather(), 940, 300), svg.Panel(svg.Options{Width: 940, Height: 300}, sample.Await(), sample.Gather())
	assert.Len(t, veil.FindAll(one.SVG, -1), 1)
	assert.Len(t, veil.FindAll(two.SVG, -1), 2)
	bars, after, _ := strings.Cut(string(one.SVG), `class="later"`)
	assert.Contains(t, bars, "tea sleeps from 0 s to 3 s</title>")
	assert.NotContains(t, bars, "tea returned &#34;tea&#34; at 3 s</title>")
	for _, told := range []string{"tea returned &#34;tea&#34; at 3 s</title>", "toast failed, main hears of it: burnt, at 2 s</title>"} {
		assert.Contains(t, after, told, "what belongs to a moment isn't under the veil")
	}
	assert.NotContains(t, string(draw(t, sample.Gather())), "later", "a drawing that stands alone has no playhead")
}
