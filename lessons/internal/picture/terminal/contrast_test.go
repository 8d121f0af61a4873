package terminal_test

import (
	"math"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/picture/layout/sample"
	"gosyncio/lessons/internal/picture/terminal"
)

func TestColoursCanBeReadOnBlackAndOnWhite(t *testing.T) {
	codes := map[string]bool{}
	for _, run := range sample.Runs() {
		for _, m := range regexp.MustCompile("\x1b\\[([0-9;]*)m").FindAllStringSubmatch(draw(t, run, terminal.Options{Colour: true}), -1) {
			codes[m[1]] = true
		}
	}
	require.Greater(t, len(codes), 5)
	for code := range codes {
		if code == "0" || code == "1" {
			continue // the terminal's own
		}
		m := regexp.MustCompile(`^38;5;(\d+)$`).FindStringSubmatch(code)
		require.NotNil(t, m, "%s may be any colour, or dim", code)
		n, _ := strconv.Atoi(m[1])
		light := luminance(n)
		assert.GreaterOrEqual(t, 1.05/(light+.05), 4.5, "%s on white", code)
		assert.GreaterOrEqual(t, (light+.05)/.05, 4.5, "%s on black", code)
	}
}

// luminance is that of a colour of xterm's cube or greys, as WCAG defines it.
func luminance(n int) float64 {
	levels := []float64{0, 95, 135, 175, 215, 255}
	if n >= 232 {
		return linear(8 + 10*float64(n-232))
	}
	n -= 16
	return .2126*linear(levels[n/36]) + .7152*linear(levels[n/6%6]) + .0722*linear(levels[n%6])
}

func linear(level float64) float64 {
	if c := level / 255; c > .03928 {
		return math.Pow((c+.055)/1.055, 2.4)
	}
	return level / 255 / 12.92
}
