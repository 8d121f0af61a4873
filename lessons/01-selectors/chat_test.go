package main

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// It has to be small enough to read.
func TestItIsShort(t *testing.T) {
	text, err := os.ReadFile("chat.go")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the source isn't here")
	}
	require.NoError(t, err)
	require.LessOrEqual(t, strings.Count(string(text), "\n"), 200)
}
