package svg

import (
	"fmt"
	"strings"
)

// StyleSheet are the rules for the drawings in a page, which have the class
// "picture". A page is dark if its html element has data-theme="dark", or if
// the reader's system is and it has no data-theme="light"; printed it is light.
// Its own rules may set the colours anew, such as --page, the one behind all.
func StyleSheet() string {
	return "/* Made by lessons/internal/picture/svg: go test ./lessons/internal/picture/svg -update */\n" +
		"svg.picture{display:block;" + light.variables() + "}\n" +
		within("svg.picture", shapes) +
		within("svg.picture", coloured(func(name string) string { return "var(--" + strings.ToLower(name) + ")" })) +
		"@media screen and (prefers-color-scheme:dark){\nhtml:not([data-theme=light]) svg.picture{" + dark.variables() + "}\n}\n" +
		"@media screen{\nhtml[data-theme=dark] svg.picture{" + dark.variables() + "}\n}\n"
}

// variables are the colours as custom properties.
func (p palette) variables() string {
	var b strings.Builder
	for i := 0; i < len(p); i += 2 {
		fmt.Fprintf(&b, "--%s:%s;", strings.ToLower(p[i]), p[i+1])
	}
	return strings.TrimSuffix(b.String(), ";")
}
