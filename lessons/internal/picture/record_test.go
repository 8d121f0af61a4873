package picture_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/picture"
)

// kitchen builds the program of task's own tests.
func kitchen(t *testing.T) (program string) {
	t.Helper()
	if runtime.GOOS == "js" {
		t.Skip("WebAssembly can't start a process")
	}
	program = filepath.Join(t.TempDir(), "kitchen.exe")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-ldflags=-s -w", "-o", program, "gosyncio/task/testdata/kitchen").CombinedOutput()
	require.NoError(t, err, string(out))
	return program
}

// traced is the trace of a mishap there.
func traced(t *testing.T, kitchen, mishap string) *os.File {
	t.Helper()
	file := filepath.Join(t.TempDir(), mishap+".trace")
	cmd := exec.CommandContext(t.Context(), kitchen, mishap)
	cmd.Env = append(os.Environ(), "TASKTRACE="+file)
	cmd.Run() // to be killed may be the point
	recorded, err := os.Open(file)
	require.NoError(t, err)
	t.Cleanup(func() { recorded.Close() })
	return recorded
}

// What TASKTRACE makes task.Run write goes from before main to after the last
// task has ended, and is a trace that can be read to its end.
func TestWhatTASKTRACEWritesIsWhole(t *testing.T) {
	said := transcribe(t, traced(t, kitchen(t), "breakfast"))

	assert.Equal(t, []string{"start", "sleep {", "}", `end: returned "green"`, "closes"}, said["tea"])
	assert.Equal(t, []string{"start", "sleep {", "cancel: main has returned", "}", "end: cancelled main has returned", "closes"},
		said["radio"])
	assert.Equal(t, []string{"end: returned", "closes"}, said["main"][len(said["main"])-2:])
	assert.Contains(t, said["main"], `end: returned "toast"`, "a Run that thinks it is in charge is in the trace all the same")
}

// A crash writes its trace to the end, but no task in it ends.
func TestTheTraceOfACrashIsCutShort(t *testing.T) {
	program := kitchen(t)
	for mishap, cut := range map[string]bool{"breakfast": false, "task": true, "main": true} {
		t.Run(mishap, func(t *testing.T) {
			p, err := picture.Read(traced(t, program, mishap))
			require.NoError(t, err)
			assert.Equal(t, cut, p.CutShort)
		})
	}
}
