package main

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/walk"
)

// command runs the words of a command line.
func command(t *testing.T, line string) (code int, out, problems string) {
	t.Helper()
	t.Setenv("LC_ALL", "C.UTF-8")
	var o, p strings.Builder
	code = run(t.Context(), walk.Walk{Screen: walk.Screen{Writer: &o}}, strings.Fields(line), &p)
	return code, o.String(), p.String()
}

// unset is an environment without variables.
func unset(string) string { return "" }

func TestUsageErrors(t *testing.T) {
	const flags = "want -python, -events, -ascii, -lanes, -svg, -addr, -open or -h"
	const wantAddr = "is no IP address with a port: want 127.0.0.1:3999 for this machine, 0.0.0.0:3999 for your network"
	for _, tc := range []struct{ line, want string }{
		{"run", `missing lesson: want run gather, or run all`},
		{"list gather", `unexpected argument "gather": list takes no names`},
		{"list -python", `unexpected flag: list takes only -ascii`},
		{"list -events", `unexpected flag: list takes only -ascii`},
		{"walk gather 7", `unexpected argument "7": walk begins at one lesson`},
		{"run -x gather", `unknown flag -x: ` + flags},
		{"run gather -x", `unknown flag -x: ` + flags},
		{"run gather -x 5", `unknown flag -x: ` + flags},
		{"run gather -python", ``},
		{"compare gather", `compare takes two lessons: want compare await create-task`},
		{"compare 4 all", `compare takes two lessons: want compare await create-task`},
		{"compare 4 5 6", `compare takes two lessons: want compare await create-task`},
		{"picture", `picture takes the file of one trace: want picture a.trace`},
		{"picture a b", `picture takes the file of one trace: want picture a.trace`},
		{"picture a -python", `unexpected flag -python: a trace has no code`},
		{"run 4 5 -svg x.svg", `-svg writes the picture of one run: want run gather -svg gather.svg`},
		{"run all -svg x.svg", `-svg writes the picture of one run: want run gather -svg gather.svg`},
		{"-svg x.svg", `-svg writes the picture of one run: want run gather -svg gather.svg`},
		{"run gather -svg", `-svg has no value: want -svg file.svg`},
		{"run gather -svg=", `-svg has an empty value: want -svg file.svg`},
		{"run gather -lanes", `-lanes has no value: want -lanes 30, or all`},
		{"run gather -lanes 0", `invalid value "0" for flag -lanes: want a number from 1 on, or all`},
		{"serve gather", `unexpected argument "gather": serve takes only -addr and -open`},
		{"serve -python", `unexpected flag -python: serve does not take it`},
		{"serve -addr", `-addr has no value: want -addr 127.0.0.1:3999`},
		{"serve -addr :3999", `-addr ":3999" ` + wantAddr},
		{"serve -addr=", `-addr "" ` + wantAddr},
		{"serve -addr 3999", `-addr "3999" ` + wantAddr},
		{"serve -addr localhost:3999", `-addr "localhost:3999" ` + wantAddr},
		{"serve -addr 127.0.0.1:99999", `-addr "127.0.0.1:99999" ` + wantAddr},
		{"serve -open=perhaps", `invalid boolean value "perhaps" for -open: parse error`},
		{"serve -addr 127.0.0.1:0", ``},
		{"serve -addr [::1]:3999 -open=false", ``},
		{"export", `export takes one folder: want export DIR`},
		{"export a b", `export takes one folder: want export DIR`},
		{"export a -open=false", `unexpected flag: only serve takes -addr and -open`},
		{"export a -svg x.svg", `unexpected flag -svg: export does not take it`},
		{"export a", ``},
		{"list -addr 127.0.0.1:0", `unexpected flag: only serve takes -addr and -open`},
		{"run gather -lanes many", `invalid value "many" for flag -lanes: want a number from 1 on, or all`},
	} {
		t.Run("the command line is refused in one sentence: "+tc.line, func(t *testing.T) {
			_, err := parse(strings.Fields(tc.line), unset)
			if tc.want == "" {
				assert.NoError(t, err)
				return
			}
			code, out, problems := command(t, tc.line)
			assert.Equal(t, 2, code)
			assert.Empty(t, out)
			assert.Equal(t, "lessons: "+tc.want+"\n", problems)
		})
	}
}

func TestParse(t *testing.T) {
	for _, tc := range []struct {
		line string
		want commandLine
	}{
		{"", commandLine{command: "walk", python: true}},
		{"-python", commandLine{command: "walk", python: true}},
		{"-python=false", commandLine{command: "walk"}},
		{"walk 6 -python=false", commandLine{command: "walk", names: []string{"6"}}},
		{"walk 00", commandLine{command: "walk", names: []string{"00"}, python: true}},
		{"list -ascii", commandLine{command: "list", ascii: true}},
		{"run gather 5", commandLine{command: "run", names: []string{"gather", "5"}}},
		{"-python run gather 5", commandLine{command: "run", names: []string{"gather", "5"}, python: true}},
		{"run --python gather 5", commandLine{command: "run", names: []string{"gather", "5"}, python: true}},
		{"run gather -python 5", commandLine{command: "run", names: []string{"gather", "5"}, python: true}},
		{"run gather 5 -python=1", commandLine{command: "run", names: []string{"gather", "5"}, python: true}},
		{"gather", commandLine{command: "gather"}},
		{"compare 4 -ascii 5", commandLine{command: "compare", names: []string{"4", "5"}, ascii: true}},
		{"picture -events a", commandLine{command: "picture", names: []string{"a"}, events: true}},
		{"picture a -lanes 30", commandLine{command: "picture", names: []string{"a"}, lanes: 30}},
		{"picture a -lanes all", commandLine{command: "picture", names: []string{"a"}, lanes: math.MaxInt}},
		{"serve", commandLine{command: "serve", open: true}},
		{"serve -open=false -addr 0.0.0.0:80", commandLine{command: "serve", addr: "0.0.0.0:80"}},
		{"export course", commandLine{command: "export", names: []string{"course"}}},
		{"run 6 -svg a.svg", commandLine{command: "run", names: []string{"6"}, svg: "a.svg"}},
	} {
		t.Run("go run ./lessons "+tc.line, func(t *testing.T) {
			got, err := parse(strings.Fields(tc.line), unset)
			assert.NoError(t, err)
			if len(got.names) == 0 {
				got.names = nil
			}
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestTheLocaleDecidesOnASCII(t *testing.T) {
	for _, tc := range []struct {
		name string
		env  map[string]string
		args []string
		want bool
	}{
		{"LANG=C is ASCII", map[string]string{"LANG": "C"}, nil, true},
		{"LANG=POSIX is ASCII", map[string]string{"LANG": "POSIX"}, nil, true},
		{"an old locale is ASCII", map[string]string{"LANG": "de_DE.ISO-8859-1"}, nil, true},
		{"LANG=C.UTF-8 is not", map[string]string{"LANG": "C.UTF-8"}, nil, false},
		{"utf8 in other spellings is not", map[string]string{"LANG": "de_DE.utf8"}, nil, false},
		{"without a locale it is not", nil, nil, false},
		{"LC_ALL wins over LANG", map[string]string{"LC_ALL": "C", "LANG": "C.UTF-8"}, nil, true},
		{"LC_CTYPE wins over LANG", map[string]string{"LC_CTYPE": "C.UTF-8", "LANG": "C"}, nil, false},
		{"-ascii wins over the locale", map[string]string{"LANG": "C.UTF-8"}, []string{"-ascii"}, true},
		{"-ascii=false wins over the locale", map[string]string{"LANG": "C"}, []string{"-ascii=false"}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			cmd, err := parse(tc.args, func(key string) string { return tc.env[key] })
			assert.NoError(t, err)
			assert.Equal(t, tc.want, cmd.ascii)
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
	_, out, _ := command(t, "help -ascii")
	for _, r := range out {
		assert.Less(t, r, rune(utf8.RuneSelf))
	}
}

func TestWrongNames(t *testing.T) {
	lessons := []lesson.Lesson{
		{Dir: "lessons/05-toast", Number: 5, Name: "toast"},
		{Dir: "lessons/06-green-tea", Number: 6, Name: "green-tea"},
	}
	const commands = "want walk, list, run, compare, picture, serve or export; the nearest is "
	for _, tc := range []struct{ line, want string }{
		{"run black-tea", `there is no lesson "black-tea"; the nearest is 06-green-tea`},
		{"run toast 6 17", `there is no lesson "17"; the nearest is 06-green-tea`},
		{"walk tost", `there is no lesson "tost"; the nearest is 05-toast`},
		{"toast", `unknown command "toast": it is a lesson, so want walk toast or run toast`},
		{"06-green-tea", `unknown command "06-green-tea": it is a lesson, so want walk green-tea or run green-tea`},
		{"tost", `unknown command "tost": ` + commands + `run toast`},
		{"rum nothing", `unknown command "rum": ` + commands + `run`},
	} {
		t.Run(tc.line, func(t *testing.T) {
			cmd, err := parse(strings.Fields(tc.line), unset)
			assert.NoError(t, err)
			var out strings.Builder
			err = cmd.run(t.Context(), walk.Walk{Screen: walk.Screen{Writer: &out}, Lessons: lessons})
			assert.Equal(t, usageError(tc.want), err)
			assert.Empty(t, out.String())
		})
	}
}

func TestLanes(t *testing.T) {
	lanes := func(flag string) int {
		code, out, problems := command(t, "picture "+trace+flag)
		assert.Equal(t, 0, code, problems)
		return strings.Count(out, "▐") - 1 // one is in the legend
	}
	all := lanes(" -lanes all")
	assert.Greater(t, all, 2)
	assert.Equal(t, 2, lanes(" -lanes 2"))
	assert.LessOrEqual(t, lanes(""), all)
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
	assert.Equal(t, "lessons: there is no go command on PATH: install Go from https://go.dev/dl\n", problems)
}
