// Package talktest compares a lesson with sockets and its Python twin: it holds
// one conversation with each of them, a child process on a port of its own, and
// all clients must hear the same.
//
//	func TestMain(m *testing.M) { talktest.Main(m, main) }
//
//	func TestTwin(t *testing.T) { talktest.Agrees(t, conversation, "slide.py") }
//
// The child listens where -addr says, and begins with the line
// "listening on HOST:PORT". In Go it is the test's own program: it is built
// already and, under -race, checked as well.
package talktest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/python"
	"gosyncio/lessons/internal/talk"
)

// patience is for a child process to listen, and for it to end.
const patience = 30 * time.Second

// Agrees asks that the lesson in the current folder and slide, the same server
// in Python, hold this conversation, and that each client hears the same from
// both: what the script says and, if it is still connected then, everything up to
// its end. It skips the test where there is no Python, or no Ctrl-C.
func Agrees(t *testing.T, script, slide string) {
	t.Helper()
	said := steps(t, script)
	if strings.Contains(script, "server "+talk.Stops) && runtime.GOOS == "windows" {
		t.Skip("on Windows a test cannot press Ctrl-C for another process")
	}
	interpreter := Python(t)
	golang := Start(t, Program(t))
	twin := Start(t, interpreter, slide)
	err := agree(t.Context(), said, golang.server(), twin.server())
	require.NoError(t, err, "stderr of Go:\n%s\nof Python:\n%s", golang.Stderr(), twin.Stderr())
	golang.Stop()
	twin.Stop()
}

// agree holds the conversation with both servers. Its error is the first
// difference in what the clients heard.
func agree(ctx context.Context, said []talk.Step, golang, twin talk.Server) error {
	fromGo, err := talk.Transcript(ctx, golang, said)
	if err != nil {
		return fmt.Errorf("with the server in Go, after:\n%s%w", fromGo, err)
	}
	fromPython, err := talk.Transcript(ctx, twin, said)
	if err != nil {
		return fmt.Errorf("with the server in Python, after:\n%s%w", fromPython, err)
	}
	theirs := strings.Split(fromPython, "\n") // one line for each step and guest, in both
	for i, ours := range strings.Split(fromGo, "\n") {
		if ours != theirs[i] {
			return fmt.Errorf("with the server in Go %s; in Python %s", ours, theirs[i])
		}
	}
	return nil
}

// Python returns a python3 that is new enough, or skips the test.
func Python(tb testing.TB) string {
	tb.Helper()
	needsProcesses(tb)
	ctx, cancel := context.WithTimeout(tb.Context(), patience)
	defer cancel()
	interpreter, err := python.Find(ctx, os.Getenv("PATH"))
	if errors.Is(err, python.ErrNone) {
		tb.Skipf("%v, so it is not compared with Python", err)
	}
	require.NoError(tb, err)
	return interpreter
}

// asLesson tells the test's own program that it is the lesson's.
const asLesson = "GOSYNCIO_LESSON=1"

// Main is the TestMain of a lesson with this main function.
func Main(m *testing.M, main func()) {
	if os.Getenv("GOSYNCIO_LESSON") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// Program is the lesson's program, for [Start] or [Command].
func Program(tb testing.TB) string {
	tb.Helper()
	needsProcesses(tb)
	program, err := os.Executable()
	require.NoError(tb, err)
	return program
}

// Command is a child process that may be the lesson's program.
func Command(command ...string) *exec.Cmd {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), asLesson, "PYTHONUTF8=1", "PYTHONUNBUFFERED=1")
	return cmd
}

// needsProcesses skips the test where there are no child processes.
func needsProcesses(tb testing.TB) {
	tb.Helper()
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		tb.Skip("WebAssembly cannot start another process")
	}
}

// A Server is a child process that listens.
type Server struct {
	Addr   string
	Cmd    *exec.Cmd
	tb     testing.TB
	signal os.Signal // that ends it
	stderr log
	ended  chan struct{}
	err    error     // of its end
	told   sync.Once // the signal has been sent
	once   sync.Once // its end has been checked
}

// Start starts command -addr 127.0.0.1:0 and waits until it listens. When the
// test ends the server is killed, unless it has been stopped.
func Start(tb testing.TB, command ...string) *Server {
	tb.Helper()
	return start(tb, io.Discard, command...)
}

// start writes to out what the server prints after its first line. If out is nil,
// nothing reads it.
func start(tb testing.TB, out io.Writer, command ...string) *Server {
	tb.Helper()
	s := &Server{tb: tb, signal: os.Interrupt, ended: make(chan struct{})}
	s.Cmd = Command(append(command, "-addr", "127.0.0.1:0")...)
	s.Cmd.Stderr = &s.stderr
	s.Cmd.WaitDelay = time.Second
	listening := make(chan string, 1)
	stdout, err := s.Cmd.StdoutPipe()
	require.NoError(tb, err)
	require.NoError(tb, s.Cmd.Start())
	tb.Cleanup(func() { s.Cmd.Process.Kill(); <-s.ended })
	go func() {
		lines := bufio.NewReader(stdout)
		first, _ := lines.ReadString('\n')
		listening <- first
		if out != nil {
			io.Copy(out, lines)
		}
		s.err = s.Cmd.Wait()
		close(s.ended)
	}()
	select {
	case first := <-listening:
		s.Addr, err = talk.Addr(first)
		require.NoError(tb, err, "%s; its stderr:\n%s", strings.Join(command, " "), s.Stderr())
	case <-time.After(patience):
		require.FailNow(tb, "it does not listen", "%s wrote nothing for %v; its stderr:\n%s", strings.Join(command, " "), patience, s.Stderr())
	}
	return s
}

// Terminates asks that the lesson ends on SIGTERM as it does at Ctrl-C: it holds
// this conversation, in which the server stops, and the end is a good one.
func Terminates(t *testing.T, script string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("on Windows there is no SIGTERM")
	}
	server := Start(t, Program(t))
	server.signal = syscall.SIGTERM
	var done bytes.Buffer
	err := talk.Hold(t.Context(), &done, server.server(), steps(t, script))
	require.NoError(t, err, "after:\n%s", &done)
	server.Stop()
}

// GoesOnUnread asks that the lesson serves and ends when nothing reads what it
// prints: after many visits, which fill the pipe, it still holds the conversation.
// visit has %[1]d for its number.
func GoesOnUnread(t *testing.T, visit, script string) {
	t.Helper()
	const many = 2000 // lines of 40 bytes or more fill a pipe of 64 kB
	server := start(t, nil, Program(t))
	var visits strings.Builder
	for i := range many {
		fmt.Fprintf(&visits, visit, i)
	}
	Talk(t, server.Addr, visits.String())
	Talk(t, server.Addr, script)
	server.Stop()
}

// Stderr is what the server has written there so far.
func (s *Server) Stderr() string { return s.stderr.String() }

// server is for a conversation with it.
func (s *Server) server() talk.Server { return talk.Server{Addr: s.Addr, Stop: s.interrupt} }

// interrupt sends the signal that ends the server, once.
func (s *Server) interrupt() {
	s.tb.Helper()
	s.told.Do(func() { require.NoError(s.tb, s.Cmd.Process.Signal(s.signal)) })
}

// Stop presses Ctrl-C, unless that has been done, and waits for the end of the
// server. It must succeed, and write nothing to stderr but what task.Main says.
func (s *Server) Stop() {
	s.tb.Helper()
	s.once.Do(func() {
		if runtime.GOOS == "windows" { // a test cannot press Ctrl-C for it
			s.Cmd.Process.Kill()
			<-s.ended
			return
		}
		s.interrupt()
		select {
		case <-s.ended:
		case <-time.After(patience):
			require.FailNow(s.tb, "it does not end", "%v after Ctrl-C it still serves; its stderr:\n%s", patience, s.Stderr())
		}
		require.NoError(s.tb, s.err, "its end; its stderr:\n%s", s.Stderr())
		for line := range strings.Lines(s.Stderr()) {
			require.True(s.tb, strings.HasPrefix(line, "interrupted; "), "on its stderr: %s", s.Stderr())
		}
	})
}

// log keeps what is written to it.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
