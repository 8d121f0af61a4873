package toolchain

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Tools is what tools.json says.
type Tools struct {
	Go    string          `json:"go"`
	Key   string          `json:"key"`
	Tools map[string]Tool `json:"tools"`
}

type maker struct {
	golang  *golang
	dir     string
	report  func(format string, args ...any)
	imports []string // what the suites of the exercises import
}

// Make writes the tools, the packs and the lessons' sources into dir, for the Go
// that builds the module in the folder module. It reports each step in a line. If
// ctx ends, the go command that is running is stopped. What an earlier call wrote
// for the same Go and the same sources of cmd/compile is not built again.
func Make(ctx context.Context, module, dir string, report func(line string)) error {
	module, err1 := filepath.Abs(module)
	dir, err2 := filepath.Abs(dir)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	golang, err := findGo(ctx, module)
	if err != nil {
		return err
	}
	m := &maker{golang: golang, dir: dir, report: func(format string, args ...any) { report(fmt.Sprintf(format, args...)) }}
	for _, folder := range []string{dir, filepath.Join(dir, "packs"), filepath.Join(dir, "lessons")} {
		if err := os.MkdirAll(folder, 0o777); err != nil {
			return err
		}
	}
	work, err := os.MkdirTemp("", "classroom-toolchain-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := m.updateTools(ctx, work); err != nil {
		return err
	}
	if err := m.makeSources(); err != nil {
		return err
	}
	_, err = m.makePacks(ctx)
	return err
}

// updateTools builds the tools, unless tools.json says that they are there.
func (m *maker) updateTools(ctx context.Context, work string) error {
	key, err := toolsKey(m.golang)
	if err != nil {
		return err
	}
	name := filepath.Join(m.dir, "tools.json")
	if old, err := readTools(name); err == nil && old.Key == key {
		m.report("the compiler for the page is built already, from %s", old.Go)
		return nil
	}
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	tools, err := m.makeTools(ctx, work)
	if err != nil {
		return err
	}
	return writeJSON(name, Tools{m.golang.Version, key, tools})
}

func readTools(name string) (t Tools, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return t, err
	}
	return t, json.Unmarshal(text, &t)
}

// Key returns a text that changes when the tools have to be built anew: with the
// version of Go, with the flags, and with the trimmed files.
func Key(ctx context.Context, module string) (string, error) {
	golang, err := findGo(ctx, module)
	if err != nil {
		return "", err
	}
	return toolsKey(golang)
}

func toolsKey(g *golang) (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, g.Version, toolFlags, tools, DirectJumps)
	files, err := trimmed(g.Root)
	if err != nil {
		fmt.Fprintln(sum, "stock")
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintln(sum, filepath.Base(name), len(files[name]))
		sum.Write(files[name])
	}
	sources, err := filepath.Glob(filepath.Join(g.module, "lessons", "internal", "classroom", "lint", "*.go"))
	for _, name := range sources {
		text, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil)[:16]), err
}
