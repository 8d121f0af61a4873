package main

import (
	"testing"

	"gosyncio/lessons/internal/classroom/starters/startertest"
)

func TestMainPrints(t *testing.T) { startertest.Prints(t, main, 0, "tea") }
