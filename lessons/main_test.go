package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/lesson"
)

func TestArguments(t *testing.T) {
	const unknown = "lessons: I don't know what %q means; there is only -h.\n"
	for name, tc := range map[string]struct {
		args          []string
		code          int
		out, problems string
	}{
		"-h helps":                   {args: []string{"-h"}, out: usage},
		"--help helps":               {args: []string{"--help"}, out: usage},
		"a name is refused, for now": {args: []string{"gather"}, code: 2, problems: strings.Replace(unknown, "%q", `"gather"`, 1)},
		"an unknown flag is refused": {args: []string{"-x", "-h"}, code: 2, problems: strings.Replace(unknown, "%q", `"-x"`, 1)},
		"so is an empty word":        {args: []string{""}, code: 2, problems: strings.Replace(unknown, "%q", `""`, 1)},
	} {
		t.Run(name, func(t *testing.T) {
			var out, problems strings.Builder
			assert.Equal(t, tc.code, run(t.Context(), tc.args, &out, &problems))
			assert.Equal(t, tc.out, out.String())
			assert.Equal(t, tc.problems, problems.String())
		})
	}
}

func TestWithoutGoThereIsOneSentence(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	var out, problems strings.Builder
	assert.Equal(t, 1, run(t.Context(), nil, &out, &problems))
	assert.Empty(t, out.String())
	assert.Equal(t, "lessons: there is no go command on PATH; Go comes from https://go.dev/dl\n", problems.String())
}

func TestShow(t *testing.T) {
	var out strings.Builder
	show(&out, lesson.Lesson{
		Number: 7,
		Name:   "tea",
		Pair:   "pour() → Pour",
		Title:  "Make tea",
		Claim:  "Tea takes time. " + strings.Repeat("A watched pot never boils. ", 4) + "\n\nBe patient.",
		Core:   "if hot {\n\n\tpour()\n}\n",
	})
	assert.Equal(t, `07  tea                                                    pour() → Pour
────────────────────────────────────────────────────────────────────────
Make tea

Tea takes time. A watched pot never boils. A watched pot never boils.
A watched pot never boils. A watched pot never boils.

Be patient.

    if hot {

        pour()
    }

`, out.String())
	for line := range strings.Lines(out.String() + usage) {
		assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), width)
	}
}
