package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAPictureWithMoreBelowSaysSoUntilTheReaderIsThere(t *testing.T) {
	b := open(t, "16-philosophy/")
	b.run("instant")
	b.wait(`document.querySelectorAll("[aria-label=Picture] svg .name").length >= 12`)
	b.wait(`!document.querySelector(".picture-more").hidden`)
	for range 10 { // each click goes on by most of what is seen
		if eval[bool](b, `document.querySelector(".picture-more").hidden`) {
			break
		}
		b.click("button", "↓ more below")
		eval[bool](b, `new Promise(done => setTimeout(() => done(true), 700))`) // it scrolls smoothly
	}
	assert.True(t, eval[bool](b, `document.querySelector(".picture-more").hidden`), "nothing is below any more")
	assert.Less(t, eval[float64](b, `(e => e.scrollHeight - e.clientHeight - e.scrollTop)(document.querySelector("#picture"))`), 13.0)
}

func TestAPictureThatIsSeenAsAWholeSaysNothingOfMore(t *testing.T) {
	b := open(t, "06-gather/")
	b.run("instant")
	b.wait(`document.querySelectorAll("[aria-label=Picture] svg .name").length === 6`)
	b.wait(`document.querySelector(".picture-more").hidden`)
}
