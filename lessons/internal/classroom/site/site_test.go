package site_test

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"flag"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/classroom/site"
	"gosyncio/lessons/internal/lesson"
)

var dir = flag.String("site", "", "write the site into this folder")

// made once: to highlight all programs takes a while.
var wholeSite = sync.OnceValues(func() ([]site.File, error) {
	lessons, err := lesson.All("../../..")
	if err != nil {
		return nil, err
	}
	return site.Files(lessons)
})

func files(t *testing.T) []site.File {
	t.Helper()
	all, err := wholeSite()
	require.NoError(t, err)
	return all
}

func TestTheSiteCanBeWrittenIntoAFolder(t *testing.T) {
	if *dir == "" {
		t.Skip("only with -site DIR")
	}
	for _, f := range files(t) {
		name := filepath.Join(*dir, filepath.FromSlash(f.Path))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, f.Data, 0o644))
	}
}

var (
	linked  = regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	inlined = regexp.MustCompile(`<script>|<style|\sstyle="|\son[a-z]+="|javascript:`)
	void    = regexp.MustCompile(`<(meta|link|img|input|br|hr)\b([^>]*[^/])?>`)
)

// made are paths that another package puts into the site.
var made = regexp.MustCompile(`^(programs|recorded|assets/tools)/|\.wasm$|^assets/(wasm_exec|run|runworker|compile)\.js$`)

func TestEachLinkLeadsToAFileOfTheSite(t *testing.T) {
	all := files(t)
	have := map[string]bool{}
	for _, f := range all {
		have[f.Path] = true
	}
	for _, f := range all {
		if path.Ext(f.Path) != ".html" {
			continue
		}
		t.Run(f.Path, func(t *testing.T) {
			for _, match := range linked.FindAllSubmatch(f.Data, -1) {
				u, err := url.Parse(string(match[1]))
				require.NoError(t, err)
				if u.Scheme == "https" || u.Path == "" {
					continue
				}
				assert.False(t, strings.HasPrefix(u.Path, "/"), "%s is not relative: the site has to work below any folder", u)
				to := path.Join(path.Dir(f.Path), u.Path)
				if strings.HasSuffix(u.Path, "/") || to == "." {
					to = path.Join(to, "index.html")
				}
				assert.True(t, have[to] || made.MatchString(to), "%s leads to %s", u, to)
			}
		})
	}
}

func TestNoPageHasAnythingInline(t *testing.T) {
	for _, f := range files(t) {
		if path.Ext(f.Path) != ".html" {
			continue
		}
		t.Run(f.Path, func(t *testing.T) {
			assert.Empty(t, inlined.FindAllString(string(f.Data), -1), "the CSP forbids it")
			assert.Contains(t, string(f.Data), `<meta http-equiv="Content-Security-Policy" content="default-src &#39;self&#39;;`)
		})
	}
}

func TestEachPageIsWellFormed(t *testing.T) {
	for _, f := range files(t) {
		if path.Ext(f.Path) != ".html" {
			continue
		}
		t.Run(f.Path, func(t *testing.T) {
			text := void.ReplaceAllString(strings.TrimPrefix(string(f.Data), "<!doctype html>"), "<$1$2/>")
			d := xml.NewDecoder(strings.NewReader(text))
			d.Strict, d.Entity = true, xml.HTMLEntity
			var err error
			for err == nil {
				_, err = d.Token()
			}
			if err != io.EOF && !strings.Contains(err.Error(), "attribute name without =") {
				t.Error(err)
			}
		})
	}
}

// A page with its style sheets and the modules that it loads at once.
func TestALessonsPageIsSmallerThan150KBPacked(t *testing.T) {
	all := files(t)
	total := 0
	for _, f := range all {
		base := path.Base(f.Path)
		isAsset := strings.HasPrefix(f.Path, "assets/") && !strings.HasPrefix(base, "editor")
		if f.Path == "06-gather/index.html" || isAsset {
			total += packed(t, f.Data)
		}
	}
	assert.Less(t, total, 150_000)
}

func packed(t *testing.T, data []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Len()
}
