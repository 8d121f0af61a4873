package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// A terminal is a pseudo-terminal: what is written to file is typed, and what
// the program writes is in shown.
type terminal struct {
	file *os.File

	mu    sync.Mutex // protects the following field
	shown bytes.Buffer
}

// openTerminal returns a terminal, and its other end for a program.
func openTerminal(t *testing.T, columns, rows uint16) (term *terminal, end *os.File) {
	t.Helper()
	file, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("there are no pseudo-terminals here: ", err)
	}
	require.NoError(t, unix.IoctlSetPointerInt(int(file.Fd()), unix.TIOCSPTLCK, 0))
	number, err := unix.IoctlGetInt(int(file.Fd()), unix.TIOCGPTN)
	require.NoError(t, err)
	end, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	require.NoError(t, err)
	term = &terminal{file: file}
	term.resize(t, columns, rows)
	go io.Copy(term, file)
	t.Cleanup(func() { end.Close(); file.Close() })
	return term, end
}

func (term *terminal) Write(p []byte) (int, error) {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.shown.Write(p)
}

func (term *terminal) resize(t *testing.T, columns, rows uint16) {
	t.Helper()
	size := &unix.Winsize{Col: columns, Row: rows}
	require.NoError(t, unix.IoctlSetWinsize(int(term.file.Fd()), unix.TIOCSWINSZ, size))
}

func (term *terminal) echoes(t *testing.T) bool {
	t.Helper()
	mode, err := unix.IoctlGetTermios(int(term.file.Fd()), unix.TCGETS)
	require.NoError(t, err)
	return mode.Lflag&unix.ECHO != 0
}

func (term *terminal) types(t *testing.T, text string) {
	t.Helper()
	_, err := term.file.WriteString(text)
	require.NoError(t, err)
}

// await waits until the text is shown, and returns all that was shown since the
// last call.
func (term *terminal) await(t *testing.T, text string) string {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		term.mu.Lock()
		before, _, found := strings.Cut(term.shown.String(), text)
		if found {
			term.shown.Next(len(before) + len(text))
			term.mu.Unlock()
			return before + text
		}
		term.mu.Unlock()
	}
	term.mu.Lock()
	defer term.mu.Unlock()
	t.Fatalf("%q was not shown, but: %s", text, term.shown.String())
	return ""
}

func TestInATerminal(t *testing.T) {
	cmd, tmp := walkCommand(t, testModule(t), "walk tea")
	term, end := openTerminal(t, 80, 24)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = end, end, end
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, cmd.Start())

	question := term.await(t, "> ")
	assert.Contains(t, question, strings.Repeat("─", 72))
	assert.True(t, term.echoes(t), "at a prompt")
	term.types(t, "\n")
	term.await(t, "> ")
	term.types(t, "\n")
	term.await(t, "kettle on")
	assert.False(t, term.echoes(t), "while a lesson runs")
	term.types(t, "typed too early")
	term.await(t, "   1.0s")

	term.resize(t, 40, 24)
	term.types(t, "\x03") // Ctrl-C, for the lesson as well
	run := term.await(t, "> ")
	assert.NotContains(t, run, "typed")
	assert.Contains(t, run, "07-tea was interrupted")
	assert.True(t, term.echoes(t), "at a prompt again")
	term.types(t, "b\n")
	narrow := term.await(t, "> ")
	assert.Contains(t, narrow, "b\r\n", "what was typed too early is forgotten")
	assert.Contains(t, narrow, strings.Repeat("─", 40))
	assert.NotContains(t, narrow, strings.Repeat("─", 41))

	require.NoError(t, cmd.Process.Signal(syscall.SIGCONT)) // as fg after Ctrl-Z
	term.await(t, "> ")
	term.types(t, "q\n")
	assert.NoError(t, cmd.Wait())
	assert.True(t, term.echoes(t), "at the end")
	empty(t, tmp)
}

func TestAKilledWalkRestoresTheEcho(t *testing.T) {
	cmd, _ := walkCommand(t, testModule(t), "walk tea")
	term, end := openTerminal(t, 80, 24)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = end, end, end
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, cmd.Start())
	term.await(t, "> ")
	term.types(t, "\n")
	term.await(t, "> ")
	term.types(t, "\n")
	term.await(t, "kettle on")
	require.False(t, term.echoes(t))
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	err := cmd.Wait()
	assert.ErrorAs(t, err, new(*exec.ExitError))
	assert.True(t, term.echoes(t))
}
