package browser

import (
	"os"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// paths are all pages of the classroom.
func paths() []string {
	all := []string{""}
	for _, l := range lessons {
		all = append(all, l.String()+"/")
		if l.Exercise {
			all = append(all, l.String()+"/exercise/")
		}
	}
	return append(all, "play/")
}

// A media is what a reader may have chosen.
type media struct {
	name     string
	features []*emulation.MediaFeature
}

var medias = []media{
	{"light", []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "light"}}},
	{"dark", []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}},
}

func (b *tab) emulate(m media) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: m.features})
	require.NoError(b.t, err)
}

// A violation is a rule of WCAG that a page breaks.
type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

func TestNoPageHasAnAccessibilityViolation(t *testing.T) {
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	require.NoError(t, err, "run npm ci first")
	for _, path := range paths() {
		for _, m := range medias {
			t.Run(path+" in "+m.name, func(t *testing.T) {
				b := newTab(t)
				b.emulate(m)
				b.visit(served + path)
				b.ready()
				eval[bool](b, string(axe)+"; true")
				found := eval[[]violation](b, `axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations)`)
				for _, v := range found {
					t.Errorf("%s: %s", v.ID, v.Help)
					for _, n := range v.Nodes[:min(3, len(v.Nodes))] {
						t.Log(n.HTML, "\n", n.Summary)
					}
				}
			})
		}
	}
}

// ready waits until the page's scripts have taken over.
func (b *tab) ready() {
	b.t.Helper()
	b.wait(`document.readyState === "complete" && (document.documentElement.dataset.state ?? "idle") !== "loading"`)
}

func TestTheKeyboardAloneLeadsThroughTheCourse(t *testing.T) {
	b := open(t, lessons[0].String()+"/")
	for i, l := range lessons {
		b.wait(`document.documentElement.dataset.slug === ` + toJSON(l.String()))
		b.ready()
		if i < len(lessons)-1 {
			b.press(kb.ArrowRight)
		}
	}
	b.press(kb.ArrowLeft)
	b.wait(`document.documentElement.dataset.slug === ` + toJSON(lessons[len(lessons)-2].String()))
}

func TestEachControlIsReachedByTheTabKeyAndShowsItsFocus(t *testing.T) {
	b := open(t, "06-gather/")
	b.run("instant")
	b.wait(`document.querySelector("[aria-label=Picture] svg")`)
	b.click("button", "Back") // then there is a step forward, too
	eval[bool](b, `document.activeElement.blur() || true`)
	var names []string
	for range 60 {
		b.press(kb.Tab)
		name := eval[string](b, `(() => {
			const e = document.activeElement;
			if (e === document.body) return "";
			const s = getComputedStyle(e);
			const seen = s.outlineStyle !== "none" || s.boxShadow !== "none";
			return (seen ? "" : "unseen: ") + (e.getAttribute("aria-label") || e.innerText || e.id).trim().split("\n")[0];
		})()`)
		if slices.Contains(names, name) && name == names[0] {
			break
		}
		assert.NotContains(t, name, "unseen: ", "the focus must be visible")
		names = append(names, name)
	}
	for _, want := range []string{"Runr", "Step", "Back", "Clock", "Edit", "Playhead"} {
		assert.Contains(t, names, want)
	}
}

func TestShortcutsDoNotTakeWhatIsTypedIntoAField(t *testing.T) {
	b := open(t, "06-gather/")
	b.ready()
	eval[bool](b, `(() => { const i = document.createElement("input"); i.id = "probe"; i.setAttribute("aria-label", "probe"); document.body.prepend(i); i.focus(); return true })()`)
	b.do(chromedp.KeyEvent("rsbef? "))
	assert.Equal(t, "rsbef? ", eval[string](b, `document.getElementById("probe").value`))
	assert.Equal(t, "idle", b.state())
}
