package main

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/ratios/measure"
)

// good is a round in which every row passes, by very little.
func good() round {
	at := func(lines int) figures { return figures{lines: lines, took: time.Second, p99: 50 * time.Millisecond} }
	golang := at(4_000_000)
	golang.idle, golang.deaf = 12<<10, 512<<10
	withStalled := figures{lines: 90_000, took: 20 * time.Second, linesAfter: 90_000, tookAfter: 18 * time.Second}
	return round{"Go": golang, stalled: withStalled, "uvloop": at(2_666_666), "asyncio": at(100_000)}
}

// A row that is missed, or not measured, does not pass.
func TestReport(t *testing.T) {
	for _, tc := range []struct {
		name  string
		spoil func(r round)
		want  string // a row
		pass  bool
	}{
		{
			name:  "every row passes",
			spoil: func(round) {},
			want:  "| Go : asyncio | 40.0 × | ≥ 40 × | pass |",
			pass:  true,
		},
		{
			name:  "not 40 times as fast as asyncio",
			spoil: func(r round) { r["asyncio"] = figures{lines: 100_100, took: time.Second} },
			want:  "| Go : asyncio | 40.0 × | ≥ 40 × | MISSED |",
		},
		{
			name:  "not 1.5 times as fast as uvloop",
			spoil: func(r round) { r["uvloop"] = figures{lines: 2_700_000, took: time.Second} },
			want:  "| Go : uvloop | 1.48 × | ≥ 1.5 × | MISSED |",
		},
		{
			name:  "no uvloop",
			spoil: func(r round) { delete(r, "uvloop") },
			want:  "| Go : uvloop | not measured | ≥ 1.5 × | not measured |",
		},
		{
			name:  "no asyncio",
			spoil: func(r round) { delete(r, "asyncio") },
			want:  "| Go : asyncio | not measured | ≥ 40 × | not measured |",
		},
		{
			name:  "too late",
			spoil: func(r round) { g := r["Go"]; g.p99 += time.Millisecond; r["Go"] = g },
			want:  "| Go, 99 of 100 lines within | 51 ms | ≤ 50 ms | MISSED |",
		},
		{
			name:  "an idle guest needs too much memory",
			spoil: func(r round) { g := r["Go"]; g.idle += 1024; r["Go"] = g },
			want:  "| Go, an idle guest | 13.0 kB | ≤ 12 kB | MISSED |",
		},
		{
			name:  "memory is not measured",
			spoil: func(r round) { g := r["Go"]; g.idle = 0; r["Go"] = g },
			want:  "| Go, an idle guest | not measured | ≤ 12 kB | not measured |",
		},
		{
			name:  "too much waits for a guest that does not read",
			spoil: func(r round) { g := r["Go"]; g.deaf += 1024; r["Go"] = g },
			want:  "| Go, a guest that does not read | 513 kB | ≤ 512 kB | MISSED |",
		},
		{
			name:  "a stalled guest costs the others too much",
			spoil: func(r round) { s := r[stalled]; s.tookAfter -= 200 * time.Millisecond; r[stalled] = s },
			want:  "| Go, 20 s with one guest stalled : without | 0.89 × | > 0.9 × | MISSED |",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := good()
			tc.spoil(r)
			var out strings.Builder
			assert.Equal(t, tc.pass, report(&out, []round{r}))
			assert.Contains(t, out.String(), tc.want+"\n")
		})
	}
}

// A table in which a row does not pass is printed, and is not written to the page.
func TestPublish(t *testing.T) {
	const before = "# Exercise\n<!-- load -->\nold\n<!-- /load -->\n"
	for _, tc := range []struct {
		name    string
		write   bool
		asyncio int // lines in a second
		err     string
	}{
		{name: "every row passes: the table is written", write: true, asyncio: 100_000},
		{name: "a row is missed: the page is unchanged", write: true, asyncio: 200_000, err: "TASK.md is unchanged"},
		{name: "a row is missed, and there is no page", asyncio: 200_000, err: "not every row passes; on a busy"},
		{name: "every row passes, and there is no page", asyncio: 100_000},
	} {
		t.Run(tc.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "TASK.md")
			require.NoError(t, os.WriteFile(file, []byte(before), 0o600))
			page := measure.Page{Name: "load"}
			if tc.write {
				page.File = file
			}
			r := good()
			asyncio := r["asyncio"]
			asyncio.lines = tc.asyncio
			r["asyncio"] = asyncio
			var out strings.Builder
			err := publish(&out, []round{r}, page)
			want := before
			switch {
			case tc.err != "":
				assert.ErrorContains(t, err, tc.err)
			case tc.write:
				assert.NoError(t, err)
				want = strings.Replace(before, "old\n", out.String(), 1)
			default:
				assert.NoError(t, err)
			}
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, want, string(text))
			assert.Contains(t, out.String(), "| Go : asyncio | ")
		})
	}
}

// Of three rounds the one in the middle counts, of two their mean.
func TestMedian(t *testing.T) {
	rate := one("Go", figures.rate)
	rounds := []round{{"Go": {lines: 9, took: time.Second}}, {"Go": {lines: 1, took: time.Second}}, {"Go": {lines: 4, took: time.Second}}, {}}
	got, ok := median(rounds, rate)
	assert.True(t, ok)
	assert.EqualValues(t, 4, got)
	got, ok = median(rounds[:2], rate)
	assert.True(t, ok)
	assert.EqualValues(t, 5, got)
	_, ok = median(rounds[3:], rate)
	assert.False(t, ok)
}

func TestSum(t *testing.T) {
	burnt := errors.New("burnt")
	var delays []time.Duration
	for n := range 100 {
		delays = append(delays, time.Duration(100-n)*time.Millisecond)
	}
	one := &receiver{lines: 3, delays: delays[:50]}
	other := &receiver{lines: 4, delays: delays[50:]}
	got, err := sum([]*receiver{one, other}, time.Second)
	require.NoError(t, err)
	assert.Equal(t, figures{lines: 7, took: time.Second, p99: 100 * time.Millisecond, linesAfter: 7}, got)
	_, err = sum([]*receiver{one, {err: burnt}}, time.Second)
	assert.Equal(t, burnt, err)
	_, err = sum([]*receiver{{}}, time.Second)
	assert.EqualError(t, err, "nothing was said in 1s")
}

func TestCommandLine(t *testing.T) {
	for _, tc := range []struct{ args, want string }{
		{"tea", `unknown argument "tea": want flags only`},
		{"-tea", "flag provided but not defined: -tea"},
		{"-rounds 0", "a number or a time is 0 or less: want more than 0"},
		{"-time -1s", "a number or a time is 0 or less: want more than 0"},
		{"-receivers 0", "a number or a time is 0 or less: want more than 0"},
		{"-senders 11", "-senders is 11: want 1 to 10"},
		{"-write TASK.md -exercise", "-write replaces the table: leave out all other flags but -rounds"},
	} {
		_, err := parse(strings.Fields(tc.args), io.Discard)
		assert.EqualError(t, err, tc.want, tc.args)
	}
	o, err := parse([]string{"-rounds", "2", "-exercise"}, io.Discard)
	require.NoError(t, err)
	assert.Equal(t, options{plan: plan{4, 200, 2 * time.Second, false}, stall: 20 * time.Second, rounds: 2, idle: 500, deaf: 300, exercise: true}, o)
	var help bytes.Buffer
	_, err = parse([]string{"-h"}, &help)
	assert.ErrorIs(t, err, flag.ErrHelp)
	assert.Contains(t, help.String(), "-rounds times")
}
