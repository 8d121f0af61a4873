//go:build unix && !aix

package socket

var (
	Classify = classify
	Repeat   = repeat
)
