package toolchain

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// A golang is an installed Go, and the module that it is asked about.
type golang struct {
	Root    string `json:"GOROOT"`
	Version string `json:"GOVERSION"`
	Modules string `json:"GOMODCACHE"`
	Cache   string `json:"GOCACHE"`
	module  string
}

// findGo asks the go command which Go the module is built with. That need not be
// the go command itself: it may have been told to use another version.
func findGo(ctx context.Context, module string) (*golang, error) {
	cmd := exec.CommandContext(ctx, "go", "env", "-json", "GOROOT", "GOVERSION", "GOMODCACHE", "GOCACHE")
	cmd.Dir = module
	out, err := output(cmd)
	if err != nil {
		return nil, fmt.Errorf("the go command is needed to make the compiler for the page: %w", err)
	}
	g := &golang{module: module}
	if err := json.Unmarshal(out, g); err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	return g, nil
}

// command returns a go command for js/wasm that fetches nothing, and that the
// user's settings do not change.
func (g *golang) command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	name := filepath.Join(g.Root, "bin", "go")
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOWASM=", "GOEXPERIMENT=", "CGO_ENABLED=0",
		"GOENV=off", "GOFLAGS=", "GOTOOLCHAIN=local", "GOPROXY=off", "GOSUMDB=off", "GOWORK=off", "GO111MODULE=on",
		"GOROOT="+g.Root, "GOMODCACHE="+g.Modules, "GOCACHE="+g.Cache, "PWD="+dir)
	return cmd
}

// output runs a command and returns what it prints. An error has the last lines
// that it printed about it.
func output(cmd *exec.Cmd) ([]byte, error) {
	return outputWithLines(cmd, func(string) {})
}

// outputWithLines does the same. It calls each with the lines of the standard error
// while the command runs.
func outputWithLines(cmd *exec.Cmd, each func(line string)) ([]byte, error) {
	var out bytes.Buffer
	errs := &lineWriter{each: each}
	cmd.Stdout, cmd.Stderr = &out, errs
	if err := cmd.Run(); err != nil {
		lines := append(errs.last, errs.rest)
		return nil, fmt.Errorf("%s: %w: %s", filepath.Base(cmd.Path), err, strings.TrimSpace(strings.Join(lines, "\n")))
	}
	return out.Bytes(), nil
}

// A lineWriter passes whole lines on, and keeps the last ones.
type lineWriter struct {
	each func(line string)
	rest string
	last []string
}

// Write takes a part of the lines.
func (w *lineWriter) Write(part []byte) (int, error) {
	lines := strings.Split(w.rest+string(part), "\n")
	w.rest = lines[len(lines)-1]
	for _, line := range lines[:len(lines)-1] {
		w.each(line)
		w.last = append(w.last[max(0, len(w.last)-5):], line)
	}
	return len(part), nil
}
