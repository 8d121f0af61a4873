package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk/talktest"
	"gosyncio/lessons/internal/twin"
)

func TestMain(m *testing.M) { talktest.Main(m, main) }

func TestTranscript(t *testing.T) {
	twin.Writes(t, kitchen, `
		0s  nothing has run yet
		0s  the generator runs to yield
		0s  main got tea
		0s  the generator goes on
		1.5s  hello
		2s  world
		2s  8 turns
	`)
}

func TestTwin(t *testing.T) { twin.Agrees(t, kitchen, "testdata/virtual_clock.py") }

func TestSlide(t *testing.T) { twin.Shows(t, kitchen, "slide.md") }

// The slide's other pieces of code are pieces of the program.
func TestTheSlideShowsTheCode(t *testing.T) {
	slide := readText(t, "slide.md")
	for _, tc := range []struct{ name, language, file, from, to string }{
		{"the generator in Go", "go", "generator.go", "\t// --- generator\n", "\t// --- generator end\n"},
		{"the generator in Python", "python", "slide.py", "    # --- generator\n", "    # --- generator end\n"},
		{"processEvents", "go", "loop.go", "// registers its socket again when it waits again.\n", "\n// finish"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, code, found := strings.Cut(readText(t, tc.file), tc.from)
			require.True(t, found, "%s has no %q", tc.file, tc.from)
			code, _, found = strings.Cut(code, tc.to)
			require.True(t, found, "%s has no %q", tc.file, tc.to)
			assert.Contains(t, slide, "```"+tc.language+"\n"+unindent(code)+"```\n")
		})
	}
}

// unindent moves code as far to the left as its first line allows.
func unindent(code string) string {
	margin := code[:len(code)-len(strings.TrimLeft(code, " \t"))]
	var moved strings.Builder
	for line := range strings.Lines(code) {
		moved.WriteString(strings.TrimPrefix(line, margin))
	}
	return moved.String()
}

func readText(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// What four clients send, and get back, from Go's server and from Python's.
const conversation = `
	tea connects
	eggs connects
	tea > hello
	tea < hello
	eggs >> wor
	tea > again
	tea < again
	eggs > ld
	eggs < world
	tea > the end
	tea says no more
	tea < the end
	tea hears the end
	eggs leaves
	toast connects
	toast > late
	toast < late
	toast vanishes
	jam connects
	jam > still there?
	jam < still there?
	jam leaves
`

func TestEchoTwin(t *testing.T) {
	needPoll(t)
	talktest.Agrees(t, conversation, "slide.py")
}

func TestStepPrintsEachTurn(t *testing.T) {
	*step = true
	defer func() { *step = false }()
	exactly(t, coroutines, `
		0s  turn 1: ready [main], from the poller [], due []
		0s  turn 2: ready [hello world busy], from the poller [], due []
		1.5s  turn 3: ready [], from the poller [], due [hello]
		1.5s  turn 4: ready [hello], from the poller [], due []
		1.5s  hello
		1.5s  turn 5: ready [main], from the poller [], due []
		2s  turn 6: ready [], from the poller [], due [world]
		2s  turn 7: ready [world], from the poller [], due []
		2s  world
		2s  turn 8: ready [main], from the poller [], due []
		2s  8 turns
	`)
}

// exactly asks for these lines in this order, also within one instant: our loop
// guarantees it.
func exactly(t *testing.T, kitchen twin.Kitchen, transcript string) {
	t.Helper()
	want, err := twin.Parse("want", transcript)
	require.NoError(t, err)
	played, err := twin.Play(t, kitchen)
	require.NoError(t, err)
	require.Equal(t, want.String(), played.String())
}
