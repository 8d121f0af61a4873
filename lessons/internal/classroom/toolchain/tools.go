package toolchain

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Tool is one of the programs that run in the page.
type Tool struct {
	Bytes   int64 `json:"bytes"`   // of the .wasm file
	Trimmed bool  `json:"trimmed"` // false: the stock tool serves
}

// tools are the packages that become tools.
var tools = []struct{ name, path, gcflags string }{
	{"compile", "cmd/compile", lean},
	{"link", "cmd/link", lean},
	{"lint", modulePath + "/lessons/internal/classroom/lint", ""},
}

// lean leaves out what a tool has no use for in a page, a quarter of the code that it runs: a
// browser has less to compile, and compiles while the reader waits.
//
//   - Write barriers, which tell a garbage collector of each pointer that is written: the tools
//     run with GOGC=off, and nothing in them calls the collector (page/machine.js).
//   - Checks of indices and of nil. A program that lint has found correct makes neither tool
//     panic, unless it has a bug; then it would say "internal compiler error", and so may do
//     anything else inside its own memory instead.
const lean = "all=-wb=false -B -d=disablenil=1"

// makeTools builds the three programs. The overlay lies in work.
func (m *maker) makeTools(ctx context.Context, work string) (map[string]Tool, error) {
	overlays, err := m.writeOverlays(work)
	if err != nil {
		m.report("the compiler cannot be trimmed, so the stock one serves: %v", err)
	}
	made := map[string]Tool{}
	for _, program := range tools {
		overlay := overlays[strings.HasPrefix(program.path, "cmd/")]
		if made[program.name], err = m.makeTool(ctx, work, program.name, program.path, program.gcflags, overlay); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// writeOverlays writes the trimmed files and the overlays that name them: the compiler's and
// linker's (true), and lint's, which is not run by machine.js and so makes no direct calls.
func (m *maker) writeOverlays(work string) (names map[bool]string, err error) {
	files, err := trimmed(m.golang.Root)
	if err != nil {
		return nil, err
	}
	replace := map[string]string{}
	for original, text := range files {
		copied := filepath.Join(work, fmt.Sprintf("%d.go", len(replace)))
		if err := os.WriteFile(copied, text, 0o666); err != nil {
			return nil, err
		}
		replace[original] = copied
	}
	names = map[bool]string{true: filepath.Join(work, "overlay.json"), false: filepath.Join(work, "overlay-lint.json")}
	err1 := writeJSON(names[true], map[string]any{"Replace": replace})
	delete(replace, filepath.Join(m.golang.Root, "src", filepath.FromSlash(syscalls)))
	err2 := writeJSON(names[false], map[string]any{"Replace": replace})
	return names, errors.Join(err1, err2)
}

// makeTool builds a program, with the overlay if there is one and if that succeeds.
func (m *maker) makeTool(ctx context.Context, work, name, path, gcflags, overlay string) (Tool, error) {
	target := filepath.Join(m.dir, name+".wasm")
	isTrimmed := overlay != ""
	m.report("building %s.wasm", name)
	err := m.build(ctx, work, path, target, gcflags, overlay)
	if err != nil && isTrimmed && ctx.Err() == nil {
		m.report("%s cannot be trimmed, so the stock one serves: %v", name, err)
		isTrimmed = false
		err = m.build(ctx, work, path, target, "", "")
	}
	if err != nil {
		return Tool{}, fmt.Errorf("%s.wasm: %w", name, err)
	}
	if err := DirectJumpsIn(target); err != nil {
		m.report("%s stays as Go's linker made it: %v", name, err)
	}
	info, err := os.Stat(target)
	if err != nil {
		return Tool{}, err
	}
	m.report("built %s.wasm: %.1f MB", name, megabytes(info.Size()))
	return Tool{info.Size(), isTrimmed}, nil
}

// toolFlags are the flags of go build for the tools. cmd/compile has a profile, by which
// Go makes copies of what runs often: in a page that gains nothing, and is 1.1 MB more to
// fetch and to compile.
var toolFlags = []string{"-trimpath", "-buildvcs=false", "-pgo=off", "-ldflags=-s -w"}

// build runs go build. Go refuses an overlay for files below GOMODCACHE, where a
// downloaded Go lies: an empty folder stands in for it, since no tool needs a
// module.
func (m *maker) build(ctx context.Context, work, path, target, gcflags, overlay string) error {
	dir := work
	if strings.HasPrefix(path, modulePath) {
		dir = m.golang.module
	}
	args := slices.Concat([]string{"build", "-o", target}, toolFlags)
	if gcflags != "" {
		args = append(args, "-gcflags="+gcflags)
	}
	if overlay != "" {
		args = append(args, "-overlay="+overlay)
	}
	cmd := m.golang.command(ctx, dir, append(args, path)...)
	cmd.Env = append(cmd.Env, "GOMODCACHE="+filepath.Join(work, "modules"))
	_, err := output(cmd)
	return err
}

func megabytes(n int64) float64 { return float64(n) / 1e6 }

func writeJSON(name string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return writeFile(name, text)
}

// writeFile leaves a file as it is that has that text already, and never leaves half
// of one: the server may be sending it.
func writeFile(name string, text []byte) error {
	old, err := os.ReadFile(name)
	if err == nil && bytes.Equal(old, text) {
		return nil
	}
	next := name + ".new"
	if err := os.WriteFile(next, text, 0o666); err != nil {
		return err
	}
	return os.Rename(next, name)
}
