package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/machine"
)

// A fakeMeasurer returns the recorded result at once, or an error. It keeps the
// load that it got.
type fakeMeasurer struct {
	got load
	err error
}

func (f *fakeMeasurer) measure(_ context.Context, l load, report reporter) error {
	f.got = l
	if f.err != nil {
		return f.err
	}
	return report(recorded, nil)
}

func TestCommand(t *testing.T) {
	const good, bad = "bars.svg", "no/such/folder/bars.svg"
	errBurnt := errors.New("burnt")
	for _, tc := range []struct {
		name   string
		args   []string
		stdout io.Writer // if not nil, instead of memory
		err    error     // of the measurement
		load   load      // that is measured
		code   int
		stderr string
		prints string // in stdout
		drawn  string // in the file good; empty if there is no such file
	}{
		{name: "no flags: the usual load", load: load{8, 3}},
		{name: "-rounds: more rounds", args: []string{"-rounds", "7"}, load: load{8, 7}},
		{name: "-svg: the bars are in the file", args: []string{"-svg", good}, load: load{8, 3}, drawn: "</svg>"},
		{name: "the measurement fails: exit 1", err: errBurnt, load: load{8, 3}, code: 1, stderr: "13-io-or-cpu: burnt\n"},
		{
			name: "the measurement fails: no bars are drawn", args: []string{"-svg", good},
			err: errBurnt, load: load{8, 3}, code: 1, stderr: "13-io-or-cpu: burnt\n",
		},
		{
			name: "stdout fails: exit 1", stdout: fullDisk{},
			load: load{8, 3}, code: 1, stderr: "13-io-or-cpu: the disk is full\n",
		},
		{
			name: "stdout fails: no bars are drawn", args: []string{"-svg", good}, stdout: fullDisk{},
			load: load{8, 3}, code: 1, stderr: "13-io-or-cpu: the disk is full\n",
		},
		{name: "the file can't be written: nothing is measured", args: []string{"-svg", bad}, code: 1, stderr: bad},
		{
			name: "an argument is refused", args: []string{"tea"},
			code: 2, stderr: "13-io-or-cpu: unknown argument \"tea\": want flags only; -h lists the flags\n",
		},
		{
			name: "no round is refused", args: []string{"-rounds", "0"},
			code: 2, stderr: "13-io-or-cpu: -rounds is 0: want 1 or more; -h lists the flags\n",
		},
		{
			name: "an unknown flag is refused", args: []string{"-tea"},
			code: 2, stderr: "13-io-or-cpu: flag provided but not defined: -tea; -h lists the flags\n",
		},
		{name: "-h lists the flags", args: []string{"-h"}, prints: "draw the bars into this file"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			var stdout, stderr strings.Builder
			if tc.stdout == nil {
				tc.stdout = &stdout
			}
			f := fakeMeasurer{err: tc.err}
			assert.Equal(t, tc.code, command(tc.args, f.measure, tc.stdout, &stderr))
			assert.Equal(t, tc.load, f.got)
			assert.Contains(t, stderr.String(), tc.stderr)
			if tc.stderr == "" {
				assert.Empty(t, stderr.String())
				assert.Contains(t, stdout.String(), cmp.Or(tc.prints, conclusions))
			}
			drawn, err := os.ReadFile(good)
			assert.Equal(t, tc.drawn == "", errors.Is(err, os.ErrNotExist))
			assert.Contains(t, string(drawn), tc.drawn)
		})
	}
}

func TestOldBarsAreKeptUntilThereAreNewOnes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bars.svg")
	old := strings.Repeat("old bars, longer than the new ones", 1000)
	require.NoError(t, os.WriteFile(file, []byte(old), 0o644))
	failing := fakeMeasurer{err: errors.New("burnt")}
	assert.Equal(t, 1, command([]string{"-svg", file}, failing.measure, io.Discard, io.Discard))
	kept, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, old, string(kept))

	assert.Equal(t, 0, command([]string{"-svg", file}, new(fakeMeasurer).measure, io.Discard, io.Discard))
	drawn, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(drawn), machine.Label(cores))
	assert.NotContains(t, string(drawn), "old bars")
}
