package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var trace = filepath.Join("internal", "picture", "testdata", "breakfast.trace")

func TestPicture(t *testing.T) {
	code, out, problems := command(t, "picture -events "+trace)
	assert.Equal(t, 0, code)
	assert.Empty(t, problems)
	assert.Contains(t, out, "\nbreakfast")
	assert.Contains(t, out, "├ ", "lanes")
	assert.Contains(t, out, "main starts", "sentences")

	_, out, _ = command(t, "picture -ascii "+trace)
	for _, r := range out {
		assert.Less(t, r, rune(128))
	}
}

func TestAPictureInAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "breakfast.svg")
	code, out, problems := command(t, "picture "+trace+" -svg "+file)
	assert.Equal(t, 0, code)
	assert.Empty(t, problems)
	assert.Contains(t, out, "\n"+file+" is written\n")
	drawn, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(drawn), "<svg")

	nowhere := filepath.Join(t.TempDir(), "nowhere", "breakfast.svg")
	code, _, problems = command(t, "picture "+trace+" -svg "+nowhere)
	assert.Equal(t, 1, code)
	assert.Contains(t, problems, "lessons: open "+nowhere+": ")
}

func TestWhatIsNoPicture(t *testing.T) {
	dir := t.TempDir()
	whole, err := os.ReadFile(trace)
	require.NoError(t, err)
	for name, tc := range map[string]struct{ text, want string }{
		"empty":  {"", "the trace is empty: its program hasn't ended yet, or took none"},
		"recipe": {"two eggs, a pan", "this is no execution trace of a Go program"},
		"newer":  {"go 1.99 trace\x00\x00\x00", "the trace is from a newer Go than this reader knows: Go 1.99"},
		"cut":    {string(whole[:len(whole)/2]), "nothing in the trace is complete: it breaks off within its first second"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(dir, name)
			require.NoError(t, os.WriteFile(file, []byte(tc.text), 0o600))
			code, out, problems := command(t, "picture "+file)
			assert.Equal(t, 1, code)
			assert.Empty(t, out)
			assert.Equal(t, "lessons: "+file+": "+tc.want+"\n", problems)
		})
	}
	gone := filepath.Join(dir, "gone")
	code, _, problems := command(t, "picture "+gone)
	assert.Equal(t, 1, code)
	assert.Contains(t, problems, "lessons: open "+gone+": ")
}
