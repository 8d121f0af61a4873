//go:build !racy && !leaky && !hasty && !deaf

package main

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each wrong serve fails in these tests, saying this, and in no other. That the
// leaky one fails in three is the bubble's doing: all three are bubbles in which
// somebody leaves while a dish is ready.
func TestEachBugIsCaught(t *testing.T) {
	const left = "deadlock: main bubble goroutine has exited but blocked goroutines remain"
	for tag, fails := range map[string]map[string]string{
		"leaky": {
			"TestNobodyIsLeftBehind":       left,
			"TestNobodyIsServedWhoHasLeft": left,
			"TestRunReturns":               "deadlock: all goroutines in bubble are blocked",
		},
		"hasty": {
			"TestInEveryOrder": "--- FAIL: TestInEveryOrder/the_other_way_round",
		},
		"deaf": {
			"TestNobodyIsServedWhoHasLeft": "should have 1 item(s), but has 2",
		},
	} {
		t.Run(tag, func(t *testing.T) {
			t.Parallel()
			tests := build(t, tag)
			for _, name := range []string{
				"TestEverybodyIsServed", "TestNobodyIsLeftBehind", "TestRunReturns",
				"TestNobodyCooksForWhoHasLeft", "TestInEveryOrder", "TestNobodyIsServedWhoHasLeft",
			} {
				says, err := run(t, tests, name)
				assert.Equal(t, fails[name] != "", err != nil, "%s fails: %s", name, says)
				assert.Contains(t, says, fails[name], name)
			}
		})
	}
}

var built sync.Map // the tags of what has been built; once is enough, whatever -count says

// build compiles the tests with a wrong serve.
func build(t *testing.T, tag string, flags ...string) (program string) {
	t.Helper()
	if runtime.GOARCH == "wasm" {
		t.Skip("WebAssembly starts no other programs")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("nobody to compile the wrong ones: ", err)
	}
	if _, again := built.LoadOrStore(tag, true); again {
		t.Skip("it has been caught already")
	}
	program = filepath.Join(t.TempDir(), tag+".test.exe")
	args := append([]string{"test", "-c", "-vet=off", "-ldflags=-s -w", "-tags", tag, "-o", program}, flags...)
	said, err := exec.CommandContext(t.Context(), "go", args...).CombinedOutput()
	require.NoError(t, err, string(said))
	return program
}

// run runs one of the tests and returns what it says.
func run(t *testing.T, tests, name string) (says string, err error) {
	t.Helper()
	text, err := exec.CommandContext(t.Context(), tests, "-test.run", "^"+name+"$").CombinedOutput()
	if err != nil {
		require.ErrorAs(t, err, new(*exec.ExitError), name)
	}
	return string(text), err
}
