//go:build unix

package socket

var Verdict = verdict
