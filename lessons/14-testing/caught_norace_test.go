//go:build !race && !racy && !leaky && !hasty && !deaf

package main

import "testing"

func TestTheRaceIsCaught(t *testing.T) {
	t.Skip("only the race detector sees that bug: go test -race ./lessons/14-testing")
}
