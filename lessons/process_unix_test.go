//go:build unix

package main

import (
	"bufio"
	"bytes"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// watched starts the pupil on a lesson that takes for ever, and returns when
// that has begun. The two are a group of processes, as in a terminal.
func watched(t *testing.T) (cmd *exec.Cmd, problems *bytes.Buffer, tmp string) {
	t.Helper()
	cmd, tmp = pupil(t, school(t), "run tea")
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

// In a terminal Ctrl-C goes to everybody: to the walk, and to the lesson too.
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
func TestWhenNobodyReads(t *testing.T) {
	cmd, tmp := pupil(t, school(t), "")
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	_, err = bufio.NewReaderSize(out, 16).ReadString('\n')
	require.NoError(t, err)
	require.NoError(t, out.Close())
	err = cmd.Wait()
	_, exited := err.(*exec.ExitError)
	assert.True(t, exited, err)
	assert.Equal(t, 1, cmd.ProcessState.ExitCode())
	assert.Contains(t, problems.String(), "broken pipe")
	empty(t, tmp)
}
