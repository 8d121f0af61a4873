package svg

import (
	"fmt"
	"strings"
)

// A palette in the manner of Okabe and Ito: readers that can't tell red from
// green can tell these.
var (
	light = palette{
		"page", "#ffffff", "ink", "#1b2430", "soft", "#566375", "line", "#dde2ea", "arrow", "#5f6c80",
		"RUN", "#00755c", "onrun", "#ffffff", "SLEEP", "#dcecf9", "zzz", "#10558f", "WAIT", "#fdf0d5", "www", "#7d4c00",
		"READY", "#ecebef", "rrr", "#55506b", "OK", "#00755c", "BAD", "#c03d00", "OFF", "#7a35c9",
	}
	dark = palette{
		"page", "#0f1620", "ink", "#e9eef5", "soft", "#a3b0c2", "line", "#2a3442", "arrow", "#93a1b5",
		"RUN", "#2fd0a8", "onrun", "#06251d", "SLEEP", "#16324a", "zzz", "#93cdfa", "WAIT", "#3d2f10", "www", "#f5cb74",
		"READY", "#2a2a38", "rrr", "#c4c0d8", "OK", "#3fdbae", "BAD", "#ff9152", "OFF", "#c9a8ff",
	}
)

// A palette is names, each with its colour.
type palette []string

// The rules of both themes: a class, its name in the palette, its looks.
const rules = `
.page{fill:~page}
.ink{fill:~ink}
.soft{fill:~soft}
.grid{stroke:~line}
.tree{fill:none;stroke:~line;stroke-width:2}
.run{fill:~RUN}
.sleep{fill:~SLEEP}
.wait{fill:~WAIT}
.ready{fill:~READY}
.sleep.bar{stroke:~zzz;stroke-opacity:.5}
.wait.bar{stroke:~www;stroke-opacity:.5}
.ready.bar{stroke:~rrr;stroke-opacity:.5;stroke-dasharray:4 3}
.onrun{fill:~onrun}
.onsleep,.dots{fill:~zzz}
.onwait,.hatch{fill:~www}
.onready,.bars{fill:~rrr}
.returned{stroke:~OK}
.failed,.panicked,.fail{stroke:~BAD}
.cancelled,.cancel{stroke:~OFF}
.running,.mark{stroke:~ink}
.start,.await,.mast{stroke:~arrow}
.disc{fill:~page}
.ok{fill:~OK}
.bad{fill:~BAD}
.off{fill:~OFF}
.head{fill:~arrow}
.bubble{fill:~page;stroke:~soft;stroke-width:1.6}
.halo{stroke:~page}
`

// What is the same by day and by night.
const shapes = `
text{font-family:system-ui,"DejaVu Sans",sans-serif}
.bold{font-weight:700}
.name{font-weight:600}
.say{font-family:ui-monospace,"DejaVu Sans Mono",monospace}
.tick{font-variant-numeric:tabular-nums}
.sign,.ring{fill:none;stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}
use.sign{stroke-width:1.8}
.way{fill:none;stroke-width:2}
.fail.way{stroke-width:3}
.cancel.way{stroke-width:2.6;stroke-dasharray:7 4}
.halo{fill:none;stroke-width:6}
.dots,.hatch,.bars{opacity:.5}
.mark{fill:none;stroke-width:2.2;stroke-linejoin:round}
.mast{fill:none}
.guide{fill:none;stroke-width:2;stroke-dasharray:2 6;stroke-linecap:round}
`

// style are the rules for the SVG with this id alone: a page may hold others.
func style(id string) string {
	return scoped(id, shapes) + scoped(id, paint(light)) +
		"@media (prefers-color-scheme:dark){\n" + scoped(id, paint(dark)) + "}\n"
}

// paint puts the colours of a palette in place of their names.
func paint(colours palette) string {
	replacer := strings.NewReplacer(colours...)
	return coloured(func(name string) string { return replacer.Replace(name) })
}

// coloured are the rules with a colour for each name.
func coloured(colour func(name string) string) string {
	var b strings.Builder
	for i, part := range strings.Split(rules, "~") {
		if i > 0 {
			end := strings.IndexAny(part, ";}")
			b.WriteString(colour(part[:end]))
			part = part[end:]
		}
		b.WriteString(part)
	}
	return b.String()
}

// scoped are the rules for the SVG with this id alone.
func scoped(id, rules string) string { return within("#"+id, rules) }

func within(scope, rules string) string {
	var b strings.Builder
	for rule := range strings.Lines(strings.TrimPrefix(rules, "\n")) {
		selector, looks, _ := strings.Cut(rule, "{")
		selector = strings.ReplaceAll(selector, ",", ","+scope+" ")
		fmt.Fprintf(&b, "%s %s{%s", scope, selector, looks)
	}
	return b.String()
}

// defs are the patterns, the arrows' heads and the signs; ID is the SVG's id.
// Signs are drawn, since not every font has them, in a circle of radius 10.
const defs = `<pattern id="ID-sleep" width="9" height="9" patternUnits="userSpaceOnUse"><circle class="dots" cx="4.5" cy="4.5" r="1.2"/></pattern>
<pattern id="ID-wait" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="2" height="8"/></pattern>
<pattern id="ID-ready" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="bars" width="2" height="8"/></pattern>
<marker id="ID-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker>
<marker id="ID-fail" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="15" markerHeight="15" markerUnits="userSpaceOnUse" orient="auto"><path class="bad" d="M0 0L8 4L0 8z"/></marker>
<marker id="ID-cancel" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="13" markerHeight="13" markerUnits="userSpaceOnUse" orient="auto"><path class="off" d="M0 0L8 4L0 8z"/></marker>
<path id="ID-returned" d="M-4.6 .4L-1.5 3.8L4.8 -3.8"/>
<path id="ID-failed" d="M-3.8 -3.8L3.8 3.8M3.8 -3.8L-3.8 3.8"/>
<path id="ID-panicked" d="M2 -6.4L-3.8 .8H.2L-2 6.4L3.8 -.8H-.2z"/>
<path id="ID-cancelled" d="M-6.8 6.8L6.8 -6.8"/>
<path id="ID-running" d="M0 0C-1.6 -3.6 -6.6 -3.8 -6.6 0S-1.6 3.6 0 0S6.6 -3.8 6.6 0S1.6 3.6 0 0"/>
<path id="ID-print" d="M-24 -15h17v10h-3l4 6l-9 -6h-9z"/>
<path id="ID-deadline" d="M-5 2h10l-10 11h10z"/>
`
