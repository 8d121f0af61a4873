package serve

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gosyncio/lessons/internal/classroom/build"
)

// marker is a file that lists what we wrote into a folder. All of that may be
// replaced.
const marker = ".gosyncio-classroom"

const markerTitle = "# Written by go run ./lessons export, which replaces it as a whole:\n"

// Export writes all files of a site into the folder dir, for any web server. A
// folder that is there already must be empty or an older export; it is replaced
// as a whole, or stays as it is. What is packed is written in both forms, since
// not every server can pack.
func Export(dir string, files []build.File) (err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return err
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real // what a link leads to is replaced, not the link
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
	fresh := filepath.Join(work, "new")
	if err := writeAll(fresh, files); err != nil {
		os.RemoveAll(work)
		return fmt.Errorf("%s isn't written: %w", dir, err)
	}
	return swap(dir, fresh, work)
}

// writeAll writes the files, the progress that the page may ask for, and the marker.
func writeAll(dir string, files []build.File) error {
	done, err := json.Marshal(build.Progress{Done: 1, Of: 1, Doing: []string{}, Failed: []string{}})
	if err != nil {
		return err
	}
	list := markerTitle + marker + "\n"
	for _, f := range append(files[:len(files):len(files)], build.File{Path: "progress.json", Data: done}) {
		if err := write(dir, f); err != nil {
			return err
		}
		list += f.Path + "\n"
		if f.Packed {
			list += f.Path + ".gz\n"
		}
	}
	return write(dir, build.File{Path: marker, Data: []byte(list)})
}

// swap puts the folder fresh in the place of dir. If that fails, dir is as before.
func swap(dir, fresh, work string) error {
	old := filepath.Join(work, "old")
	err := os.Rename(dir, old)
	wasThere := err == nil
	if wasThere || errors.Is(err, fs.ErrNotExist) {
		err = os.Rename(fresh, dir)
	}
	if err != nil && wasThere {
		if back := os.Rename(old, dir); back != nil {
			return fmt.Errorf("%s isn't written, and what it had is now in %s: %w", dir, old, errors.Join(err, back))
		}
	}
	os.RemoveAll(work)
	if err != nil {
		return fmt.Errorf("%s isn't written: %w", dir, err)
	}
	return nil
}

// Check reports whether Export may write the folder: it is new, or empty, or has only
// files that an export wrote.
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
		return fmt.Errorf("%s cannot be read (%w): want the name of a new folder", dir, err)
	case len(entries) == 0:
		return nil
	}
	list, err := os.ReadFile(filepath.Join(dir, marker))
	text, isOurs := strings.CutPrefix(string(list), markerTitle)
	if err != nil || !isOurs {
		return fmt.Errorf("%s has files that export did not write: want a new or an empty folder", dir)
	}
	written := map[string]bool{}
	for line := range strings.Lines(text) {
		written[strings.TrimSpace(line)] = true
	}
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err == nil && !written[filepath.ToSlash(rel)] {
			err = fmt.Errorf("%s was not written by export and would be lost: move it out of %s", name, dir)
		}
		return err
	})
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
