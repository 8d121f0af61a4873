package serve

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"gosyncio/lessons/internal/classroom/build"
)

// marker is a file that says that we wrote a folder, and may write it anew.
const marker = ".gosyncio-classroom"

// Export writes all files of a site into the folder dir, for any web server. A
// folder that is there already must be empty or an older export; it is replaced
// as a whole, or stays as it is. What is packed is written in both forms, since
// not every server can pack.
func Export(dir string, files []build.File) (err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return err
	}
	if err := Check(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	work, err := os.MkdirTemp(filepath.Dir(dir), ".classroom-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	fresh := filepath.Join(work, "new")
	all := append([]build.File{{Path: marker, Data: []byte("Written by go run ./lessons export; it may be replaced as a whole.\n")}}, files...)
	all = append(all, build.File{Path: "progress.json", Data: []byte(`{"done":1,"of":1,"doing":[]}` + "\n")})
	for _, f := range all {
		if err := write(fresh, f); err != nil {
			return err
		}
	}
	old := filepath.Join(work, "old")
	if err := os.Rename(dir, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return nil
}

// Check reports whether Export may write the folder.
func Check(dir string) error {
	info, err := os.Stat(dir) // on Windows ReadDir says of a file that it does not exist
	if err == nil && !info.IsDir() {
		return fmt.Errorf("%s is no folder: want the name of a new folder", dir)
	}
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("%s is no folder: want the name of a new folder", dir)
	case len(entries) == 0:
		return nil
	}
	if _, err := os.Stat(filepath.Join(dir, marker)); err != nil {
		return fmt.Errorf("%s has files that export did not write: want a new or an empty folder", dir)
	}
	return nil
}

func write(dir string, f build.File) error {
	name := filepath.Join(dir, filepath.FromSlash(f.Path))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	if !f.Packed {
		return os.WriteFile(name, f.Data, 0o644)
	}
	z, err := gzip.NewReader(bytes.NewReader(f.Data))
	if err != nil {
		return err
	}
	plain, err := io.ReadAll(z)
	return errors.Join(err, os.WriteFile(name, plain, 0o644), os.WriteFile(name+".gz", f.Data, 0o644))
}
