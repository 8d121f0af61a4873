//go:build race && !racy && !leaky && !hasty && !deaf

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// That nobody else sees it can't be tested: without -race the count is wrong
// once in a blue moon.
func TestTheRaceIsCaught(t *testing.T) {
	says, err := run(t, build(t, "racy", "-race"), "TestEverybodyIsServed")
	assert.Error(t, err)
	assert.Contains(t, says, "WARNING: DATA RACE")
	assert.Contains(t, says, "racy_test.go", "it says where")
}
