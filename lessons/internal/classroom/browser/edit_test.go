package browser

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// openEditor opens a page and its editor.
func openEditor(t *testing.T, path string) *tab {
	t.Helper()
	b := open(t, path)
	b.ready()
	if path != "play/" && !strings.HasSuffix(path, "exercise/") {
		b.edit()
	}
	b.waitEditor()
	return b
}

// edit opens the editor of a lesson, with its whole file.
func (b *tab) edit() {
	b.t.Helper()
	b.click("button", "Edit")
	b.waitEditor()
	b.showWholeFile()
}

// showWholeFile shows the lines around the core, so that they are edited, too.
func (b *tab) showWholeFile() {
	b.t.Helper()
	if eval[bool](b, `document.querySelector("#whole").getAttribute("aria-pressed") === "false"`) {
		b.click("button", "Whole file")
	}
}

func (b *tab) waitEditor() {
	b.t.Helper()
	b.wait(`document.querySelector("#editor")?.shadowRoot?.querySelector(".cm-content")`)
}

// write replaces the whole program, as if it were pasted.
func (b *tab) write(program string) {
	b.t.Helper()
	call[bool](b, "textbox", "Go program", `function() { this.focus(); return true }`)
	b.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	call[bool](b, "textbox", "Go program", `function() {
		const clipboardData = new DataTransfer();
		clipboardData.setData("text/plain", `+toJSON(program)+`);
		return this.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true})) || true;
	}`)
}

// program is the text of a lesson's main.go with some words replaced.
func program(t *testing.T, slug string, oldnew ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(home, slug, "main.go"))
	require.NoError(t, err)
	edited := strings.NewReplacer(oldnew...).Replace(string(text))
	if len(oldnew) > 0 {
		require.NotEqual(t, string(text), edited, "nothing was replaced")
	}
	return edited
}

// compileAndRun presses Run, and waits until the program has ended or cannot start.
func (b *tab) compileAndRun() {
	b.t.Helper()
	b.choose("Clock", "instant")
	b.click("button", "Run")
	b.waitState("compiling", "loading", "running", "done", "failed")
	b.waitState("done", "failed")
}

func (b *tab) found() string {
	b.t.Helper()
	return eval[string](b, `document.querySelector("[aria-label=Problems]").innerText`)
}

func (b *tab) printed() string {
	b.t.Helper()
	var lines []string
	for _, line := range b.output() {
		lines = append(lines, line.Text)
	}
	return strings.Join(lines, "\n")
}

func TestAnEditIsCheckedAtItsLineThenRunsWithAnotherOutputAndAnotherPicture(t *testing.T) {
	b := openEditor(t, "06-gather/")
	b.write(program(t, "06-gather", `"eggs", 1*time.Second`, `"eggs", 3*time.Secnd`))
	b.wait(`document.querySelector("[aria-label=Problems]").innerText.includes("Secnd")`)
	assert.Regexp(t, `line \d+ undefined: time.Secnd`, b.found())

	b.write(program(t, "06-gather", `"eggs", 1*time.Second`, `"eggs", 3*time.Second`))
	b.wait(`document.querySelector("[aria-label=Problems]").hidden`)
	b.compileAndRun()
	assert.Equal(t, "done", b.state(), b.describe())
	assert.Contains(t, b.output(), outputLine{3000, "eggs ready"})
	assert.NotContains(t, b.output(), outputLine{1000, "eggs ready"})
	b.wait(`document.querySelectorAll("[aria-label=Picture] svg .name").length >= 10`)
	picture := eval[string](b, `document.querySelector("[aria-label=Picture] svg").textContent`)
	assert.Contains(t, picture, "1 s", "what was gained or lost, on one ruler")
}

func TestOnceThePacksAreLoadedAnEditNeedsNoServer(t *testing.T) {
	static := httptest.NewServer(http.FileServer(http.Dir(course)))
	defer static.Close()
	b := newTab(t)
	b.visit(static.URL + "/02-hello/")
	b.ready()
	b.edit()
	b.write(program(t, "02-hello", "Hello ...", "good morning"))
	b.compileAndRun()
	require.Equal(t, "done", b.state(), b.describe())
	static.CloseClientConnections()
	static.Close()
	b.write(program(t, "02-hello", "Hello ...", "good evening"))
	b.compileAndRun()
	assert.Equal(t, "done", b.state(), b.describe())
	assert.Contains(t, b.printed(), "good evening")
}

func TestAnEditIsKeptAndResetForgetsIt(t *testing.T) {
	b := openEditor(t, "02-hello/")
	b.write(program(t, "02-hello", "Hello ...", "good morning"))
	b.wait(`Object.values(localStorage).some(text => text.includes("good morning"))`)
	b.do(chromedp.Reload())
	b.ready()
	b.click("button", "Edit")
	b.waitEditor()
	b.wait(`document.querySelector("#editor").shadowRoot.querySelector(".cm-content").innerText.includes("good morning")`)
	b.click("button", "Reset")
	b.wait(`!document.querySelector("#editor").shadowRoot.querySelector(".cm-content").innerText.includes("good morning")`)
}

// hostile looks for a way out of the worker that it runs in.
const hostile = `package main

import (
	"fmt"
	"syscall/js"
)

func try(what string, f func()) {
	defer func() {
		if err := recover(); err != nil {
			fmt.Println(what, "is refused")
		}
	}()
	f()
	fmt.Println(what, "WORKS")
}

func main() {
	global := js.Global()
	for _, name := range []string{"fetch", "XMLHttpRequest", "WebSocket", "EventSource", "Worker", "importScripts", "indexedDB", "caches", "BroadcastChannel", "localStorage", "postMessage"} {
		if v := global.Get(name); v.Truthy() {
			fmt.Println(name, "WORKS")
		} else {
			fmt.Println(name, "is refused")
		}
	}
	try("eval", func() { global.Call("eval", "fetch('/')") })
	try("Function", func() { global.Get("Function").New("return fetch('/')").Invoke() })
	try("a prototype", func() { global.Get("Object").Call("getPrototypeOf", global).Get("fetch").Invoke("/") })
}
`

func TestAProgramReachesNeitherTheNetworkNorThePageNorItsStorage(t *testing.T) {
	b := openEditor(t, "play/")
	b.write(hostile)
	b.compileAndRun()
	require.Equal(t, "done", b.state(), b.describe()+b.found())
	printed := b.printed()
	assert.NotContains(t, printed, "WORKS")
	assert.Contains(t, printed, "fetch is refused")
	assert.Contains(t, printed, "a prototype is refused")
}

func TestASharedProgramRunsOnlyAfterAClick(t *testing.T) {
	b := openEditor(t, "play/")
	b.write("package main\n\nfunc main() { println(\"shared tea\") }\n")
	b.click("button", "Share")
	b.wait(`document.querySelector("[aria-label='Link to this program']")`)
	link := eval[string](b, `document.querySelector("[aria-label='Link to this program']").value`)
	other := newTab(t)
	other.visit(link)
	other.ready()
	other.waitEditor()
	other.wait(`document.querySelector("#editor").shadowRoot.querySelector(".cm-content").innerText.includes("shared tea")`)
	assert.Empty(t, other.output())
	assert.Equal(t, "idle", other.state())
	other.compileAndRun()
	assert.Contains(t, other.printed(), "shared tea")
}

// A fault is what a student's program may do.
func TestAFaultyProgramLeavesAUsablePage(t *testing.T) {
	for _, tc := range []struct {
		name, body string
		stop       bool   // it does not end by itself
		want       string // on the page
	}{
		{"an endless loop is stopped", "for {\n\t}", true, ""},
		{"a deadlock is Go's own message", "select {}", false, "all goroutines are asleep"},
		{"a panic has its stack", `panic("burnt")`, false, "panic: burnt"},
		{"os.Exit ends it", "os.Exit(3)", false, "3"},
		{"endless printing is cut", "for {\n\t\tos.Stdout.WriteString(strings.Repeat(\"tea \", 20) + \"\\n\")\n\t}", false, "1 MB"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := openEditor(t, "play/")
			b.write("package main\n\nimport (\n\t\"os\"\n\t\"strings\"\n)\n\nvar _, _ = os.Args, strings.ToUpper\n\nfunc main() {\n\t" + tc.body + "\n}\n")
			b.choose("Clock", "instant")
			b.click("button", "Run")
			if tc.stop {
				b.waitState("running")
				b.click("button", "Stop")
			}
			b.waitState("done", "failed", "idle")
			b.wait(`document.body.innerText.includes(` + toJSON(tc.want) + `)`)
			b.write("package main\n\nfunc main() { println(\"fresh tea\") }\n")
			b.compileAndRun()
			assert.Equal(t, "done", b.state(), b.describe())
			assert.Contains(t, b.printed(), "fresh tea", "the next run starts clean")
		})
	}
}

func TestTheEditorGivesTheTabKeyBack(t *testing.T) {
	b := openEditor(t, "play/")
	call[bool](b, "textbox", "Go program", `function() { this.focus(); return true }`)
	b.press(kb.Escape)
	b.press(kb.Tab)
	assert.NotEqual(t, "editor", eval[string](b, `document.activeElement.id`))
}
