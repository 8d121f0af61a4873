package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/walk"
)

// command is run, with the words of a command line.
func command(t *testing.T, line string) (code int, out, problems string) {
	t.Helper()
	var o, p strings.Builder
	code = run(t.Context(), walk.Walk{Screen: walk.Screen{Writer: &o}}, strings.Fields(line), &p)
	return code, o.String(), p.String()
}

func TestMisuseIsRefusedInOneSentence(t *testing.T) {
	for line, want := range map[string]string{
		"run":                `run wants to know what: run gather, or run all`,
		"list gather":        `list takes no names, but got "gather"`,
		"list -python":       `list takes no flags`,
		"walk gather 7":      `walk begins at one lesson, but got "7" as well`,
		"run -x gather":      `flag provided but not defined: -x; there are -python, -events, -ascii, -svg and -h`,
		"run gather -x":      `flag provided but not defined: -x; there are -python, -events, -ascii, -svg and -h`,
		"run gather -x 5":    `flag provided but not defined: -x; there are -python, -events, -ascii, -svg and -h`,
		"run gather -python": ``,
		"compare gather":     `compare takes two lessons: compare await create-task`,
		"compare 4 all":      `compare takes two lessons: compare await create-task`,
		"compare 4 5 6":      `compare takes two lessons: compare await create-task`,
		"picture":            `picture takes the file of one trace: picture a.trace`,
		"picture a b":        `picture takes the file of one trace: picture a.trace`,
		"picture a -python":  `picture takes no -python: a trace is no lesson`,
		"run 4 5 -svg x.svg": `-svg writes the picture of one run: run gather -svg gather.svg`,
		"run all -svg x.svg": `-svg writes the picture of one run: run gather -svg gather.svg`,
		"-svg x.svg":         `-svg writes the picture of one run: run gather -svg gather.svg`,
		"run gather -svg":    `flag needs an argument: -svg; there are -python, -events, -ascii, -svg and -h`,
	} {
		t.Run(line, func(t *testing.T) {
			_, err := parse(strings.Fields(line))
			if want == "" {
				assert.NoError(t, err)
				return
			}
			code, out, problems := command(t, line)
			assert.Equal(t, 2, code)
			assert.Empty(t, out)
			assert.Equal(t, "lessons: "+want+"\n", problems)
		})
	}
}

func TestParse(t *testing.T) {
	for line, want := range map[string]order{
		"":                       {command: "walk"},
		"-python":                {command: "walk", python: true},
		"walk 6":                 {command: "walk", names: []string{"6"}},
		"list":                   {command: "list"},
		"run gather 5":           {command: "run", names: []string{"gather", "5"}},
		"-python run gather 5":   {command: "run", names: []string{"gather", "5"}, python: true},
		"run --python gather 5":  {command: "run", names: []string{"gather", "5"}, python: true},
		"run gather -python 5":   {command: "run", names: []string{"gather", "5"}, python: true},
		"run gather 5 -python=1": {command: "run", names: []string{"gather", "5"}, python: true},
		"gather":                 {command: "gather"},
		"compare 4 -ascii 5":     {command: "compare", names: []string{"4", "5"}, ascii: true},
		"picture -events a":      {command: "picture", names: []string{"a"}, events: true},
		"run 6 -svg a.svg":       {command: "run", names: []string{"6"}, svg: "a.svg"},
	} {
		t.Run("go run ./lessons "+line, func(t *testing.T) {
			got, err := parse(strings.Fields(line))
			assert.NoError(t, err)
			if len(got.names) == 0 {
				got.names = nil
			}
			assert.Equal(t, want, got)
		})
	}
}

func TestHelp(t *testing.T) {
	for _, line := range []string{"-h", "--help", "run gather -help", "help"} {
		code, out, problems := command(t, line)
		assert.Equal(t, 0, code, line)
		assert.Equal(t, usage, out, line)
		assert.Empty(t, problems, line)
	}
	for line := range strings.Lines(usage) {
		assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), walk.Columns)
	}
}

func TestMistakenNames(t *testing.T) {
	lessons := []lesson.Lesson{
		{Dir: "lessons/05-toast", Number: 5, Name: "toast"},
		{Dir: "lessons/06-green-tea", Number: 6, Name: "green-tea"},
	}
	for line, want := range map[string]string{
		"run black-tea":  `there is no lesson "black-tea"; the nearest is 06-green-tea`,
		"run toast 6 17": `there is no lesson "17"; the nearest is 06-green-tea`,
		"walk tost":      `there is no lesson "tost"; the nearest is 05-toast`,
		"toast":          `there is no command "toast"; the nearest is run toast`,
		"06-green-tea":   `there is no command "06-green-tea"; the nearest is run green-tea`,
		"tost":           `there is no command "tost"; the nearest is run toast`,
		"rum nothing":    `there is no command "rum"; the nearest is run`,
	} {
		t.Run(line, func(t *testing.T) {
			todo, err := parse(strings.Fields(line))
			assert.NoError(t, err)
			var out strings.Builder
			err = todo.do(t.Context(), walk.Walk{Screen: walk.Screen{Writer: &out}, Lessons: lessons})
			assert.Equal(t, misuse(want), err)
			assert.Empty(t, out.String())
		})
	}
}

func TestColourful(t *testing.T) {
	for _, tc := range []struct {
		env    map[string]string
		system string
		want   bool
	}{
		{map[string]string{"TERM": "xterm"}, "linux", true},
		{map[string]string{"TERM": "dumb"}, "linux", false},
		{map[string]string{"TERM": "xterm", "NO_COLOR": "1"}, "linux", false},
		{map[string]string{"TERM": "xterm", "NO_COLOR": ""}, "linux", true},
		{nil, "windows", false},
		{map[string]string{"WT_SESSION": "1"}, "windows", true},
	} {
		env := func(key string) string { return tc.env[key] }
		assert.Equal(t, tc.want, colourful(env, tc.system), "%v on %s", tc.env, tc.system)
	}
}

func TestWithoutGoThereIsOneSentence(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	code, out, problems := command(t, "list")
	assert.Equal(t, 1, code)
	assert.Empty(t, out)
	assert.Equal(t, "lessons: there is no go command on PATH; Go comes from https://go.dev/dl\n", problems)
}
