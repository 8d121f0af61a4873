package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A child is the lesson's program in a process of its own.
type child struct {
	*exec.Cmd
	out, problems bytes.Buffer
	lines         *bufio.Reader
}

// startChild starts the program. The test's end kills it.
func startChild(t *testing.T, args ...string) *child {
	t.Helper()
	if runtime.GOOS == "windows" || runtime.GOARCH == "wasm" {
		t.Skip("a test can send no signal to another program here")
	}
	program, err := os.Executable()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	c := &child{Cmd: exec.CommandContext(ctx, program, args...)}
	c.Env = append(os.Environ(), "PHILOSOPHY_MAIN=1")
	c.Stderr = &c.problems
	stdout, err := c.StdoutPipe()
	require.NoError(t, err)
	c.lines = bufio.NewReader(stdout)
	require.NoError(t, c.Start())
	return c
}

// end sends a signal and returns the exit code.
func (c *child) end(t *testing.T, signal os.Signal) int {
	t.Helper()
	require.NoError(t, c.Process.Signal(signal))
	_, err := c.lines.WriteTo(&c.out)
	require.NoError(t, err)
	c.Wait()
	return c.ProcessState.ExitCode()
}

func TestASignalEndsTheServer(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			c := startChild(t, "-addr", "127.0.0.1:0")
			_, err := c.lines.ReadString('\n')
			require.NoError(t, err)
			assert.Zero(t, c.end(t, signal))
			assert.NotContains(t, c.problems.String(), "16-philosophy:")
		})
	}
}

// painting is a server that wants to paint the terminal. It tells leaf when it is
// asked for Leaf, and does not answer that.
func painting(t *testing.T, leaf chan<- string) *httptest.Server {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch title := strings.TrimPrefix(r.URL.Path, "/wiki/"); title {
		case "Tea":
			fmt.Fprint(w, `<!DOCTYPE html><link rel="canonical" href="/wiki/%1b%5b31mRed">
				<div class="mw-parser-output"><p><a href="/wiki/%1b%5d0;taken%07">x</a>`+
				`<a href="/wiki/%C2%9b31m">x</a><a href="/wiki/Leaf%E2%80%AE`+strings.Repeat("x", 200)+`">x</a>`)
		case "Bell":
			w.Header().Set("Content-Type", "text/plain; x=\u202e"+strings.Repeat("bell", 1000))
			fmt.Fprint(w, "ding")
		default:
			leaf <- title
			<-r.Context().Done()
		}
	}))
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	return server
}

// printable asks that a terminal shows printed as it is.
func printable(t *testing.T, printed string) {
	t.Helper()
	for line := range strings.Lines(printed) {
		text := strings.TrimSuffix(line, "\n")
		assert.False(t, strings.ContainsFunc(text, func(c rune) bool { return unicode.In(c, unicode.C) }), "%q", text)
	}
}

func TestACrawlPrintsNoControlCharacters(t *testing.T) {
	o, err := parse([]string{"-base", painting(t, nil).URL, "-start", "Bell", "-start", "Tea", "-limit", "1"})
	require.NoError(t, err)
	var out bytes.Buffer
	assert.Error(t, o.crawl(t.Context(), &out))
	assert.Regexp(t, `(?m)^Bell \(0 pages, then Bell: this is no article but text/plain; x=bell.*…\)\nTea \(1 page, then the limit\)$`, out.String())
	printable(t, out.String())
}

// A crawl that a signal stops prints one clear sentence. Nothing that a server
// sends controls the terminal, not even the names of the tasks still pending.
func TestASignalEndsACrawl(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			leaf := make(chan string, 1)
			c := startChild(t, "-base", painting(t, leaf).URL, "-start", "Tea")
			select {
			case <-leaf:
			case <-time.After(10 * time.Second):
				require.Fail(t, "the crawl did not ask for Leaf")
			}
			assert.Equal(t, 1, c.end(t, signal))
			assert.Regexp(t, `^2 reads for 0 pages, in \d\.\d s\n$`, c.out.String())
			assert.Regexp(t, `(?m)^interrupted; still pending: .*read Leafx+…`, c.problems.String())
			assert.Regexp(t, `\n16-philosophy: interrupted before the end\.\n$`, c.problems.String())
			assert.NotContains(t, c.problems.String(), "context canceled")
			printable(t, c.out.String()+c.problems.String())
		})
	}
}

func TestASignalEndsTheKitchen(t *testing.T) {
	c := startChild(t)
	_, err := c.lines.ReadString('\n') // at 1 s
	require.NoError(t, err)
	assert.Equal(t, 1, c.end(t, os.Interrupt))
	assert.Regexp(t, `^interrupted; still pending: .*\ninterrupted before the end\n$`, c.problems.String())
}
