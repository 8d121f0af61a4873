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
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		lines := strings.Split(strings.TrimSpace(errs.String()), "\n")
		return nil, fmt.Errorf("%s: %w: %s", filepath.Base(cmd.Path), err, strings.Join(lines[max(0, len(lines)-5):], "\n"))
	}
	return out.Bytes(), nil
}
