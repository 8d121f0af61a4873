package svg_test

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/picture/layout/sample"
)

// Each text's colour is asked for on the ground that it stands on.
func TestTextsCanBeReadInLightAndDark(t *testing.T) {
	drawn := string(draw(t, sample.Gather()))
	light, dark, found := strings.Cut(drawn, "@media")
	require.True(t, found)
	for _, theme := range []struct{ name, rules string }{{"light", light}, {"dark", dark}} {
		for _, pair := range []struct{ text, ground string }{
			{".ink", ".page"}, {".soft", ".page"}, {".ok", ".page"}, {".bad", ".page"}, {".off", ".page"},
			{".onrun", ".run"}, {".onsleep,", ".sleep"}, {".onwait,", ".wait"}, {".onready,", ".ready"},
		} {
			assert.GreaterOrEqual(t, contrast(t, theme.rules, pair.text, pair.ground), 4.5, "%s on %s, %s", pair.text, pair.ground, theme.name)
		}
	}
}

func contrast(t *testing.T, rules, text, ground string) float64 {
	t.Helper()
	a, b := luminance(t, rules, text), luminance(t, rules, ground)
	return (max(a, b) + .05) / (min(a, b) + .05)
}

// luminance is that of the fill of a class, as WCAG defines it.
func luminance(t *testing.T, rules, class string) (sum float64) {
	t.Helper()
	m := regexp.MustCompile(regexp.QuoteMeta(class) + `[^{\n]*\{fill:#([0-9a-f]{6})`).FindStringSubmatch(rules)
	require.NotNil(t, m, class)
	for i, weight := range []float64{.2126, .7152, .0722} {
		level, err := strconv.ParseUint(m[1][2*i:2*i+2], 16, 8)
		require.NoError(t, err)
		c := float64(level) / 255
		if c > .03928 {
			c = math.Pow((c+.055)/1.055, 2.4)
		} else {
			c /= 12.92
		}
		sum += weight * c
	}
	return sum
}
