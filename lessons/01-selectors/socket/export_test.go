//go:build unix && !aix

package socket

var (
	Verdict = verdict
	Repeat  = repeat
)
