package build

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A cache is a folder with what was compiled. The name of a file or folder in it
// has the hash of all that it was made from, so an entry is never changed, and two
// processes may use the cache at the same time: each writes a temporary entry, and
// renames it when it is whole.
type cache struct{ dir string }

const (
	temporary   = "new-"              // the beginning of an unfinished entry's name
	unusedAfter = 30 * 24 * time.Hour // when an entry is removed
	brokenAfter = 24 * time.Hour      // when an unfinished entry is removed: its process has ended
)

// openCache opens the folder for this user, and removes what is old.
func openCache() (cache, error) {
	user, err := os.UserCacheDir()
	if err != nil {
		user = os.TempDir() // the next time, more has to be compiled
	}
	c := cache{filepath.Join(user, "gosyncio")}
	if err := os.MkdirAll(c.dir, 0o755); err != nil {
		return c, err
	}
	c.clean(time.Now())
	return c, nil
}

// clean removes entries that nobody has used for a while. If that fails, nothing
// is lost.
func (c cache) clean(now time.Time) {
	entries, _ := os.ReadDir(c.dir)
	for _, e := range entries {
		limit := unusedAfter
		if strings.HasPrefix(e.Name(), temporary) {
			limit = brokenAfter
		}
		if info, err := e.Info(); err == nil && now.Sub(info.ModTime()) > limit {
			os.RemoveAll(filepath.Join(c.dir, e.Name()))
		}
	}
}

// use returns the path of an entry, and whether it is there. It is then kept for
// another while.
func (c cache) use(name string) (path string, ok bool) {
	path = filepath.Join(c.dir, name)
	if _, err := os.Stat(path); err != nil {
		return path, false
	}
	now := time.Now()
	os.Chtimes(path, now, now)
	return path, true
}

// kept is how many entries a file has: one edit of a lesson makes one more.
const kept = 3

// newest returns the newest entry whose name begins with prefix, or "".
func (c cache) newest(prefix string) (path string) {
	if all := c.entries(prefix); len(all) > 0 {
		return all[0]
	}
	return ""
}

// entries returns those whose names begin with prefix, the last used one first.
func (c cache) entries(prefix string) (paths []string) {
	at := map[string]time.Time{}
	entries, _ := os.ReadDir(c.dir)
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && strings.HasPrefix(e.Name(), prefix) {
			path := filepath.Join(c.dir, e.Name())
			paths, at[path] = append(paths, path), info.ModTime()
		}
	}
	slices.SortFunc(paths, func(a, b string) int { return at[b].Compare(at[a]) })
	return paths
}

// work returns a new folder for what is not finished. The caller removes it.
func (c cache) work() (dir string, err error) { return os.MkdirTemp(c.dir, temporary) }

// put makes the entry NAME-KEY of a file or folder in work, and removes older ones
// of that name. Another process may have made the same entry meanwhile: then that
// one stays.
func (c cache) put(entry, from string) error {
	path := filepath.Join(c.dir, entry)
	err := os.Rename(from, path)
	if err != nil {
		if _, there := os.Stat(path); there == nil {
			return nil
		}
		return err
	}
	now := time.Now()
	os.Chtimes(path, now, now) // a folder keeps the time of its last file
	prefix := entry[:strings.LastIndex(entry, "-")+1]
	for i, old := range c.entries(prefix) {
		if i >= kept {
			os.RemoveAll(old)
		}
	}
	return nil
}

// writeSynced writes a file, and returns when it is on the disk: after a power cut, an
// entry must not be half of one.
func writeSynced(name string, data []byte) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// pack compresses with gzip.
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
