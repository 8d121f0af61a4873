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

// As a child process, the test binary is the walk.
func TestMain(m *testing.M) {
	if os.Getenv("LESSONS_MAIN") != "" {
		main()
	}
	os.Exit(m.Run())
}

// testModule makes a module with lessons of its own: toast, burnt eggs, and tea that
// takes an hour.
func testModule(t *testing.T) (dir string) {
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
		write("lessons/"+name+"/slide.md", slide)
	}
	return dir
}

const slide = `# make → Make

Goal: make it.
Minutes: 10
In the page: live

## Predict first

Well?

- [x] yes
- [ ] no
  > It is.

## What you see

` + "```\n0s  it\n```" + `

## Python and Go side by side

The same.

## Where Go differs

- It doesn't.

## At work

A shop.

## In short

- One.
- Two.
- Three.

## For the teacher

- Ask.
`

// walkCommand is the walk as a child process in the folder module. Its temporary files are in
// tmp.
func walkCommand(t *testing.T, module, line string) (cmd *exec.Cmd, tmp string) {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	tmp = t.TempDir()
	cmd = exec.CommandContext(ctx, program, strings.Fields(line)...)
	cmd.Dir = module
	cmd.Env = append(os.Environ(), "LESSONS_MAIN=1", "TMPDIR="+tmp, "TMP="+tmp, "GOFLAGS=-mod=mod", "LC_ALL=C.UTF-8")
	return cmd, tmp
}

func empty(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left, "no temporary file remains")
}

func TestTheProgram(t *testing.T) {
	module := testModule(t)
	for _, want := range []struct {
		line          string
		out, problems string // among others
		not           string
		code          int
	}{
		{line: "list", out: "05-toast  10 min  Make it  make → Make\n06-eggs   10 min  Make it  make → Make\n07"},
		{line: "list -ascii", out: "05-toast  10 min  Make it  make -> Make\n"},
		{line: "run toast", out: "s  toast ready\n", not: "println", problems: "no picture of a run", code: 1},
		{line: "run toast -python", out: "Python      Go\n    make()      println(\"toast ready\")", problems: "no picture of a run", code: 1},
		{line: "run all", out: "toast ready", problems: "lessons: 06-eggs did not end well: exit status 2", code: 1},
		{line: "walk eggs", out: "s  eggs burnt", not: "toast", problems: "06-eggs", code: 1},
		{line: "", out: "Predict first\nWell?", problems: "06-eggs", code: 1},
		{line: "-python=false", out: "Predict first\nWell?", problems: "06-eggs", code: 1, not: "Python"},
		{line: "run sushi", problems: `there is no lesson "sushi"; the nearest is`, code: 2},
	} {
		t.Run("go run ./lessons "+want.line, func(t *testing.T) {
			t.Parallel()
			cmd, tmp := walkCommand(t, module, want.line)
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
	module := testModule(t)
	require.NoError(t, os.Mkdir(filepath.Join(module, "lessons", "08-new"), 0o700))
	cmd, _ := walkCommand(t, module, "list")
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	assert.NoError(t, err)
	assert.Contains(t, string(out), "07-tea    10 min")
	assert.Contains(t, problems.String(), "lessons: left out, because a file needs work: "+filepath.Join("08-new", ""))
}

// Without a picture the old file stays.
func TestWithoutAPictureNothingIsWritten(t *testing.T) {
	module := testModule(t)
	old := filepath.Join(module, "old.svg")
	require.NoError(t, os.WriteFile(old, []byte("yesterday's"), 0o600))
	const none = "lessons: old.svg isn't written: there is no picture\n"
	const missing = "lessons: no picture of a run: the line above says why\n"
	for _, tc := range []struct{ line, out, problems string }{
		{"run toast -svg old.svg", "toast ready\n\nno picture: the program left no trace\n", none},
		{"compare toast toast -svg old.svg", "toast ready\n\nno picture: the program left no trace\n", none},
		{"run toast", "toast ready\n\nno picture: the program left no trace\n", missing},
		{"compare toast toast", "toast ready\n\nno picture: the program left no trace\n", missing},
		{"run eggs -svg old.svg", "eggs burnt", "lessons: 06-eggs did not end well: exit status 2\n"},
		{"compare toast eggs -svg old.svg", "eggs burnt", "lessons: 06-eggs did not end well: exit status 2\n"},
	} {
		t.Run("go run ./lessons "+tc.line, func(t *testing.T) {
			t.Parallel()
			cmd, tmp := walkCommand(t, module, tc.line)
			var problems bytes.Buffer
			cmd.Stderr = &problems
			out, _ := cmd.Output()
			assert.Equal(t, 1, cmd.ProcessState.ExitCode())
			assert.Contains(t, string(out), tc.out)
			assert.Equal(t, tc.problems, problems.String())
			text, err := os.ReadFile(old)
			require.NoError(t, err)
			assert.Equal(t, "yesterday's", string(text))
			empty(t, tmp)
		})
	}
}
