package svg

import (
	"math"
	"strings"
	"time"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

// A Drawing is an SVG for a part of a page, and where its time axis is, in
// pixels of CSS.
type Drawing struct {
	SVG           []byte
	Width, Height float64
	Left, Right   float64       // of the time axis
	Top, Bottom   float64       // of the lanes
	Length        time.Duration // of the time axis
	Verdict       string        // on two runs
}

// Panel draws a run for a part of a page, or two of them, one below the other
// on the same ruler. Each has its own title; those of opts stand above both.
func Panel(opts Options, runs ...layout.Run) Drawing {
	var sheets []layout.Sheet
	for _, run := range runs {
		if len(runs) > 1 && run.Picture.Timeless {
			run.Picture = Timed(run.Picture)
		}
		sheets = append(sheets, layout.New(run))
	}
	p, verdict := newPage(opts, sheets...), ""
	head := layout.New(layout.Run{Title: opts.Title, Subtitle: opts.Subtitle})
	if len(sheets) == 2 {
		verdict = layout.Verdict(sheets[0].Length, sheets[1].Length)
		if opts.Live {
			verdict = "the run goes on"
		}
	}
	p.arrange(head, verdict)
	p.openPanel(head)
	p.body(head, verdict)
	p.f("</g>\n</svg>\n")
	d := Drawing{SVG: p.out.Bytes(), Width: float64(p.width), Height: math.Round(float64(p.height)), Length: p.length, Verdict: verdict}
	d.Left, d.Right = float64(p.left), float64(p.left+p.reach)
	d.Top, d.Bottom = math.Inf(1), 0
	for _, c := range p.charts {
		if len(c.ys) > 0 {
			d.Top, d.Bottom = min(d.Top, float64(c.top)), max(d.Bottom, float64(p.bottom(c)))
		}
	}
	d.Top = min(d.Top, d.Bottom)
	return d
}

// openPanel writes the root, and each lane as a sentence: the drawing itself
// says nothing to a screen reader.
func (p *page) openPanel(head layout.Sheet) {
	p.f(`<svg xmlns="http://www.w3.org/2000/svg" class="lanes" id="%s" width="%v" height="%v" viewBox="0 0 %v %v" role="group" aria-label="%s">`+"\n",
		p.id, p.width, p.height, p.width, p.height, esc(join(": ", "Picture", p.subject(head))))
	p.f("<defs>\n%s</defs>\n", strings.ReplaceAll(defs, "ID", p.id))
	for _, c := range p.charts {
		for i, row := range c.sheet.Rows {
			p.f(`<g role="img" aria-label="%s" data-lane="%d" data-from="%v" data-to="%v"></g>`+"\n",
				esc(p.tellRow(row)), i, ms(p.at(row.Start)), ms(p.at(row.End)))
		}
	}
	p.f(`<g aria-hidden="true">` + "\n")
}

// veil is what the page draws over the bars, from the playhead on. What comes
// after it in the chart is dimmed by itself: an end belongs to its moment.
func (p *page) veil(c *chart) {
	if p.panel && len(c.ys) > 0 {
		p.f(`<rect class="later" x="0" y="%v" width="0" height="%v"/>`+"\n", c.top-6, p.bottom(c)-c.top+6)
	}
}

// tellRow is a lane as a sentence.
func (p *page) tellRow(row layout.Row) string {
	var told []string
	for _, span := range row.Spans {
		if span.From < span.To && len(told) < 8 {
			told = append(told, p.tell(row, span))
		}
	}
	if !p.goesOn(row) {
		told = append(told, layout.TellEnd(row)+" at "+p.moment(row.End))
	}
	if len(told) == 0 {
		return row.Name
	}
	return strings.Join(told, ", ")
}

// goesOn reports whether more of a row will come.
func (p *page) goesOn(row layout.Row) bool { return p.live && row.Ending.How == picture.Unended }

// group opens what belongs to a lane and a time.
func (p *page) group(told string, lane int, from, to time.Duration) {
	if p.timeless {
		from, to = 0, 0
	}
	if p.panel {
		p.f(`<g data-lane="%d" data-from="%v" data-to="%v"><title>%s</title>`, lane, ms(from), ms(to), esc(told))
		return
	}
	p.f("<g><title>%s</title>", esc(told))
}

// ms are milliseconds, as many digits as they have.
func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
