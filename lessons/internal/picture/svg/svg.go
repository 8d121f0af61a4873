package svg

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

// Options say how a picture is headed and named.
type Options struct {
	Title    string
	Subtitle string
	// ID is the id of the SVG, and in front of every id within, so that two
	// of them can stand in one page; "picture" if there's none.
	ID string

	// Width and Height are the size of the part of a page that the picture is
	// for, in pixels of CSS; 0 if it stands alone. In a page it has no style of
	// its own, since a strict policy forbids that: see [StyleSheet]. It is
	// higher than Height if its lanes need that.
	Width, Height int
	Live          bool          // the run goes on: what has not ended has no cap
	Length        time.Duration // of the time axis, if the run is not longer
}

// Draw writes the picture as an SVG.
func Draw(w io.Writer, p picture.Picture, opts Options) error {
	run := layout.Run{Title: opts.Title, Subtitle: opts.Subtitle, Picture: p}
	pg := newPage(opts, layout.New(run))
	return pg.write(w, pg.charts[0].sheet, "")
}

// Compare writes two runs as one SVG, one below the other on the same ruler,
// and between their ends the time that the second has saved. Each run has its
// own title; those of opts stand above both.
func Compare(w io.Writer, before, after layout.Run, opts Options) error {
	pg := newPage(opts, layout.New(before), layout.New(after))
	head := layout.New(layout.Run{Title: opts.Title, Subtitle: opts.Subtitle})
	return pg.write(w, head, layout.Verdict(pg.charts[0].sheet.Length, pg.charts[1].sheet.Length))
}

// write draws what newPage has measured.
func (p *page) write(w io.Writer, head layout.Sheet, verdict string) error {
	p.arrange(head, verdict)
	p.open(head, verdict)
	p.body(head, verdict)
	p.f("</svg>\n")
	_, err := w.Write(p.out.Bytes())
	return err
}

// body draws everything, from top to bottom.
func (p *page) body(head layout.Sheet, verdict string) {
	p.headline(p.margin, p.headY, head)
	p.ruler()
	for i, c := range p.charts {
		if verdict != "" {
			p.headline(p.margin, c.top-p.captionY, c.sheet)
		}
		p.guide(i, verdict)
	}
	for _, c := range p.charts {
		p.chart(c)
	}
	p.verdict(verdict)
	p.legend()
}

// open writes the root, the texts for readers that can't see it, and the style.
func (p *page) open(head layout.Sheet, verdict string) {
	p.f(`<svg xmlns="http://www.w3.org/2000/svg" id="%s" viewBox="0 0 %v %v" role="img" aria-labelledby="%s-title %s-desc">`+"\n",
		p.id, p.width, p.height, p.id, p.id)
	var told []string
	for _, s := range p.sheets() {
		told = append(told, transcript(s, len(p.charts) > 1)...)
	}
	p.f("<title id=\"%s-title\">%s</title>\n", p.id, esc(p.subject(head)))
	if verdict != "" {
		told = append([]string{verdict + "."}, told...)
	}
	p.f("<desc id=\"%s-desc\">%s</desc>\n", p.id, esc(strings.Join(told, "\n")))
	p.f("<style>\n%s</style>\n", style(p.id))
	p.f("<defs>\n%s</defs>\n", strings.ReplaceAll(defs, "ID", p.id))
	p.f(`<rect class="page" width="%v" height="%v"/>`+"\n", p.width, p.height)
}

// subject names what is drawn.
func (p *page) subject(head layout.Sheet) string {
	var titles []string
	for _, s := range p.sheets() {
		titles = append(titles, join(": ", s.Title, s.Subtitle))
	}
	return cmp.Or(join(": ", head.Title, head.Subtitle), join(" / ", titles...))
}

// transcript are the sentences of a run; headed, if it's one of several.
func transcript(s layout.Sheet, headed bool) (lines []string) {
	if headed {
		lines = append(lines, s.Title+":")
	}
	for _, sentence := range s.Sentences {
		lines = append(lines, sentence.At+" "+sentence.Text+".")
	}
	for _, note := range s.Notes {
		lines = append(lines, "("+note+")")
	}
	return lines
}

func (p *page) headline(x, y px, s layout.Sheet) {
	size, small := p.title, p.subtitle
	if s.Title != "" {
		title := layout.Cut(float64(p.width-p.margin-x), bold(size), s.Title)
		p.text("ink bold", x, y, size, title)
		x += px(bold(size)(title)) + 18
	}
	if subtitle := layout.Cut(float64(p.width-p.margin-x), plain(small), s.Subtitle); subtitle != "" {
		p.text("soft", x, y, small, subtitle)
	}
}

// join leaves out what is empty.
func join(sep string, texts ...string) string {
	var some []string
	for _, text := range texts {
		if text != "" {
			some = append(some, text)
		}
	}
	return strings.Join(some, sep)
}

// f writes to the page.
func (p *page) f(format string, args ...any) { fmt.Fprintf(&p.out, format, args...) }

// text writes a line of text that starts at x and stands on y.
func (p *page) text(class string, x, y, size px, text string) {
	p.f(`<text class="%s" x="%v" y="%v" font-size="%v">%s</text>`+"\n", class, x, y, size, esc(text))
}
