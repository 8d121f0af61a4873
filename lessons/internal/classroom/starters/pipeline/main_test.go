package main

import (
	"testing"
	"time"

	"gosyncio/lessons/internal/classroom/starters/startertest"
)

func TestMainPrints(t *testing.T) {
	startertest.Prints(t, main, 7*time.Second,
		"slice 1, toasted", "the kettle whistles", "slice 2, toasted", "slice 3, toasted",
		"slice 4, toasted", "breakfast is served")
}
