package browser

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a sheet of A4 is wide between its margins, in pixels of CSS.
const paper = 688

// print shows the page as it is on paper.
func (b *tab) print(m media) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(paper, 1000))
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print", Features: m.features})
	require.NoError(b.t, err)
}

func TestOnPaperIsTheEditedProgramWithItsPictureAndNoControl(t *testing.T) {
	for _, tc := range []struct {
		path, old, new string
		prints         string // a line of the program
	}{
		{"06-gather/", `"eggs", 1*time.Second`, `"eggs", 3*time.Second`, `return cook(ctx, out, "eggs", 3*time.Second)`},
		{"play/", "", "package main\n\nimport \"time\"\n\nfunc main() {\n\ttime.Sleep(2 * time.Second)\n}\n", "time.Sleep(2 * time.Second)"},
	} {
		for _, m := range medias {
			t.Run(tc.path+" in "+m.name, func(t *testing.T) {
				b := newTab(t)
				b.emulate(m)
				b.visit(served + tc.path)
				b.ready()
				edited := tc.new
				if tc.path != "play/" {
					b.edit()
					edited = program(t, "06-gather", tc.old, tc.new)
				}
				b.waitEditor()
				b.write(edited)
				b.compileAndRun()
				require.Equal(t, "done", b.state(), b.describe())
				b.wait(`document.querySelector("[aria-label=Picture] svg .name")`)
				b.print(m)
				b.assertPaper(tc.prints)
			})
		}
	}
}

// assertPaper looks at what is printed, with a line of the program.
func (b *tab) assertPaper(line string) {
	b.t.Helper()
	b.wait(`document.querySelector(".printed").innerText.includes(` + toJSON(line) + `)`)
	assert.Equal(b.t, 1, eval[int](b, `[...document.querySelectorAll(".program > *")].filter(e => e.checkVisibility() && e.innerText.trim() && !e.matches(".bar, .problems")).length`), "the program is printed once")
	controls := eval[[]string](b, `[...document.querySelectorAll("button, select, [role=slider]")].filter(e => e.checkVisibility({visibilityProperty: true})).map(e => e.textContent || e.className)`)
	assert.Empty(b.t, controls, "on paper nobody can press them")
	assert.Equal(b.t, "rgb(255, 255, 255)", eval[string](b, `getComputedStyle(document.body).backgroundColor`))
	cut := eval[[]string](b, `[...document.querySelectorAll(".printed, .python pre, #output, [aria-label=Picture], [aria-label=Picture] svg, .bench")]
		.filter(e => e.checkVisibility() && (e.getBoundingClientRect().right > innerWidth + 1 || e.scrollWidth > e.clientWidth + 1 && !(e instanceof SVGElement) || e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflowY !== "visible"))
		.map(e => e.className.baseVal ?? (e.className || e.id))`)
	assert.Empty(b.t, cut, "what the paper cuts")
	bars := eval[[]string](b, `[...document.querySelectorAll("[aria-label=Picture] svg .bar")].map(e => getComputedStyle(e).display + " " + getComputedStyle(e).fill)`)
	for _, bar := range bars {
		assert.NotContains(b.t, bar, "none", "a bar of the picture")
	}
}

func TestThePrinterGetsTheEditedProgram(t *testing.T) {
	b := openEditor(t, "02-hello/")
	b.write(program(t, "02-hello", "Hello ...", "good morning"))
	b.compileAndRun()
	printed, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{})
	require.NoError(t, err)
	assert.NotEmpty(t, printed.Data)
	assert.Contains(t, eval[string](b, `document.querySelector(".printed").textContent`), "good morning")
}
