package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gosyncio/lessons/internal/classroom/toolchain"
)

// tools returns Go's compiler for the page, and what it reads.
func (c *compiler) tools(ctx context.Context) ([]File, error) {
	module := filepath.Dir(c.home)
	key, err := toolchain.Key(ctx, module)
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	fmt.Fprintln(sum, key)
	if err := hashModule(sum, module); err != nil {
		return nil, err
	}
	entry := fmt.Sprintf("%s%x", toolsPrefix, sum.Sum(nil)[:8])
	dir, ok := c.cache.use(entry)
	if !ok {
		if err := c.makeTools(ctx, module, entry); err != nil {
			return nil, err
		}
	}
	return readTools(dir)
}

const toolsPrefix = "tools-"

// makeTools makes an entry of the cache. What an older one has, and what is still
// the same, is not compiled again.
func (c *compiler) makeTools(ctx context.Context, module, entry string) error {
	work, err := c.cache.work()
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	old, fresh := c.cache.newest(toolsPrefix), filepath.Join(work, "tools")
	if err := os.Mkdir(fresh, 0o755); err != nil {
		return err
	}
	if old != "" {
		for _, name := range []string{"tools.json", "compile.wasm", "link.wasm", "lint.wasm"} {
			copyFile(filepath.Join(old, name), filepath.Join(fresh, name)) // if that fails, it is made anew
		}
	}
	if err := toolchain.Make(ctx, module, fresh, c.report); err != nil {
		return err
	}
	if err := packFolder(fresh, old); err != nil {
		return err
	}
	return c.cache.put(entry, fresh)
}

func copyFile(from, to string) {
	data, err := os.ReadFile(from)
	if err == nil && os.WriteFile(to, data, 0o644) != nil {
		os.Remove(to)
	}
}

// packFolder packs all files but JSON. Only WebAssembly is also kept as it is: the
// next entry may need it.
func packFolder(dir, old string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) == ".json" || filepath.Ext(name) == ".gz" {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		packed, err := packAs(data, old, filepath.Base(name))
		if err != nil {
			return err
		}
		if err := writeSynced(name+".gz", packed); err != nil || filepath.Ext(name) == ".wasm" {
			return err
		}
		return os.Remove(name)
	})
}

// packAs packs data. Packing takes seconds, so if the folder old has the same file, its
// packed form is taken.
func packAs(data []byte, old, name string) ([]byte, error) {
	if old == "" {
		return pack(data)
	}
	before, err := os.ReadFile(filepath.Join(old, name))
	if err == nil && bytes.Equal(before, data) {
		if packed, err := os.ReadFile(filepath.Join(old, name+".gz")); err == nil {
			return packed, nil
		}
	}
	return pack(data)
}

// readTools reads an entry.
func readTools(dir string) (files []File, err error) {
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) == ".wasm" {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		path, isPacked := strings.CutSuffix("assets/tools/"+filepath.ToSlash(rel), ".gz")
		files = append(files, File{path, data, isPacked})
		return err
	})
	return files, err
}
