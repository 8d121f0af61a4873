package main

import (
	"os"
	"os/exec"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each wrong serve passes TestTranscript, and fails in exactly these tests, with
// these words. leaky fails in three: in each of them a bubble ends, or Run waits,
// while a cook is blocked.
func TestEachBugIsCaught(t *testing.T) {
	const blocked = "deadlock: main bubble goroutine has exited but blocked goroutines remain"
	type failures map[string]string // by test
	for _, tc := range []struct {
		serve string
		fails failures
	}{
		{serve: "right"},
		{serve: "leaky", fails: failures{
			"TestNoGoroutineIsLeft":              blocked,
			"TestRunReturns":                     "deadlock: all goroutines in bubble are blocked",
			"TestNothingIsDeliveredAfterACancel": blocked,
		}},
		{serve: "hasty", fails: failures{
			"TestEveryOrder": "--- FAIL: TestEveryOrder/all_reversed",
		}},
		{serve: "deaf", fails: failures{
			"TestNothingIsDeliveredAfterACancel": "should have 1 item(s), but has 2",
		}},
	} {
		t.Run(tc.serve, func(t *testing.T) {
			t.Parallel()
			for _, name := range []string{
				"TestTranscript",
				"TestAllDishesAreDelivered", "TestNoGoroutineIsLeft", "TestRunReturns",
				"TestACancelStopsTheCooks", "TestEveryOrder", "TestNothingIsDeliveredAfterACancel",
			} {
				output, err := runTest(t, name, tc.serve)
				assert.Equal(t, tc.fails[name] != "", err != nil, "%s fails: %s", name, output)
				assert.Contains(t, output, tc.fails[name], name)
			}
		})
	}
}

// Only the race detector finds this bug: without it, the count is nearly always
// right, and in the kitchen, where no two cooks are ready at the same time, it is
// always right.
func TestTheRaceIsCaught(t *testing.T) {
	if !raceDetector {
		output, err := runTest(t, "TestTranscript", "racy")
		assert.NoError(t, err, output)
		t.Skip("only the race detector finds this bug: go test -race ./lessons/14-testing")
	}
	output, err := runTest(t, "TestAllDishesAreDelivered", "racy")
	assert.Error(t, err)
	assert.Contains(t, output, "WARNING: DATA RACE")
	assert.Contains(t, output, "racy_test.go", "the report names the place")
}

func TestAnUnknownServeIsRefused(t *testing.T) {
	output, err := runTest(t, "TestEveryOrder", "tea")
	assert.Error(t, err)
	assert.Equal(t, "unknown -serve \"tea\": want right, racy, leaky, hasty, deaf\n", output)
}

// runTest runs one test of this program with another serve, and returns what it
// prints.
func runTest(t *testing.T, name, serve string) (output string, err error) {
	t.Helper()
	if runtime.GOARCH == "wasm" {
		t.Skip("WebAssembly can't start another program")
	}
	if *serveFlag != "right" {
		t.Skip("this test chooses -serve by itself")
	}
	program, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), program, "-serve", serve, "-test.run", "^"+name+"$")
	cmd.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0") // else each run takes a second longer
	text, err := cmd.CombinedOutput()
	if err != nil {
		require.ErrorAs(t, err, new(*exec.ExitError), name)
	}
	return string(text), err
}
