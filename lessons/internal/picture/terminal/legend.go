package terminal

import (
	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

// legend explains what occurs, and says what isn't drawn.
func (d *drawing) legend() {
	key := layout.Legend(d.sheets...)
	d.print("")
	l, x := make(line, d.width), 0
	add := func(colour, sign, text string) {
		if x+int(cells(sign+text))+1 > d.width {
			d.render(l)
			l, x = make(line, d.width), 0
		}
		x = l.put(x, colour, sign)
		x = l.put(x+1, "", text) + 2
	}
	for _, state := range key.States {
		sign := d.states[state]
		if state == picture.Running {
			sign = d.tick + sign
		}
		add(stateColours[state], sign, string(state))
	}
	for _, how := range key.Endings {
		add(endColours[how], d.endings[how], layout.Word(how))
	}
	for _, kind := range key.Marks {
		add(bold, d.marks[kind], map[picture.MarkKind]string{picture.Print: "prints", picture.Deadline: "deadline"}[kind])
	}
	if x > 0 {
		d.render(l)
	}
	for _, s := range d.sheets {
		for _, note := range s.Notes {
			if len(d.sheets) > 1 && s.Title != "" {
				note = s.Title + ": " + note
			}
			for _, part := range layout.Wrap(float64(d.width), cells, d.text(note)) {
				d.print(part)
			}
		}
	}
}
