package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"gosyncio/lessons/internal/python"
	"gosyncio/lessons/internal/talk"
)

// A server is a program that listens at the address after -addr.
type server struct {
	name    string
	command []string
}

const lesson = "gosyncio/lessons/15-chat"

// findServers builds the server in Go, and finds those in Python.
func findServers(dir string, exercise bool) ([]server, error) {
	golang := filepath.Join(dir, "chat.exe") // Windows needs the suffix
	tags := "-tags="
	if exercise {
		tags += "exercise"
	}
	if out, err := exec.Command("go", "build", "-buildvcs=false", tags, "-o", golang, lesson).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build: %w\n%s", err, out)
	}
	where, err := exec.Command("go", "list", "-f", "{{.Dir}}", lesson).Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	slide := filepath.Join(strings.TrimSpace(string(where)), "slide.py")
	servers := []server{{"Go", []string{golang}}}
	if interpreter, err := python.Find(context.Background(), os.Getenv("PATH")); err == nil {
		servers = append(servers, server{"asyncio", []string{interpreter, slide}})
	}
	if interpreter, ok := findUvloop(os.Getenv("PATH")); ok {
		const install = "import runpy, sys, uvloop; uvloop.install(); " +
			"del sys.argv[0]; runpy.run_path(sys.argv[0], run_name='__main__')"
		servers = append(servers, server{"uvloop", []string{interpreter, "-c", install, slide}})
	}
	return servers, nil
}

// findUvloop tries each python3 on path: the one of the system may have packages
// that the others lack.
func findUvloop(path string) (interpreter string, ok bool) {
	for _, dir := range filepath.SplitList(path) {
		interpreter := filepath.Join(dir, "python3")
		if exec.Command(interpreter, "-c", "import sys, uvloop; sys.exit(sys.version_info < (3, 11))").Run() == nil {
			return interpreter, true
		}
	}
	return "", false
}

// A child is a server that runs.
type child struct {
	cmd  *exec.Cmd
	addr string
}

func start(command []string, env ...string) (*child, error) {
	cmd := exec.Command(command[0], append(command[1:], "-addr", "127.0.0.1:0")...)
	cmd.Env = append(os.Environ(), append(env, "PYTHONUNBUFFERED=1")...)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	c := &child{cmd: cmd}
	line, _ := bufio.NewReader(stdout).ReadString('\n')
	if c.addr, err = talk.Addr(line); err != nil {
		c.stop()
		return nil, err
	}
	return c, nil
}

func (c *child) stop() {
	c.cmd.Process.Kill()
	c.cmd.Wait() // it was killed, of course
}

// memory returns the resident memory of the child, in bytes; 0 where the system
// has no /proc.
func (c *child) memory() (bytes float64) {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid))
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	fmt.Sscanf(rest, "%f kB", &bytes)
	return bytes * 1024
}

// idleMemory returns the cost of one more silent guest, when many are there
// already. The server collects its garbage often, so that it hardly counts. Where
// the system has no /proc, it is 0: not measured.
func idleMemory(command []string, guests int) (bytes float64, err error) {
	c, err := start(command, "GOGC=10")
	if err != nil {
		return 0, err
	}
	defer c.stop()
	var before float64
	for i := range 2 * guests {
		if i == guests {
			before = c.memory()
		}
		g, err := c.join(fmt.Sprintf("idle%d", i))
		if err != nil {
			return 0, err
		}
		defer g.conn.Close()
	}
	return (c.memory() - before) / float64(guests), nil
}

// deafMemory returns what waits for a guest that does not read, in the server and
// in the kernel, at both ends of its connection. The kernel's figure is of the
// whole machine, so nothing else should use the network. Where the system has no
// /proc, it is 0: not measured.
func deafMemory(command []string, guests int) (bytes float64, err error) {
	c, err := start(command)
	if err != nil {
		return 0, err
	}
	defer c.stop()
	for i := range guests {
		g, err := c.join(fmt.Sprintf("deaf%d", i))
		if err != nil {
			return 0, err
		}
		defer g.conn.Close()
	}
	talker, err := c.join("talker")
	if err != nil {
		return 0, err
	}
	defer talker.conn.Close()
	left := make(chan struct{})
	go func() {
		defer close(left)
		talker.in.ReadString('\n') // a guest is disconnected: the most has been seen
	}()
	go func() {
		for line := 0; ; line++ {
			if _, err := talker.conn.Write(appendLine(nil, line)); err != nil {
				return
			}
		}
	}()
	before, most := c.memory()+kernelMemory(), 0.0
	for {
		most = max(most, c.memory()+kernelMemory())
		select {
		case <-left:
			return (most - before) / float64(guests), nil
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// kernelMemory returns what all TCP sockets of the machine hold, in bytes.
func kernelMemory() (bytes float64) {
	text, _ := os.ReadFile("/proc/net/sockstat")
	_, rest, _ := strings.Cut(string(text), "TCP: ")
	_, rest, _ = strings.Cut(rest, " mem ")
	var pages int
	fmt.Sscanf(rest, "%d", &pages)
	return float64(pages * os.Getpagesize())
}

// A guest has said its name, and has been welcomed.
type guest struct {
	conn net.Conn
	in   *bufio.Reader
}

// patience is how long the whole of a measurement may take.
const patience = 2 * time.Minute

func (c *child) join(name string) (guest, error) {
	conn, err := net.Dial("tcp", c.addr)
	if err != nil {
		return guest{}, err
	}
	conn.SetDeadline(time.Now().Add(patience))
	g := guest{conn, bufio.NewReader(conn)}
	fmt.Fprintln(conn, name)
	for _, want := range []string{"* what's your name?", "* welcome, " + name + " ("} {
		line, err := g.in.ReadString('\n')
		if err == nil && !strings.HasPrefix(line, want) {
			err = fmt.Errorf("%s heard %q, not %q", name, line, want)
		}
		if err != nil {
			conn.Close()
			return guest{}, err
		}
	}
	return g, nil
}
