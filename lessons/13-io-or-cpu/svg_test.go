package main

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var redraw = flag.Bool("redraw", false, "draw the recorded figures into bars.svg")

// bars.svg shows the recorded figures.
func TestSVG(t *testing.T) {
	var drawn bytes.Buffer
	require.NoError(t, recorded.svg(&drawn, recordedOn))
	if *redraw {
		require.NoError(t, os.WriteFile("bars.svg", drawn.Bytes(), 0o644))
	}
	want, err := os.ReadFile("bars.svg")
	require.NoError(t, err)
	assert.Equal(t, strings.ReplaceAll(string(want), "\r\n", "\n"), drawn.String(), "go test ./lessons/13-io-or-cpu -redraw")
	for decoder := xml.NewDecoder(&drawn); ; {
		_, err := decoder.Token()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
	}
}

// A bar ends before the next column begins, and there is room for its figure.
func TestSVGOfManyCores(t *testing.T) {
	var drawn strings.Builder
	require.NoError(t, result{
		{"Go", "in sequence", 100 * ms, 100 * ms}, {"Go", "at once", ms, ms / 10},
	}.svg(&drawn, recordedOn))
	assert.Contains(t, drawn.String(), ">100.0 ×<")
	assert.Contains(t, drawn.String(), ">1000.0 ×<")
	widest := 0.0
	for _, width := range regexp.MustCompile(`<rect .* width="([^"]+)"`).FindAllStringSubmatch(drawn.String(), -1) {
		wide, err := strconv.ParseFloat(width[1], 64)
		require.NoError(t, err)
		widest = max(widest, wide)
	}
	assert.Equal(t, 265.0, widest)
}

func TestSVGReturnsTheErrorOfItsOutput(t *testing.T) {
	assert.ErrorIs(t, recorded.svg(fullDisk{}, recordedOn), errFull)
}
