package task_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var kitchenDir string // to be removed at the end

// buildKitchen builds the program once for all tests of the package.
var buildKitchen = sync.OnceValues(func() (program string, err error) {
	if kitchenDir, err = os.MkdirTemp("", "kitchen"); err != nil {
		return "", err
	}
	program = filepath.Join(kitchenDir, "kitchen.exe")
	out, err := exec.Command("go", "build", "-buildvcs=false", "-ldflags=-s -w", "-o", program, "./testdata/kitchen").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("go build: %w\n%s", err, out)
	}
	return program, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	os.RemoveAll(kitchenDir)
	os.Exit(code)
}

// kitchen is testdata/kitchen as a process of its own, not started yet.
func kitchen(t *testing.T, mishap string) *exec.Cmd {
	t.Helper()
	if runtime.GOOS == "js" {
		t.Skip("WebAssembly can't start a process")
	}
	program, err := buildKitchen()
	require.NoError(t, err)
	return exec.CommandContext(t.Context(), program, mishap)
}

// A panic ends the program with its own stack; nobody goes on beside it.
func TestPanic(t *testing.T) {
	for _, tc := range []struct {
		name  string
		stack string
	}{
		{"task", "main.burn"},
		{"gather", "main.burn"},
		{"start", "main.inAStart.func1"},
		{"callback", "main.inACallback.func2"},
		{"main", "main.inMain"},
		{"nested", "main.inMain"},
	} {
		t.Run("a panic in "+tc.name+" ends the program with its own stack", func(t *testing.T) {
			t.Parallel()
			cmd := kitchen(t, tc.name)
			var out, trace bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &trace

			err := cmd.Run()

			var exit *exec.ExitError
			require.ErrorAs(t, err, &exit)
			assert.Equal(t, 2, exit.ExitCode())
			assert.Contains(t, trace.String(), "panic: boom")
			assert.Contains(t, trace.String(), "main.boom(")
			assert.Contains(t, trace.String(), tc.stack+"(")
			assert.NotContains(t, out.String(), "went on")
			assert.NotContains(t, out.String(), "Run returned")
		})
	}
}

func TestCtrlC(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows can't send Ctrl-C to one process")
	}
	// Where Ctrl-C is ignored, as behind nohup, Run lets it be, and the child
	// would inherit that; to catch it hands down the default.
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, os.Interrupt)
	defer signal.Stop(caught)

	for _, tc := range []struct {
		name   string
		mishap string
		signal os.Signal
		second bool // the same signal once more, when the first one has been heard
		code   int
		out    string
		says   string
	}{
		{
			name:   "the first Ctrl-C cancels main and prints what is pending (R10)",
			mishap: "polite", signal: os.Interrupt, code: 1,
			out:  "ready\nRun returned: context canceled: interrupted by Ctrl-C true\n",
			says: "interrupted; still pending: main, tea\n",
		},
		{
			name:   "SIGTERM does the same (R10)",
			mishap: "polite", signal: syscall.SIGTERM, code: 1,
			out:  "ready\nRun returned: context canceled: terminated by SIGTERM true\n",
			says: "interrupted; still pending: main, tea\n",
		},
		{
			name:   "it prints what each waits for, and the functions of a gather by name (R10)",
			mishap: "waiting", signal: os.Interrupt, code: 1,
			out:  "ready\nRun returned: context canceled: interrupted by Ctrl-C true\n",
			says: "interrupted; still pending: main (waits for gather), tea, guest (waits for tea), brew\n",
		},
		{
			name:   "the second Ctrl-C ends the program (R10)",
			mishap: "deaf", signal: os.Interrupt, second: true, code: -1,
			out:  "ready\ntold\n",
			says: "interrupted; still pending: main, tea, toast\n",
		},
		{
			name:   "a main that finishes in order returns its value (R11)",
			mishap: "brave", signal: os.Interrupt, code: 0,
			out:  "ready\nRun returned\n",
			says: "interrupted; still pending: main\n",
		},
		{
			name:   "a Ctrl-C while a task cleans up after main prints only that task (R10)",
			mishap: "late", signal: os.Interrupt, code: 0,
			out:  "ready\nRun returned\n",
			says: "interrupted; still pending: tea\n",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			cmd := kitchen(t, tc.mishap)
			var says bytes.Buffer
			cmd.Stderr = &says
			pipe, err := cmd.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, cmd.Start())
			lines := bufio.NewReader(pipe)

			out, err := lines.ReadString('\n') // ready
			require.NoError(t, err)
			require.NoError(t, cmd.Process.Signal(tc.signal))
			if tc.second {
				told, err := lines.ReadString('\n')
				require.NoError(t, err)
				require.NoError(t, cmd.Process.Signal(tc.signal))
				out += told
			}
			rest, err := io.ReadAll(lines)
			require.NoError(t, err)

			cmd.Wait()
			assert.Equal(t, tc.code, cmd.ProcessState.ExitCode())
			assert.Equal(t, tc.out, out+string(rest))
			assert.Equal(t, tc.says, says.String())
		})
	}
}
