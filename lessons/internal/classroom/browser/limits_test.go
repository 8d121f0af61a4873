package browser

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const small = "package main\n\nfunc main() { println(\"small tea\") }\n"

// openFaulty opens a page of a static host. For each path that fault answers, it
// returns true.
func openFaulty(t *testing.T, path string, fault func(w http.ResponseWriter, r *http.Request) bool) *tab {
	t.Helper()
	files := http.FileServer(http.Dir(course))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !fault(w, r) {
			files.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	b := newTab(t)
	b.visit(server.URL + "/" + path)
	b.ready()
	return b
}

// courseFile is the file that a request asks for.
func courseFile(t *testing.T, r *http.Request) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(course, filepath.FromSlash(r.URL.Path)))
	assert.NoError(t, err)
	return data
}

func TestACutDownloadOfTheCompilerIsSaidAndTheNextRunFetchesItAgain(t *testing.T) {
	for _, name := range []string{"compile.wasm.gz", "base.objects.pack.gz"} {
		t.Run(name, func(t *testing.T) {
			var healthy atomic.Bool
			b := openFaulty(t, "play/", func(w http.ResponseWriter, r *http.Request) bool {
				if healthy.Load() || r.Method != http.MethodGet || !strings.HasSuffix(r.URL.Path, "/"+name) {
					return false
				}
				data := courseFile(t, r)
				w.Header().Set("Content-Length", strconv.Itoa(len(data)))
				w.Write(data[:len(data)/2])
				panic(http.ErrAbortHandler) // the connection breaks
			})
			b.waitEditor()
			b.write(small)
			b.click("button", "Run")
			b.wait(`document.querySelector("#notice").innerText.includes("The compiler did not answer")`)
			assert.Contains(t, b.describe(), "Try again")
			assert.Equal(t, "failed", b.state())
			b.forgive("net::ERR_")

			healthy.Store(true)
			b.compileAndRun()
			assert.Equal(t, "done", b.state(), b.describe())
			assert.Contains(t, b.printed(), "small tea")
		})
	}
}

func TestWhileTheServerBuildsTheCompilerThePageSaysHowFarItIs(t *testing.T) {
	for _, path := range []string{"play/", "06-gather/", "16-philosophy/exercise/"} {
		t.Run(path, func(t *testing.T) {
			built := make(chan struct{})
			b := openFaulty(t, path, func(w http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path == "/progress.json" {
					w.Write([]byte(`{"done": 17, "of": 18, "doing": ["assets/tools/"], "failed": [], "step": "built link.wasm: 9.9 MB"}`))
					return true
				}
				if strings.HasPrefix(r.URL.Path, "/assets/tools/") {
					<-built // as the server does: the request waits
				}
				return false
			})
			if path == "06-gather/" {
				b.edit()
			}
			b.wait(`document.body.innerText.includes("The compiler is being built, once: 17 of 18 parts of the classroom are ready. The last step: built link.wasm: 9.9 MB.")`)
			close(built)
			b.waitEditor()
			b.wait(`!document.body.innerText.includes("The compiler is being built")`)
			b.click("button", "Run")
			b.waitState("compiling", "running", "done")
			b.waitState("done", "failed") // the exercise's stub fails
			assert.NotContains(t, b.describe(), "The compiler did not answer")
		})
	}
}

func TestACompilerThatIsNewerThanThePacksIsASentence(t *testing.T) {
	b := openFaulty(t, "play/", func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/tools.json") {
			return false
		}
		var tools map[string]any
		assert.NoError(t, json.Unmarshal(courseFile(t, r), &tools))
		tools["go"] = "go1.99"
		json.NewEncoder(w).Encode(tools)
		return true
	})
	b.waitEditor()
	b.write(small)
	b.click("button", "Run")
	b.wait(`document.querySelector("#notice").innerText.includes("the compiler is go1.99, and the packages were compiled by go1.")`)
	assert.Contains(t, b.describe(), "load the page again")
	assert.Equal(t, "failed", b.state())
}

// A trace of more than 16 MB.
const talkative = `package main

import (
	"context"
	"fmt"
	"runtime/trace"
	"time"
)

func main() {
	for range 3 {
		for i := range 200_000 {
			trace.Logf(context.Background(), "category", "message %d, which is as long as that", i)
		}
		time.Sleep(time.Second)
	}
	fmt.Println("the end")
}
`

func TestThePageSaysBesideThePictureThatALongTraceIsCut(t *testing.T) {
	b := openEditor(t, "play/")
	b.write(talkative)
	b.compileAndRun()
	require.Equal(t, "done", b.state(), b.describe()+b.found())
	assert.Contains(t, b.printed(), "the end")
	b.wait(`document.querySelector("#remark").innerText.includes("longer than 16 MB")`)
	assert.Equal(t, "polite", eval[string](b, `document.querySelector("#remark").getAttribute("aria-live")`))

	b.write(small)
	b.compileAndRun()
	assert.Empty(t, eval[string](b, `document.querySelector("#remark").innerText`), "the next run is a short one")
}
