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

// kitchen plays a mishap of task's own tests, and returns its trace.
func kitchen(t *testing.T, mishap string) *os.File {
	t.Helper()
	if runtime.GOOS == "js" {
		t.Skip("WebAssembly can't start a process")
	}
	dir := t.TempDir()
	program, file := filepath.Join(dir, "kitchen.exe"), filepath.Join(dir, mishap+".trace")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "gosyncio/task/testdata/kitchen").CombinedOutput()
	require.NoError(t, err, string(out))
	cmd := exec.CommandContext(t.Context(), program, mishap)
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
	said := transcribe(t, kitchen(t, "breakfast"))

	assert.Equal(t, []string{"start", "sleep {", "}", `end: returned "green"`, "closes"}, said["tea"])
	assert.Equal(t, []string{"start", "sleep {", "cancel: main has returned", "}", "end: cancelled main has returned", "closes"},
		said["radio"])
	assert.Equal(t, []string{"end: returned", "closes"}, said["main"][len(said["main"])-2:])
	assert.Contains(t, said["main"], `end: returned "toast"`, "a Run that thinks it is in charge is in the trace all the same")
}

// A crash writes its trace to the end, but nobody in it comes to an end.
func TestTheTraceOfACrashIsCutShort(t *testing.T) {
	for mishap, cut := range map[string]bool{"breakfast": false, "task": true, "main": true} {
		t.Run(mishap, func(t *testing.T) {
			p, err := picture.Read(kitchen(t, mishap))
			require.NoError(t, err)
			assert.Equal(t, cut, p.CutShort)
		})
	}
}
