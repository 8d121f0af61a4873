package browser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// elsewhere is an address of a documentation network that Chromium is told to find
// on this machine: a page from there is no secure context, as one from a teacher's
// laptop.
const elsewhere = "192.0.2.1"

func TestFromAnotherMachineThePageWorksWithoutASecureContext(t *testing.T) {
	b := newTab(t)
	b.visit(strings.Replace(exported, "127.0.0.1", elsewhere, 1) + "02-hello/")
	require.False(t, eval[bool](b, "isSecureContext"))
	b.ready()
	b.edit()
	b.write(program(t, "02-hello", "Hello ...", "good morning"))
	b.compileAndRun()
	require.Equal(t, "done", b.state(), b.describe())
	assert.Contains(t, b.printed(), "good morning")
	b.click("button", "Share")
	b.wait(`document.querySelector("[aria-label='Link to this program']")?.value.includes("#go=")`)
}

func TestAFullStorageIsASentenceAndTheProgramRuns(t *testing.T) {
	b := open(t, "02-hello/")
	b.ready()
	eval[bool](b, `(() => { for (let size = 1 << 22; size >= 1; size >>= 1) { try { for (let i = 0; ; i++) localStorage.setItem("full" + size + "-" + i, "x".repeat(size)) } catch {} } return true })()`)
	b.edit()
	b.write(program(t, "02-hello", "Hello ...", "good morning"))
	b.wait(`document.body.innerText.includes("storage for this site is full")`)
	b.compileAndRun()
	assert.Contains(t, b.printed(), "good morning")
}
