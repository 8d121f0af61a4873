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
	"gosyncio/task"
)

// fake has the recorded figures at once, or fails. It notes what it's asked for.
type fake struct {
	asked load
	fails error
}

func (f *fake) measuring(l load, tell teller) task.Func[task.None] {
	return task.NoResult(func(context.Context) error {
		f.asked = l
		if f.fails != nil {
			return f.fails
		}
		return tell(recorded, nil)
	})
}

func TestCommand(t *testing.T) {
	const good, bad = "bars.svg", "no/such/folder/bars.svg"
	for name, tc := range map[string]struct {
		args   []string
		out    io.Writer // if not nil, what it prints on
		fails  error
		asked  load
		code   int
		says   string
		prints string
		drawn  string // what is in good then, "" if it isn't there
	}{
		"nothing special":    {asked: load{8, 3}},
		"more rounds":        {args: []string{"-rounds", "7"}, asked: load{8, 7}},
		"the bars in a file": {args: []string{"-svg", good}, asked: load{8, 3}, drawn: "</svg>"},
		"it fails":           {fails: errors.New("burnt"), asked: load{8, 3}, code: 1, says: "13-when: burnt\n"},
		"it fails, no bars":  {args: []string{"-svg", good}, fails: errors.New("burnt"), asked: load{8, 3}, code: 1, says: "13-when: burnt\n"},
		"nowhere to print":   {out: full{}, asked: load{8, 3}, code: 1, says: "13-when: there is no room left\n"},
		"nowhere to print, no bars": {
			args: []string{"-svg", good}, out: full{}, asked: load{8, 3}, code: 1, says: "13-when: there is no room left\n",
		},
		"nowhere to draw":    {args: []string{"-svg", bad}, code: 1, says: bad},
		"not a flag":         {args: []string{"tea"}, code: 2, says: "13-when: it takes flags only, and at least one round; -h says what there is.\n"},
		"not a single round": {args: []string{"-rounds", "0"}, code: 2, says: "13-when: it takes flags only"},
		"a flag it hasn't":   {args: []string{"-tea"}, code: 2, says: "13-when: flag provided but not defined: -tea; -h says what there is.\n"},
		"help is no mistake": {args: []string{"-h"}, prints: "draw the bars into this file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			var out, said strings.Builder
			if tc.out == nil {
				tc.out = &out
			}
			f := fake{fails: tc.fails}
			assert.Equal(t, tc.code, command(tc.args, f.measuring, tc.out, &said))
			assert.Equal(t, tc.asked, f.asked)
			assert.Contains(t, said.String(), tc.says)
			if tc.says == "" {
				assert.Empty(t, said.String())
				assert.Contains(t, out.String(), cmp.Or(tc.prints, conclusions))
			}
			drawn, err := os.ReadFile(good)
			assert.Equal(t, tc.drawn == "", errors.Is(err, os.ErrNotExist))
			assert.Contains(t, string(drawn), tc.drawn)
		})
	}
}

// A file that was there is written over when there are new bars, not before.
func TestCommandKeepsTheBars(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bars.svg")
	const old = "old bars, longer than the new ones"
	require.NoError(t, os.WriteFile(file, []byte(strings.Repeat(old, 1000)), 0o644))
	f := fake{fails: errors.New("burnt")}
	assert.Equal(t, 1, command([]string{"-svg", file}, f.measuring, io.Discard, io.Discard))
	kept, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, strings.Repeat(old, 1000), string(kept))

	assert.Equal(t, 0, command([]string{"-svg", file}, (&fake{}).measuring, io.Discard, io.Discard))
	drawn, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(drawn), machine.Label(cores))
	assert.NotContains(t, string(drawn), old)
}
