package programs

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRead(t *testing.T) {
	file := &fstest.MapFile{Data: []byte("It says.\nprints: tea\nproblem 3:4: bad\nhint: good\ncrlf\nrepeat 2: x\n---\na\n\t// repeat\nb\n")}
	got, err := Read(fstest.MapFS{"tea.txt": file})
	require.NoError(t, err)
	assert.Equal(t, []Program{{
		Name: "tea", Says: "It says.", Text: "a\r\nx\r\nx\r\nb\r\n", Prints: []string{"tea"},
		Problems: []Problem{{3, 4, "bad", "good"}},
	}}, got)
}

func TestReadRefuses(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"no program", "It says.\nprints: tea\n", "tea.txt: the line --- is missing before the program"},
		{"a directive that nobody knows", "It says.\nprint: tea\n---\n", `tea.txt: unknown directive "print: tea"`},
		{"a hint without a problem", "It says.\nhint: tea\n---\n", `tea.txt: unknown directive "hint: tea"`},
		{"no number", "It says.\nexit: tea\n---\n", `tea.txt: strconv.Atoi: parsing "tea": invalid syntax`},
	} {
		t.Run("refused: "+tc.name, func(t *testing.T) {
			_, err := Read(fstest.MapFS{"tea.txt": &fstest.MapFile{Data: []byte(tc.text)}})
			assert.EqualError(t, err, tc.want)
		})
	}
}

// Each row says what the page must show.
func TestEachProgramHasAnOutcome(t *testing.T) {
	all, err := Read(os.DirFS("testdata"))
	require.NoError(t, err)
	require.Greater(t, len(all), 40)
	for _, p := range all {
		assert.True(t, p.Says != "" && (p.Loops || len(p.Prints)+len(p.Fails)+len(p.Problems) > 0), p.Name)
	}
}
