package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/twin"
)

// How late the page is, is no test's matter on a busy machine: BenchmarkRealClock measures it.
func TestUnderTheRealClockEachLineComesInOrderAndNoneIsEarly(t *testing.T) {
	b := open(t, "06-gather/")
	b.run("real")
	want, err := twin.Parse("slide.md", find(t, "06-gather").Transcript)
	require.NoError(t, err)
	got := b.output()
	require.Len(t, got, len(want.Lines))
	for i, line := range want.Lines {
		assert.GreaterOrEqual(t, got[i].At, float64(line.At.Milliseconds()), line.Text)
	}
}

func TestAStepRunsTheProgramToItsNextInstant(t *testing.T) {
	b := open(t, "06-gather/")
	b.ready()
	b.choose("Clock", "step")
	b.click("button", "Run")
	b.waitState("paused")
	assert.Empty(t, b.output(), "at 0 s nothing is printed")
	b.click("button", "Step")
	b.wait(`document.querySelectorAll("[aria-label=Output] [data-at]").length === 1`)
	b.waitState("paused")
	assert.Equal(t, []outputLine{{1000, "eggs ready"}}, b.output())
	b.click("button", "Step")
	b.wait(`document.querySelectorAll("[aria-label=Output] [data-at]").length === 3`)
	b.waitState("paused")
	b.click("button", "Stop")
	b.waitState("done", "failed", "idle")
	assert.Len(t, b.output(), 3, "a stopped program prints nothing more")
}

func TestPauseStopsTheProgramItself(t *testing.T) {
	b := open(t, "06-gather/")
	b.ready()
	b.choose("Clock", "real")
	b.click("button", "Run")
	b.wait(`document.querySelectorAll("[aria-label=Output] [data-at]").length === 1`)
	b.click("button", "Pause")
	b.waitState("paused")
	paused := len(b.output())
	eval[bool](b, `new Promise(r => setTimeout(() => r(true), 2500))`) // the reader's time, in which the toast would be ready
	assert.Len(t, b.output(), paused, "nothing is printed during a pause")
	b.choose("Clock", "instant")
	if b.state() == "paused" {
		b.press(" ")
	}
	b.waitState("done")
	want, err := twin.Parse("slide.md", find(t, "06-gather").Transcript)
	require.NoError(t, err)
	assert.Len(t, b.output(), len(want.Lines))
}

func TestBackShowsAnEarlierInstantAndLeavesTheOutputComplete(t *testing.T) {
	b := open(t, "06-gather/")
	b.run("instant")
	at := func() float64 {
		return eval[float64](b, `Number(document.querySelector("[aria-label=Picture] [role=slider]").getAttribute("aria-valuenow"))`)
	}
	b.wait(`document.querySelector("[aria-label=Picture] [role=slider]")`)
	b.click("button", "Back")
	first := at()
	b.click("button", "Back")
	assert.Less(t, at(), first)
	assertTranscript(t, "06-gather", b.output())
}
