package browser

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var write = flag.Bool("write", false, "write the screenshots of README anew")

// README shows what the page looks like. If that is no longer so, take the
// screenshots anew, and look at them:
//
//	go test . -run Screenshots -write
func TestTheScreenshotsInREADMEShowThePageAsItIs(t *testing.T) {
	for _, m := range medias {
		t.Run(m.name, func(t *testing.T) {
			b := newTab(t)
			b.emulate(m)
			b.visit(served + "06-gather/")
			b.run("instant")
			b.wait(`document.querySelectorAll("[aria-label=Picture] svg .name").length === 6`)
			// What differs from run to run.
			eval[bool](b, `(() => { document.querySelector(".stage-time").textContent = "5.00 s of program"; document.activeElement.blur(); return true })()`)
			eval[bool](b, `new Promise(done => setTimeout(() => done(true), 500))`) // the last drawing
			taken, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
			require.NoError(t, err)
			name := filepath.Join("testdata", "gather-"+m.name+".png")
			if *write {
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(name, taken, 0o644))
			}
			kept, err := os.ReadFile(name)
			require.NoError(t, err)
			assert.Less(t, difference(t, kept, taken), 0.02, "the part of the pixels that differ from %s", name)
		})
	}
}

// difference is the part of the pixels that look different.
func difference(t *testing.T, a, b []byte) float64 {
	t.Helper()
	first, err := png.Decode(bytes.NewReader(a))
	require.NoError(t, err)
	second, err := png.Decode(bytes.NewReader(b))
	require.NoError(t, err)
	require.Equal(t, first.Bounds(), second.Bounds())
	n, differ := 0, 0
	for y := range first.Bounds().Dy() {
		for x := range first.Bounds().Dx() {
			n++
			if far(first, second, x, y) {
				differ++
			}
		}
	}
	return float64(differ) / float64(n)
}

func far(a, b image.Image, x, y int) bool {
	r1, g1, b1, _ := a.At(x, y).RGBA()
	r2, g2, b2, _ := b.At(x, y).RGBA()
	return max(apart(r1, r2), apart(g1, g2), apart(b1, b2)) > 0x3000
}

func apart(a, b uint32) uint32 { return max(a, b) - min(a, b) }
