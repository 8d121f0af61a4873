//go:build unix

package main

import (
	"bufio"
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// watched starts the walk on a lesson that takes an hour, and returns when it
// has begun. The two are a process group, as in a terminal.
func watched(t *testing.T) (cmd *exec.Cmd, problems *bytes.Buffer, tmp string) {
	t.Helper()
	cmd, tmp = walkCommand(t, testModule(t), "run tea")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	problems = new(bytes.Buffer)
	cmd.Stderr = problems
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	for lines := bufio.NewReader(out); ; {
		line, err := lines.ReadString('\n')
		require.NoError(t, err)
		if strings.HasSuffix(line, "kettle on\n") {
			return cmd, problems, tmp
		}
	}
}

// In a terminal Ctrl-C goes to the whole group: to the walk and to the lesson.
func TestCtrlC(t *testing.T) {
	cmd, problems, tmp := watched(t)
	require.NoError(t, syscall.Kill(-cmd.Process.Pid, syscall.SIGINT))
	assert.Error(t, cmd.Wait())
	assert.Equal(t, 130, cmd.ProcessState.ExitCode())
	assert.Equal(t, "lessons: stopped by Ctrl-C\n", problems.String())
	empty(t, tmp)
}

func TestOtherSignalsEndIt(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(signal.String(), func(t *testing.T) {
			cmd, problems, tmp := watched(t)
			require.NoError(t, cmd.Process.Signal(signal))
			assert.Error(t, cmd.Wait())
			assert.Equal(t, 1, cmd.ProcessState.ExitCode())
			assert.Equal(t, "lessons: ended by a signal: "+signal.String()+"\n", problems.String())
			empty(t, tmp)
		})
	}
}

// As in go run ./lessons | head -1.
func TestAClosedPipeEndsItSilently(t *testing.T) {
	cmd, tmp := walkCommand(t, testModule(t), "")
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	_, err = bufio.NewReaderSize(out, 16).ReadString('\n')
	require.NoError(t, err)
	require.NoError(t, out.Close())
	assert.NoError(t, cmd.Wait())
	assert.Empty(t, problems.String())
	empty(t, tmp)
}

// Opening a FIFO blocks until there is a writer.
func TestCtrlCStopsAPictureThatBlocks(t *testing.T) {
	dir := t.TempDir()
	fifo := filepath.Join(dir, "trace")
	require.NoError(t, syscall.Mkfifo(fifo, 0o600))
	for _, tc := range []struct {
		signal syscall.Signal
		code   int
	}{{syscall.SIGINT, 130}, {syscall.SIGTERM, 1}, {syscall.SIGHUP, 1}} {
		t.Run(tc.signal.String(), func(t *testing.T) {
			for wait := 200 * time.Millisecond; ; wait *= 2 {
				cmd, tmp := walkCommand(t, dir, "picture "+fifo)
				require.NoError(t, cmd.Start())
				time.Sleep(wait)
				require.NoError(t, cmd.Process.Signal(tc.signal))
				cmd.Wait()
				if code := cmd.ProcessState.ExitCode(); code != -1 {
					assert.Equal(t, tc.code, code)
					empty(t, tmp)
					return
				} // else it did not listen to signals yet
			}
		})
	}
}
