package conformance

import (
	"fmt"
	"strings"
)

// list writes each kid's id in the same way, with commas between.
func list(n *Node, format string) string {
	var names []string
	for _, kid := range n.Kids {
		names = append(names, fmt.Sprintf(format, kid.ID))
	}
	return strings.Join(names, ", ")
}

func timeout(n *Node, format string) string {
	if n.D == 0 {
		return ""
	}
	return fmt.Sprintf(format, n.D)
}

func indent(text, by string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(by + line)
	}
	return b.String()
}
