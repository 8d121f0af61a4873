// Package layout is what the terminal's drawing and the SVG have in common:
// the order of the lanes, the ruler, the words, and what gives way where room
// is short. It draws nothing, and measures in whatever unit it's given: cells
// of a terminal, or pixels.
package layout
