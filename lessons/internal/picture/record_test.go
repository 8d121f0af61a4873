package picture_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What TASKTRACE makes task.Run write goes from before main to after the last
// task has ended, and is a trace that can be read to its end.
func TestWhatTASKTRACEWritesIsWhole(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("WebAssembly can't start a process")
	}
	dir := t.TempDir()
	program, file := filepath.Join(dir, "kitchen.exe"), filepath.Join(dir, "breakfast.trace")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "gosyncio/task/testdata/kitchen").CombinedOutput()
	require.NoError(t, err, string(out))
	cmd := exec.CommandContext(t.Context(), program, "breakfast")
	cmd.Env = append(os.Environ(), "TASKTRACE="+file)
	require.NoError(t, cmd.Run())

	recorded, err := os.Open(file)
	require.NoError(t, err)
	defer recorded.Close()
	said := transcribe(t, recorded)

	assert.Equal(t, []string{"start", "sleep {", "}", `end: returned "green"`, "closes"}, said["tea"])
	assert.Equal(t, []string{"start", "sleep {", "cancel: main has returned", "}", "end: cancelled main has returned", "closes"},
		said["radio"])
	assert.Equal(t, []string{"end: returned", "closes"}, said["main"][len(said["main"])-2:])
	assert.Contains(t, said["main"], `end: returned "toast"`, "a Run that thinks it is in charge is in the trace all the same")
}
