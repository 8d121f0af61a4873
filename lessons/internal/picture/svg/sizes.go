package svg

import "math"

// Sizes are the measures of a drawing.
type sizes struct {
	width  px // of the drawing
	high   px // what few lanes grow to, and many go beyond
	margin px
	widest px // of the column of names
	step   px // how far a child's name is indented
	gutter px // for the arrows to the first children
	tick   px // the least distance of two ticks of the ruler

	readable        px // the size of type of the ruler and the legend
	title, subtitle px // sizes of type
	headY           px // where the headline stands
	rulerY          px // where the ruler stands, without a headline
	headed          px // and how much lower with one
	ruled           px // from the ruler to the lanes
	foot            px // below the lanes, and as much of it above the legend as half and a bit
	legendPitch     px // from row to row of the legend
	apart           px // from item to item in it

	caption, captionY        px // of two runs: the room for a title, and how high it stands above the lanes
	verdictSize, verdictRoom px // the size of type of the verdict, and the room for it

	low, tall px   // the distance between two lanes
	least     lane // its smallest sizes
}

// sheet are the sizes of a drawing that stands alone: it is shown on a
// projector, whatever its size there.
var sheet = sizes{
	width: 1280, high: 720, margin: 28, widest: 300, step: 24, gutter: 40, tick: 120,
	readable: 17, title: 30, subtitle: 21, headY: 48, rulerY: 40, headed: 52, ruled: 18,
	foot: 30, legendPitch: 32, apart: 30,
	caption: 62, captionY: 20, verdictSize: 26, verdictRoom: 88,
	low: 42, tall: 128, least: lane{bar: 25, cap: 12, name: 20, label: 15, small: 15},
}

// panel are the sizes of a drawing in a part of a page, with the pixels of CSS
// as its unit. No type is smaller than 14.
func panel(width, height px) sizes {
	width, height = max(width, 280), max(height, 160)
	part := min(max(min((height-300)/420, (width-700)/580), 0), 1.5)
	grow := func(from, to px) px { return px(math.Round(float64(from + (to-from)*part))) }
	return sizes{
		width: width, high: height, margin: grow(12, 28), widest: min(width/3, grow(220, 300)), step: min(width/26, 24),
		gutter: min(width/13, 40), tick: min(max(width/10, 70), 120),
		readable: grow(14, 17), title: grow(16, 30), subtitle: grow(14, 21),
		headY: grow(22, 48), rulerY: grow(20, 40), headed: grow(26, 52), ruled: grow(10, 18),
		foot: grow(14, 30), legendPitch: grow(26, 32), apart: grow(20, 30),
		caption: grow(25, 62), captionY: grow(7, 20), verdictSize: grow(16, 26), verdictRoom: grow(48, 88),
		low: grow(29, 42), tall: grow(72, 128),
		least: lane{bar: grow(21, 25), cap: grow(10, 12), name: grow(15, 20), label: grow(14, 15), small: grow(14, 15)},
	}
}

// A lane has these sizes.
type lane struct {
	bar, cap           px // the height of a bar, the radius of a cap
	name, label, small px // sizes of type
}

// sizes are those of the panel, if there is one.
func (o Options) sizes() sizes {
	if o.Width <= 0 {
		return sheet
	}
	return panel(px(o.Width), px(o.Height))
}
