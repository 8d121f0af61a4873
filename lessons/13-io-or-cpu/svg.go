package main

import (
	"fmt"
	"html"
	"io"
)

const (
	svgLeft   = 250 // of the first column of bars
	svgTimes  = 26  // width of 1 ×
	svgColumn = 330
	svgRow    = 30
	svgTop    = 84
)

const svgStyle = `<style>
text { font: 15px system-ui, sans-serif; fill: #222 }
.title { font-size: 20px; font-weight: 600 }
.small { font-size: 12px; fill: #666 }
.kettles { fill: #2b7bba } .doughs { fill: #c8641e }
.once { stroke: #999; stroke-dasharray: 3 3 }
@media (prefers-color-scheme: dark) { text { fill: #eee } .small { fill: #aaa } }
</style>
`

// svg draws the bars of a machine, and a dashed line at 1 ×: as fast as in
// sequence.
func (r result) svg(out io.Writer, label string) error {
	ratios := r.ratios()
	width, height := svgLeft+2*svgColumn, svgTop+svgRow*len(ratios)+16
	d := drawing{out: out}
	d.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">`+"\n%s", width, height, svgStyle)
	d.printf("<title>times faster than in sequence: kettles and doughs</title>\n")
	d.text(16, 28, "title", "times faster than in sequence")
	d.text(16, 48, "small", label)
	for column, name := range []string{"kettles", "doughs"} {
		x := svgLeft + column*svgColumn
		d.text(x, svgTop-12, "", name)
		d.printf(`<path class="once" d="M%d %dV%d"/>`+"\n", x+svgTimes, svgTop-4, height-12)
		for i, row := range ratios {
			times := []float64{row.kettles, row.doughs}[column]
			y := svgTop + i*svgRow
			long := min(times, float64(svgColumn)/svgTimes-2.5) * svgTimes
			d.printf(`<rect class="%s" x="%d" y="%d" width="%.1f" height="20" rx="2"/>`+"\n", name, x, y, long)
			d.text(x+int(long)+6, y+15, "", fmt.Sprintf("%.1f ×", times))
		}
	}
	for i, row := range ratios {
		d.text(16, svgTop+i*svgRow+15, "", row.language+", "+row.way)
	}
	d.printf("</svg>\n")
	return d.err
}

// A drawing keeps the first error, as a bufio.Writer does, and writes nothing
// after it.
type drawing struct {
	out io.Writer
	err error
}

func (d *drawing) printf(format string, args ...any) {
	if d.err == nil {
		_, d.err = fmt.Fprintf(d.out, format, args...)
	}
}

func (d *drawing) text(x, y int, class, text string) {
	d.printf(`<text x="%d" y="%d" class="%s">%s</text>`+"\n", x, y, class, html.EscapeString(text))
}
