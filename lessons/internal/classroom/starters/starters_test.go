package starters_test

import (
	"go/format"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/classroom/starters"
)

func TestEveryFolderIsListed(t *testing.T) {
	all, err := starters.All()
	require.NoError(t, err)
	var listed []string
	for _, s := range all {
		listed = append(listed, s.Name)
	}
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	var folders []string
	for _, e := range entries {
		if e.IsDir() && e.Name() != "startertest" {
			folders = append(folders, e.Name())
		}
	}
	assert.ElementsMatch(t, folders, listed)
	assert.Equal(t, "pool", listed[0], "an empty playground shows it")
}

// A starter is read on a projector, beside its picture.
func TestEveryStarterFitsTheProjector(t *testing.T) {
	all, err := starters.All()
	require.NoError(t, err)
	for _, s := range all {
		t.Run(s.Name, func(t *testing.T) {
			formatted, err := format.Source([]byte(s.Text))
			require.NoError(t, err)
			assert.Equal(t, string(formatted), s.Text)
			lines := strings.Split(strings.TrimRight(s.Text, "\n"), "\n")
			assert.LessOrEqual(t, len(lines), 60)
			for _, line := range lines {
				assert.LessOrEqual(t, len([]rune(strings.ReplaceAll(line, "\t", "    "))), 72, line)
			}
		})
	}
}
