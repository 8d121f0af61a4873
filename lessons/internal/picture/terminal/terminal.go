package terminal

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

// Options say how a picture is drawn.
type Options struct {
	Title    string
	Subtitle string
	Width    int  // in cells; 80 if it's 0, and never less than 40
	ASCII    bool // nothing but ASCII
	Colour   bool // by ANSI's escape sequences, in addition
	Events   bool // tell the whole run below, in sentences
}

// Draw writes the picture.
func Draw(w io.Writer, p picture.Picture, opts Options) error {
	d := newDrawing(opts, layout.New(layout.Run{Title: opts.Title, Subtitle: opts.Subtitle, Picture: p}))
	d.headline(d.sheets[0])
	d.ruler()
	d.chart(d.sheets[0])
	d.told()
	d.legend()
	_, err := w.Write(d.out.Bytes())
	return err
}

// Compare writes two runs, one below the other under the same ruler, and
// brackets the time that the second has saved. Each run has its own title;
// those of opts stand above both.
func Compare(w io.Writer, before, after layout.Run, opts Options) error {
	d := newDrawing(opts, layout.New(before), layout.New(after))
	d.headline(layout.New(layout.Run{Title: opts.Title, Subtitle: opts.Subtitle}))
	d.ruler()
	for i, s := range d.sheets {
		if i > 0 {
			d.print("")
		}
		d.headline(s)
		d.chart(s)
	}
	d.verdict()
	d.told()
	d.legend()
	_, err := w.Write(d.out.Bytes())
	return err
}

// A drawing is under way.
type drawing struct {
	theme
	out    bytes.Buffer
	opts   Options
	sheets []layout.Sheet
	width  int
	names  int     // the column of names is this wide
	reach  float64 // and this long is the time axis
	length time.Duration
}

func newDrawing(opts Options, sheets ...layout.Sheet) *drawing {
	d := &drawing{theme: unicode, opts: opts, sheets: sheets, width: max(opts.Width, 40)}
	if opts.Width == 0 {
		d.width = 80
	}
	if opts.ASCII {
		d.theme = ascii
	}
	names := 4.0
	for _, s := range sheets {
		d.length = max(d.length, s.Length)
		for i, row := range s.Rows {
			names = max(names, cells(d.branches(row)+d.text(s.Rows[i].Name)))
		}
	}
	d.names = min(int(names), d.width*3/10) + 2
	const label = 5 // the ruler's last, "80 ms", also wants its place
	after := func(row layout.Row) float64 { return max(label, 2+cells(d.text(row.Ending.Text))) }
	d.reach = layout.Reach(float64(d.width-d.names-2), d.length, after, sheets...)
	return d
}

// x is the column of a moment.
func (d *drawing) x(at time.Duration) int {
	return d.names + int(d.reach*layout.Part(at, d.length)+.5)
}

// cut shortens a text to some cells, at its end.
func (d *drawing) cut(room int, text string) string { return d.shorten(room, text, layout.Cut) }

func (d *drawing) shorten(room int, text string, cut func(float64, func(string) float64, string) string) string {
	// In ASCII an … takes three cells: shorten first, then look again.
	for n := room; n > 0; n-- {
		if short := d.text(cut(float64(n), cells, text)); cells(short) <= float64(room) {
			return short
		}
	}
	return ""
}

func (d *drawing) print(text string) { d.out.WriteString(text + "\n") }

func (d *drawing) render(l line) { d.print(l.render(d.opts.Colour)) }

func (d *drawing) headline(s layout.Sheet) {
	if s.Title == "" && s.Subtitle == "" {
		return
	}
	l := make(line, d.width)
	x := l.put(0, bold, d.cut(d.width, s.Title))
	if x > 0 {
		x = max(x+2, d.names)
	}
	l.put(x, grey, d.cut(d.width-x, s.Subtitle))
	d.render(l)
}

func (d *drawing) ruler() {
	if !slices.ContainsFunc(d.sheets, func(s layout.Sheet) bool { return len(s.Rows) > 0 }) {
		return
	}
	for most := int(d.reach / 5); ; most-- {
		if l, roomy := d.ticked(layout.Ruler(d.length, most)); roomy || most <= 2 {
			d.render(l)
			return
		}
	}
}

// ticked is the ruler with these ticks, and whether there was room for each.
func (d *drawing) ticked(ticks []layout.Tick) (l line, roomy bool) {
	l, roomy = make(line, d.width), true
	free := 0
	for _, tick := range ticks {
		label := d.text(tick.Label)
		if x := d.x(tick.At); x >= free && x+len(label) <= d.width {
			free = l.put(x, grey, label) + 2
		} else {
			roomy = false
		}
	}
	return l, roomy
}

// verdict says what the second run has saved, under a bracket from the end of
// one to the end of the other.
func (d *drawing) verdict() {
	a, b := d.sheets[0].Length, d.sheets[1].Length
	text := d.text(layout.Verdict(a, b))
	l, x0, x1 := make(line, d.width), d.x(min(a, b)), d.x(max(a, b))
	if !layout.Alike(a, b) && x1-x0 >= 2 {
		l.put(x0, bold, d.bracket[0]+strings.Repeat(d.bracket[1], x1-x0-1)+d.bracket[2])
		d.render(l)
		l = make(line, d.width)
	}
	x := min((x0+x1+1-len([]rune(text)))/2, d.width-len([]rune(text)))
	l.put(max(x, 0), bold, text)
	d.render(l)
}

// told writes the sentences; or else only those that are arrows in other
// drawings.
func (d *drawing) told() {
	for _, s := range d.sheets {
		told := s.Story
		if d.opts.Events {
			told = s.Sentences
		}
		if len(told) == 0 {
			continue
		}
		d.print("")
		if len(d.sheets) > 1 {
			d.print(d.cut(d.width, s.Title))
		}
		more := 0
		if most := 6; !d.opts.Events && len(told) > most {
			told, more = told[:most], len(told)-most
		}
		d.sentences(told)
		if more > 0 {
			d.print(fmt.Sprintf("and %d more like that", more))
		}
	}
}

func (d *drawing) sentences(told []layout.Sentence) {
	times := 0.0
	for _, sentence := range told {
		times = max(times, cells(d.text(sentence.At)))
	}
	indent := int(times) + 2
	for _, sentence := range told {
		at := d.text(sentence.At)
		for _, part := range layout.Wrap(float64(d.width-indent), cells, d.text(sentence.Text)) {
			d.print(at + strings.Repeat(" ", indent-int(cells(at))) + part)
			at = ""
		}
	}
}
