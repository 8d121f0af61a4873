package build

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"gosyncio/lessons/internal/classroom/toolchain"
	"gosyncio/lessons/internal/lesson"
)

// A compiler compiles for the page, and keeps what it made.
type compiler struct {
	home   string // the folder lessons
	cache  string // ours alone: for this Go and this module
	goroot string
	report func(line string)
}

// unusedAfter is when a folder of the cache is removed: it belongs to another Go,
// or to a copy of the module that is gone.
const unusedAfter = 30 * 24 * time.Hour

func newCompiler(ctx context.Context, home string, report func(line string)) (*compiler, error) {
	c := &compiler{home: home, report: report}
	out, err := c.golang(ctx, nil, "env", "GOROOT", "GOVERSION")
	if err != nil {
		return nil, err
	}
	var version string
	c.goroot, version, _ = strings.Cut(strings.TrimSpace(string(out)), "\n")
	user, err := os.UserCacheDir()
	if err != nil {
		user = os.TempDir() // it is only slower
	}
	sum := sha256.Sum256([]byte(version + "\n" + c.goroot + "\n" + home))
	all := filepath.Join(user, "gosyncio")
	c.cache = filepath.Join(all, hex.EncodeToString(sum[:8]))
	for _, dir := range []string{"programs", "tools"} {
		if err := os.MkdirAll(filepath.Join(c.cache, dir), 0o755); err != nil {
			return nil, err
		}
	}
	now := time.Now()
	os.Chtimes(c.cache, now, now)
	removeUnused(all, now)
	return c, nil
}

func removeUnused(dir string, now time.Time) {
	entries, _ := os.ReadDir(dir) // nothing is lost if that fails
	for _, e := range entries {
		if info, err := e.Info(); err == nil && now.Sub(info.ModTime()) > unusedAfter {
			os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}
}

// golang runs the go command in the folder lessons.
func (c *compiler) golang(ctx context.Context, env []string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = c.home
	cmd.Env = append(os.Environ(), env...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("there is no go command on PATH: install Go from https://go.dev/dl")
	}
	if failed, ok := errors.AsType[*exec.ExitError](err); ok && len(failed.Stderr) > 0 {
		err = errors.New(string(bytes.TrimSpace(failed.Stderr)))
	}
	return out, err
}

// wasmExec returns the support code that the toolchain comes with.
func (c *compiler) wasmExec() (File, error) {
	data, err := os.ReadFile(filepath.Join(c.goroot, "lib", "wasm", "wasm_exec.js"))
	return File{Path: "assets/wasm_exec.js", Data: data}, err
}

// hooked is a second file of a lesson's package main: it takes the trace.
const hooked = `package main

import _ "gosyncio/lessons/internal/classroom/hook"
`

// program compiles a lesson's program.
func (c *compiler) program(ctx context.Context, l lesson.Lesson) ([]File, error) {
	folder, err := filepath.Abs(l.Dir)
	if err != nil {
		return nil, err
	}
	work, err := os.MkdirTemp("", "classroom-program-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	hook, overlay := filepath.Join(work, "hook.go"), filepath.Join(work, "overlay.json")
	list, err := json.Marshal(map[string]map[string]string{"Replace": {filepath.Join(folder, "zz_classroom_hook.go"): hook}})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(os.WriteFile(hook, []byte(hooked), 0o644), os.WriteFile(overlay, list, 0o644)); err != nil {
		return nil, err
	}
	return c.wasm(ctx, "programs/"+l.String()+".wasm", folder, "-overlay="+overlay, "-ldflags=-s -w -checklinkname=0")
}

// draw compiles the picture's engine.
func (c *compiler) draw(ctx context.Context) ([]File, error) {
	return c.wasm(ctx, "assets/draw.wasm", filepath.Join(c.home, "internal", "classroom", "draw"), "-ldflags=-s -w")
}

// wasm compiles a package for the page. The go command does nothing if the old
// file is up to date, so it is given a copy of that; another process may be doing
// the same.
func (c *compiler) wasm(ctx context.Context, path, folder string, flags ...string) ([]File, error) {
	kept := filepath.Join(c.cache, "programs", filepath.Base(path))
	work, err := os.MkdirTemp(filepath.Dir(kept), "new-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	file := filepath.Join(work, filepath.Base(path))
	old, err := os.ReadFile(kept)
	if err == nil {
		err = os.WriteFile(file, old, 0o755)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	args := append([]string{"build", "-trimpath", "-buildvcs=false", "-o", file}, flags...)
	if _, err := c.golang(ctx, []string{"GOOS=js", "GOARCH=wasm", "GOFLAGS="}, append(args, folder)...); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if packed, err := os.ReadFile(kept + ".gz"); err == nil && bytes.Equal(data, old) {
		return []File{{path, packed, true}}, nil
	}
	packed, err := pack(data)
	if err != nil {
		return nil, err
	}
	c.report(fmt.Sprintf("built %s (%.1f MB, packed %.1f MB)", path, float64(len(data))/1e6, float64(len(packed))/1e6))
	if err := replace(kept+".gz", packed); err != nil {
		return nil, err
	}
	return []File{{path, packed, true}}, os.Rename(file, kept)
}

// replace writes a file as a whole: another process may read it.
func replace(name string, data []byte) error {
	file, err := os.CreateTemp(filepath.Dir(name), "new-")
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}

func pack(data []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(data)
	err = errors.Join(err, w.Close())
	return out.Bytes(), err
}

// tools makes Go's compiler for the page, and what it reads.
func (c *compiler) tools(ctx context.Context) ([]File, error) {
	dir := filepath.Join(c.cache, "tools")
	if err := toolchain.Make(ctx, filepath.Dir(c.home), dir, c.report); err != nil {
		return nil, err
	}
	var files []File
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".gz") {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		f, err := packedFile(name)
		f.Path = "assets/tools/" + filepath.ToSlash(rel)
		files = append(files, f)
		return err
	})
	return files, err
}

// packedFile reads a file, or its packed form if that is not older.
func packedFile(name string) (File, error) {
	data, err := os.ReadFile(name)
	if err != nil || filepath.Ext(name) == ".json" {
		return File{Data: data}, err
	}
	sum := sha256.Sum256(data)
	kept := name + "." + hex.EncodeToString(sum[:6]) + ".gz"
	if packed, err := os.ReadFile(kept); err == nil {
		return File{Data: packed, Packed: true}, nil
	}
	stale, err := filepath.Glob(name + ".*.gz")
	if err != nil {
		return File{}, err
	}
	for _, old := range stale {
		os.Remove(old)
	}
	packed, err := pack(data)
	if err != nil {
		return File{}, err
	}
	return File{Data: packed, Packed: true}, replace(kept, packed)
}
