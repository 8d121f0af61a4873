package browser

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/classroom/toolchain/programs"
)

// The table is the one that the compiler is tested with in node. Here a reader pastes
// each program over the one before it, in one page that is never loaded again.
func TestEachProgramOfTheTableShowsInThePlaygroundWhatItMust(t *testing.T) {
	rows, err := programs.Read(os.DirFS("../toolchain/programs/testdata"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(rows), 40)
	b := openEditor(t, "play/")
	b.choose("Clock", "instant")
	for _, row := range rows {
		t.Run(row.Name, func(t *testing.T) {
			b := &tab{t: t, ctx: b.ctx}
			b.write(row.Text)
			b.click("button", "Run")
			if row.Loops {
				b.waitState("running")
				b.click("button", "Stop")
			}
			b.waitState("done", "failed")
			if len(row.Problems) > 0 {
				b.assertProblems(row)
			} else {
				b.assertRun(row)
			}
		})
	}
}

// A shown problem is one of the region Problems.
type shownProblem struct{ Place, Message, Hint string }

func (b *tab) assertProblems(row programs.Program) {
	b.t.Helper()
	assert.Equal(b.t, "failed", b.state(), b.describe())
	shown := eval[[]shownProblem](b, `[...document.querySelectorAll("[aria-label=Problems] li")].map(li => ({
		Place: li.querySelector(".problem-place")?.textContent ?? "", Message: li.innerText, Hint: li.querySelector(".problem-hint")?.textContent ?? ""
	}))`)
	require.NotEmpty(b.t, shown, b.describe())
	want := row.Problems[0]
	assert.Equal(b.t, fmt.Sprintf("line %d", want.Line), shown[0].Place)
	assert.Contains(b.t, shown[0].Message, want.Message)
	assert.Contains(b.t, shown[0].Hint, want.Hint)
	if row.Count > 0 {
		assert.Len(b.t, shown, row.Count)
	}
}

func (b *tab) assertRun(row programs.Program) {
	b.t.Helper()
	assert.True(b.t, eval[bool](b, `document.querySelector("[aria-label=Problems]").hidden`), b.describe())
	printed := eval[[]string](b, `[...document.querySelectorAll("[aria-label=Output] [data-at]:not(.output-error) .output-text")].map(e => e.textContent)`)
	assert.Equal(b.t, row.Prints, append([]string(nil), printed...))
	errors := eval[string](b, `[...document.querySelectorAll("[aria-label=Output] .output-error")].map(e => e.innerText).join("\n")`)
	for _, text := range row.Fails {
		assert.Contains(b.t, errors, text)
	}
	switch isBad := len(row.Fails) > 0 || row.Exit != 0; {
	case isBad:
		assert.Equal(b.t, "failed", b.state(), b.describe())
		assert.NotEmpty(b.t, strings.TrimSpace(eval[string](b, `document.querySelector("#notice").innerText`)), "a sentence says how it ended")
	default:
		assert.Equal(b.t, "done", b.state(), b.describe())
	}
	if row.Exit != 0 {
		assert.Contains(b.t, b.describe(), fmt.Sprint(row.Exit))
	}
}
