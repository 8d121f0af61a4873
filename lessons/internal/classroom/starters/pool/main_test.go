package main

import (
	"testing"
	"time"

	"gosyncio/lessons/internal/classroom/starters/startertest"
)

// Each dish has an instant of its own: toast at 2 s, then tea, milk, eggs and jam.
func TestMainPrints(t *testing.T) {
	startertest.Prints(t, main, 7*time.Second,
		"toast by ", "tea by ", "milk by ", "eggs by ", "jam by ")
}
