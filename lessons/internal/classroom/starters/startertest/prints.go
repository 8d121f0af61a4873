// Package startertest plays a starter of the playground in virtual time.
package startertest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Prints plays main, which should take as long as took says, and compares what it
// prints to os.Stdout. A wanted line may be the beginning of a printed one.
func Prints(t *testing.T, main func(), took time.Duration, want ...string) {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "stdout"))
	require.NoError(t, err)
	defer out.Close()
	stdout := os.Stdout
	os.Stdout = out
	defer func() { os.Stdout = stdout }()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		main()
		assert.Equal(t, took, time.Since(start))
	})
	text, err := os.ReadFile(out.Name())
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	require.Len(t, lines, len(want), string(text))
	for i, line := range lines {
		assert.Truef(t, strings.HasPrefix(line, want[i]), "line %d is %q, want %q", i+1, line, want[i])
	}
}
