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
	out, err := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-ldflags=-s -w", "-o", program, "gosyncio/task/testdata/kitchen").CombinedOutput()
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
// task has ended. A crash writes its trace to the end, but no task in it ends.
func TestWhatTASKTRACEWrites(t *testing.T) {
	program := kitchen(t)
	t.Run("the trace of a run can be read to its end, and has all that was said", func(t *testing.T) {
		said := transcribe(t, traced(t, program, "breakfast"))

		assert.Equal(t, []string{"start", "sleep {", "}", `end: returned "green"`, "closes"}, said["tea"])
		assert.Equal(t, []string{"start", "sleep {", "cancel: main has returned", "}", "end: cancelled main has returned", "closes"},
			said["radio"])
		assert.Equal(t, []string{"end: returned", "closes"}, said["main"][len(said["main"])-2:])
		assert.Contains(t, said["main"], `end: returned "toast"`, "a Run that thinks it is in charge is in the trace all the same")
	})
	for _, tc := range []struct {
		name, mishap string
		cut          bool
	}{
		{name: "a run that ends isn't cut short", mishap: "breakfast"},
		{name: "a panic in a task cuts it short", mishap: "task", cut: true},
		{name: "a panic in main cuts it short", mishap: "main", cut: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := picture.Read(traced(t, program, tc.mishap))
			require.NoError(t, err)
			assert.Equal(t, tc.cut, p.CutShort)
		})
	}
}
