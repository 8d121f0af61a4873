package main

import (
	"errors"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/talk/talktest"
)

// A mistake on the command line gets one sentence that names it.
func TestCommandLine(t *testing.T) {
	needPoll(t)
	program := talktest.Program(t)
	addr, _ := serving(t)
	for _, tc := range []struct {
		name string
		args []string
		code int
		want string // in the sentence
	}{
		{name: "-addr without a value", args: []string{"-addr"}, code: 2, want: "-addr"},
		{name: "an unknown flag", args: []string{"-adr", ":1"}, code: 2, want: "-adr"},
		{name: "an empty address", args: []string{"-addr="}, code: 2, want: `""`},
		{name: "an unknown argument", args: []string{"tea"}, code: 2, want: `"tea"`},
		{name: "an address without a port", args: []string{"-addr", "tea"}, code: 2, want: `"tea"`},
		{name: "a port that is in use", args: []string{"-addr", addr}, code: 1, want: "address already in use"},
		{name: "a port that does not exist", args: []string{"-addr", "127.0.0.1:99999"}, code: 1, want: "99999"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			output, err := talktest.Command(append([]string{program}, tc.args...)...).CombinedOutput()
			failed, ok := errors.AsType[*exec.ExitError](err)
			require.True(t, ok, "%v: %s", err, output)
			assert.Equal(t, tc.code, failed.ExitCode())
			assert.Contains(t, string(output), tc.want)
			assert.Equal(t, 1, strings.Count(string(output), "\n"), "one line: %s", output)
		})
	}
}
