package browser

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/gallery"
	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/twin"
)

// An outputLine is a line in the region Output.
type outputLine struct {
	At   float64 `json:"at"` // in ms of program time
	Text string  `json:"text"`
}

// output returns what the program has written so far.
func (b *tab) output() []outputLine {
	b.t.Helper()
	return eval[[]outputLine](b, `[...document.querySelectorAll("[aria-label=Output] [data-at]")].map(li => ({
		at: Number(li.dataset.at), text: li.querySelector("[data-text]")?.textContent ?? li.textContent}))`)
}

// run runs the program under a clock, to its end.
func (b *tab) run(clock string) {
	b.t.Helper()
	b.ready()
	b.choose("Clock", clock)
	b.click("button", "Run")
	b.waitState("done", "failed")
}

func find(t *testing.T, slug string) lesson.Lesson {
	t.Helper()
	i := slices.IndexFunc(lessons, func(l lesson.Lesson) bool { return l.String() == slug })
	require.GreaterOrEqual(t, i, 0, "there is no lesson %s", slug)
	return lessons[i]
}

// assertTranscript compares what ran in a page with the lesson's transcript.
func assertTranscript(t *testing.T, slug string, lines []outputLine) {
	t.Helper()
	want, err := twin.Parse("slide.md", find(t, slug).Transcript)
	require.NoError(t, err)
	got := twin.Transcript{Language: "the page"}
	for _, line := range lines {
		at := time.Duration(line.At * float64(time.Millisecond))
		got.Lines = append(got.Lines, twin.Line{At: at.Round(time.Millisecond), Text: line.Text})
	}
	assert.Empty(t, twin.Diff(want, got))
}

func byMode(mode lesson.Mode) (some []lesson.Lesson) {
	for _, l := range lessons {
		if l.Page.Mode == mode {
			some = append(some, l)
		}
	}
	return some
}

func TestEveryPageOpensAndAsksOnlyItsOwnServer(t *testing.T) {
	for _, path := range paths() {
		t.Run(path, func(t *testing.T) {
			b := open(t, path)
			b.ready()
			assert.NotEmpty(t, eval[string](b, `document.querySelector("h1").innerText`))
			for _, address := range b.asked() {
				assert.True(t, strings.HasPrefix(address, served), "a request to %s", address)
			}
		})
	}
}

func TestALiveLessonPrintsItsTranscriptUnderTheInstantClock(t *testing.T) {
	for _, l := range byMode(lesson.Live) {
		t.Run(l.String(), func(t *testing.T) {
			b := open(t, l.String()+"/")
			b.run("instant")
			assert.Equal(t, "done", b.state(), b.describe())
			assertTranscript(t, l.String(), b.output())
		})
	}
}

func TestALiveLessonShowsTheTasksOfItsRecordedRun(t *testing.T) {
	for _, l := range byMode(lesson.Live) {
		t.Run(l.String(), func(t *testing.T) {
			recorded, err := gallery.Load(l)
			require.NoError(t, err)
			want, err := recorded.Picture()
			require.NoError(t, err)
			var names []string
			for _, lane := range want.Lanes {
				isNumbered := strings.Contains(lane.Name, "/")   // in the order in which they start
				if lane.Task && lane.Depth <= 1 && !isNumbered { // of many others, 16 shows some
					names = append(names, lane.Name)
				}
			}
			require.NotEmpty(t, names)
			b := open(t, l.String()+"/")
			b.run("instant")
			b.wait(toJSON(names) + `.every(name => [...document.querySelectorAll("[aria-label=Picture] svg .name")].some(e => e.textContent === name))`)
		})
	}
}

func TestALessonFitsAProjectorWithoutScrolling(t *testing.T) {
	for _, l := range lessons {
		t.Run(l.String(), func(t *testing.T) {
			b := open(t, l.String()+"/")
			b.ready()
			for _, region := range []string{"Prediction", "Python", "Picture", "Output"} {
				box := call[struct{ Top, Bottom, Left, Right float64 }](b, "region", region, `function() {
					const r = this.getBoundingClientRect();
					return {Top: r.top, Bottom: r.bottom, Left: r.left, Right: r.right};
				}`)
				assert.GreaterOrEqual(t, box.Top, 0.0, "the top of %s", region)
				assert.LessOrEqual(t, box.Bottom, 720.5, "the bottom of %s", region)
				assert.LessOrEqual(t, box.Right, 1280.5, "the right side of %s", region)
			}
			cut := eval[[]string](b, `[...document.querySelectorAll("[aria-label=Prediction], [aria-label=Python] pre, [aria-label=Go] pre")]
				.filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
				.map(e => e.getAttribute("aria-label") || e.parentElement.getAttribute("aria-label") || e.className)`)
			assert.Empty(t, cut, "what must be scrolled to be read")
		})
	}
}

func TestNoTextIsSmallerThan14Pixels(t *testing.T) {
	for _, path := range paths() {
		t.Run(path, func(t *testing.T) {
			b := open(t, path)
			b.ready()
			small := eval[[]string](b, `(() => {
				const found = new Set();
				const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
				for (let n; (n = walk.nextNode());) {
					const e = n.parentElement;
					if (!n.textContent.trim() || !e.checkVisibility() || e.closest("svg, script, style")) continue;
					const size = parseFloat(getComputedStyle(e).fontSize);
					if (size < 14) found.add(size + "px: " + n.textContent.trim().slice(0, 40));
				}
				for (const e of document.querySelectorAll("[aria-label=Picture] svg text")) {
					const size = parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a;
					if (size < 13.95) found.add("picture " + size + "px: " + e.textContent);
				}
				return [...found];
			})()`)
			assert.Empty(t, small)
		})
	}
}

func TestAnExportBelowAnotherServersFolderRunsTheSame(t *testing.T) {
	b := newTab(t)
	b.visit(exported + "06-gather/")
	b.run("instant")
	assertTranscript(t, "06-gather", b.output())
	for _, address := range b.asked() {
		assert.True(t, strings.HasPrefix(address, exported), "a request to %s", address)
	}
}
