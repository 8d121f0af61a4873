package svg

import (
	"fmt"
	"strings"
)

// StyleSheet are the rules for the drawings in a page, which have the class
// "lanes". A page is dark if its html element has data-theme="dark", or if
// the reader's system is and it has no data-theme="light"; printed it is light.
// Its own rules may set the colours anew, such as --page, the one behind all.
func StyleSheet() string {
	return "/* Made by lessons/internal/picture/svg: go test ./lessons/internal/picture/svg -update */\n" +
		"svg.lanes{display:block}\n.picture-box,svg.lanes{" + light.variables() + "}\n" +
		within("svg.lanes", shapes) +
		within("svg.lanes", coloured(func(name string) string { return "var(--" + strings.ToLower(name) + ")" })) +
		"@media screen and (prefers-color-scheme:dark){\nhtml:not([data-theme=light]) :is(.picture-box,svg.lanes){" + dark.variables() + "}\n}\n" +
		"@media screen{\nhtml[data-theme=dark] :is(.picture-box,svg.lanes){" + dark.variables() + "}\n}\n" + playhead
}

// playhead are the rules for what picture.js puts above a drawing.
const playhead = `.picture-box{position:relative}
svg.lanes rect.later{fill:var(--page);opacity:.66;pointer-events:none}
svg.lanes g.later{opacity:.3}
.picture-playhead{position:absolute;width:24px;margin-left:-12px;cursor:ew-resize;touch-action:none}
.picture-playhead::before{content:"";position:absolute;left:11px;top:0;bottom:0;width:2px;background:var(--ink)}
.picture-playhead::after{content:"";position:absolute;left:6px;top:-6px;border:6px solid transparent;border-top-color:var(--ink)}
.picture-playhead[data-end]::before{display:none}
.picture-playhead:focus-visible{outline:2px solid var(--ink);outline-offset:1px;border-radius:4px}
.picture-playhead[hidden]{display:none}
@media print{
svg.lanes{max-width:100%;height:auto}
.picture-playhead{display:none}
}
`

// variables are the colours as custom properties.
func (p palette) variables() string {
	var b strings.Builder
	for i := 0; i < len(p); i += 2 {
		fmt.Fprintf(&b, "--%s:%s;", strings.ToLower(p[i]), p[i+1])
	}
	return strings.TrimSuffix(b.String(), ";")
}
