//go:build !exercise

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A wrong solution fails in the row that names its fault, and the exercise fails
// in every row. A build takes seconds, so usually only one is tested; CI tests
// all:
//
//	CHAT_PROOF=all go test -run Wrong ./lessons/15-chat
func TestWrongSolutionsFail(t *testing.T) {
	needSockets(t)
	files, err := filepath.Glob("testdata/wrong/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			if name != "echoing" {
				needProof(t)
			}
			t.Parallel()
			w := readWrong(t, file)
			level, row, _ := strings.Cut(regexp.QuoteMeta(strings.ReplaceAll(w.row, " ", "_")), "/")
			fails, said := regexp.MustCompile("--- FAIL: TestChat/"+level+"/"+row), ""
			for range 3 { // it may also fail in another way, and panic before
				if said = try(t, "^TestChat$/^"+level+"$/^"+row+"$", "-overlay", w.overlay(t)); fails.MatchString(said) {
					return
				}
			}
			t.Error(w.fault, said)
		})
	}
	t.Run("the exercise, before it is solved", func(t *testing.T) {
		needProof(t)
		t.Parallel()
		said := try(t, "^TestChat$", "-tags", "exercise")
		require.Contains(t, said, "--- FAIL: TestChat/")
		require.NotContains(t, said, "--- PASS: TestChat/")
	})
}

func needProof(t *testing.T) {
	if os.Getenv("CHAT_PROOF") != "all" {
		t.Skip("it needs a build; CHAT_PROOF=all tests it, too")
	}
}

// A wrong solution is the right one with a few other lines.
type wrong struct{ fault, row, file, is, was string }

var format = regexp.MustCompile(`(?s)^(.*)\n\nfails: (.*?)\nfile: (.*?)\n--- right\n(.*)--- wrong\n(.*)$`)

func readWrong(t *testing.T, file string) wrong {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	m := format.FindStringSubmatch(strings.ReplaceAll(string(text), "\r\n", "\n"))
	require.NotNil(t, m, "%s should look like the others", file)
	return wrong{fault: m[1], row: m[2], file: m[3], was: m[4], is: m[5]}
}

// overlay tells the go command to use the wrong file in place of the right one.
func (w wrong) overlay(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(w.file)
	require.NoError(t, err)
	right := strings.ReplaceAll(string(text), "\r\n", "\n")
	require.Equal(t, 1, strings.Count(right, w.was), "%s has changed: in %s there should be\n%s", w.fault, w.file, w.was)
	file, err := filepath.Abs(w.file)
	require.NoError(t, err)
	dir := t.TempDir()
	changed, overlay := filepath.Join(dir, w.file), filepath.Join(dir, "overlay.json")
	require.NoError(t, os.WriteFile(changed, []byte(strings.Replace(right, w.was, w.is, 1)), 0o644))
	list, err := json.Marshal(map[string]map[string]string{"Replace": {file: changed}})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(overlay, list, 0o644))
	return overlay
}

// try builds the tests with these flags, runs these rows, which should fail, and
// returns the output.
func try(t *testing.T, rows string, flags ...string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "chat.test.exe")
	args := append([]string{"test", "-c", "-vet=off", "-ldflags=-s -w", "-o", program}, flags...)
	said, err := exec.CommandContext(t.Context(), "go", append(args, ".")...).CombinedOutput()
	require.NoError(t, err, "%s", said)
	said, err = exec.CommandContext(t.Context(), program, "-test.v", "-test.run", rows, "-patience", "2s").CombinedOutput()
	failed := new(exec.ExitError)
	require.ErrorAs(t, err, &failed, "it should fail:\n%s", said)
	return string(said)
}
