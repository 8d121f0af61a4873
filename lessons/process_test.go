package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// As a child, the test's own program is the walk.
func TestMain(m *testing.M) {
	if os.Getenv("LESSONS_MAIN") != "" {
		main()
	}
	os.Exit(m.Run())
}

// school makes a module with lessons of its own: toast, tea that takes for
// ever, and burnt eggs.
func school(t *testing.T) (dir string) {
	t.Helper()
	if runtime.GOARCH == "wasm" {
		t.Skip("WebAssembly starts no other programs")
	}
	dir = t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o700))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	}
	write("go.mod", "module gosyncio\n\ngo 1.26\n")
	for name, core := range map[string]string{
		"05-toast": `println("toast ready")`,
		"06-eggs":  `println("eggs burnt"); panic("burnt")`,
		"07-tea":   `println("kettle on"); time.Sleep(time.Hour)`,
	} {
		write("lessons/"+name+"/main.go", "// Make it.\n//\n// It's good.\npackage main\n\nimport \"time\"\n\n"+
			"var _ = time.Now\n\nfunc main() {\n\t// --- core\n\t"+core+"\n\t// --- end\n}\n")
		write("lessons/"+name+"/slide.py", "# --- core\nmake()\n# --- end\n")
		write("lessons/"+name+"/slide.md", "# make → Make\n\n## Predict first\n\nWell?\n\n- [x] yes\n- [ ] no\n\n"+
			"## What you see\n\n```\n0s  it\n```\n\n## Where Go differs\n\n- It doesn't.\n")
	}
	return dir
}

// pupil is the walk as a child in the school. What it leaves in its folder for
// temporary files is in tmp.
func pupil(t *testing.T, school, line string) (cmd *exec.Cmd, tmp string) {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	tmp = t.TempDir()
	cmd = exec.CommandContext(ctx, program, strings.Fields(line)...)
	cmd.Dir = school
	cmd.Env = append(os.Environ(), "LESSONS_MAIN=1", "TMPDIR="+tmp, "TMP="+tmp, "GOFLAGS=-mod=mod")
	return cmd, tmp
}

func empty(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left, "nothing is left behind")
}

func TestTheProgram(t *testing.T) {
	school := school(t)
	for line, want := range map[string]struct {
		out, problems string // among others
		not           string
		code          int
	}{
		"list":              {out: "05  Make it  make → Make\n06  Make it  make → Make\n07"},
		"run toast":         {out: "s  toast ready\n", not: "println"},
		"run toast -python": {out: "    make()\n\nGo\n\n    println(\"toast ready\")"},
		"run all":           {out: "toast ready", problems: "lessons: 06-eggs did not end well: exit status 2", code: 1},
		"walk eggs":         {out: "s  eggs burnt", not: "toast", problems: "06-eggs", code: 1},
		"":                  {out: "Predict first\n\nWell?", problems: "06-eggs", code: 1},
		"run sushi":         {problems: `there is no lesson "sushi"; the nearest is`, code: 2},
	} {
		t.Run("go run ./lessons "+line, func(t *testing.T) {
			cmd, tmp := pupil(t, school, line)
			var problems bytes.Buffer
			cmd.Stderr = &problems
			out, _ := cmd.Output()
			assert.Equal(t, want.code, cmd.ProcessState.ExitCode())
			assert.Contains(t, string(out), want.out)
			assert.Contains(t, problems.String(), want.problems)
			if want.not != "" {
				assert.NotContains(t, string(out), want.not)
			}
			empty(t, tmp)
		})
	}
}

func TestABrokenLessonIsLeftOut(t *testing.T) {
	school := school(t)
	require.NoError(t, os.Mkdir(filepath.Join(school, "lessons", "08-new"), 0o700))
	cmd, _ := pupil(t, school, "list")
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	assert.NoError(t, err)
	assert.Contains(t, string(out), "07  Make it")
	assert.Contains(t, problems.String(), "lessons: left out, because it isn't whole: "+filepath.Join("08-new", ""))
}

// What cost somebody a picture costs nobody the old one.
func TestWithoutAPictureNothingIsWritten(t *testing.T) {
	school := school(t)
	old := filepath.Join(school, "old.svg")
	require.NoError(t, os.WriteFile(old, []byte("yesterday's"), 0o600))
	for _, line := range []string{"run toast -svg old.svg", "compare toast toast -svg old.svg"} {
		t.Run("go run ./lessons "+line, func(t *testing.T) {
			cmd, tmp := pupil(t, school, line)
			var problems bytes.Buffer
			cmd.Stderr = &problems
			out, _ := cmd.Output()
			assert.Equal(t, 1, cmd.ProcessState.ExitCode())
			assert.Contains(t, string(out), "toast ready\n\nno picture: the program left no trace\n")
			assert.Equal(t, "lessons: old.svg isn't written: there is no picture\n", problems.String())
			text, err := os.ReadFile(old)
			require.NoError(t, err)
			assert.Equal(t, "yesterday's", string(text))
			empty(t, tmp)
		})
	}
}
