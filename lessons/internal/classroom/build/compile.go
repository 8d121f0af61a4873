package build

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"gosyncio/lessons/internal/classroom/toolchain"
	"gosyncio/lessons/internal/lesson"
)

// A compiler compiles for the page.
type compiler struct {
	home    string // the folder lessons
	lessons []lesson.Lesson
	cache   cache
	report  func(line string)
	golang  func(ctx context.Context, dir string, args ...string) ([]byte, error)
	version string // of Go
	support []byte // wasm_exec.js, which belongs to that version

	once     sync.Once
	packages packages
	err      error // may be read after once, as packages
}

func newCompiler(ctx context.Context, home string, lessons []lesson.Lesson, report func(line string)) (*compiler, error) {
	c := &compiler{home: home, lessons: lessons, report: report, golang: golang}
	out, err := c.golang(ctx, home, "env", "GOROOT", "GOVERSION")
	if err != nil {
		return nil, explain(err)
	}
	root, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	c.version = strings.TrimSpace(version)
	c.support, err = os.ReadFile(filepath.Join(strings.TrimSpace(root), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, fmt.Errorf("this Go can't compile for a browser (%w): install Go from https://go.dev/dl", err)
	}
	if c.cache, err = openCache(); err != nil {
		return nil, explain(err)
	}
	return c, nil
}

const (
	programLink = "-ldflags=-s -w -checklinkname=0"
	drawLink    = "-ldflags=-s -w"
)

// program compiles a lesson's program.
func (c *compiler) program(ctx context.Context, l lesson.Lesson) ([]File, error) {
	key, err := c.key(ctx, programLink+toolchain.HookFile, "gosyncio/lessons/"+l.String(), toolchain.HookPath)
	if err != nil {
		return nil, err
	}
	return c.wasm(ctx, "programs/"+l.String()+".wasm", key, func(work, file string) error {
		folder, err := filepath.Abs(l.Dir)
		if err != nil {
			return err
		}
		hook, overlay := filepath.Join(work, "hook.go"), filepath.Join(work, "overlay.json")
		list, err := json.Marshal(map[string]map[string]string{"Replace": {filepath.Join(folder, "zz_classroom_hook.go"): hook}})
		if err == nil {
			err = errors.Join(os.WriteFile(hook, []byte(toolchain.HookFile), 0o644), os.WriteFile(overlay, list, 0o644))
		}
		if err != nil {
			return err
		}
		return c.build(ctx, folder, file, "-overlay="+overlay, programLink)
	})
}

// draw compiles the picture's engine.
func (c *compiler) draw(ctx context.Context) ([]File, error) {
	key, err := c.key(ctx, drawLink+toolchain.DirectJumps, "gosyncio/lessons/internal/classroom/draw")
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(c.home, "internal", "classroom", "draw")
	return c.wasm(ctx, "assets/draw.wasm", key, func(_, file string) error {
		if err := c.build(ctx, folder, file, drawLink); err != nil {
			return err
		}
		return toolchain.DirectJumpsIn(file)
	})
}

func (c *compiler) build(ctx context.Context, folder, file string, flags ...string) error {
	args := append([]string{"build", "-trimpath", "-buildvcs=false", "-o", file}, flags...)
	_, err := c.golang(ctx, folder, append(args, ".")...)
	return err
}

// wasm returns a packed file from the cache, or makes it: compile writes the file in
// the folder work.
func (c *compiler) wasm(ctx context.Context, path, key string, compile func(work, file string) error) ([]File, error) {
	name := strings.TrimSuffix(filepath.Base(path), ".wasm")
	entry := name + "-" + key + ".wasm.gz"
	if old, ok := c.cache.use(entry); ok {
		data, err := os.ReadFile(old)
		return []File{{path, data, true}}, err
	}
	work, err := c.cache.work()
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	file := filepath.Join(work, name+".wasm")
	if err := compile(work, file); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	packed, err := pack(data)
	if err != nil {
		return nil, err
	}
	if err := writeSynced(file+".gz", packed); err != nil {
		return nil, err
	}
	if err := c.cache.put(entry, file+".gz"); err != nil {
		return nil, err
	}
	c.report(fmt.Sprintf("built %s: %s, packed %s", path, megabytes(len(data)), megabytes(len(packed))))
	return []File{{path, packed, true}}, nil
}

// key is a hash of all that these packages are compiled from.
func (c *compiler) key(ctx context.Context, flags string, paths ...string) (string, error) {
	c.once.Do(func() { c.packages, c.err = c.list(ctx) })
	if c.err != nil {
		return "", c.err
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\n%s\n%x\n", c.version, flags, sha256.Sum256(c.support))
	for _, path := range c.packages.closure(paths...) {
		if err := c.packages[path].hash(sum); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:8]), nil
}
