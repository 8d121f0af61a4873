package main

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// good is a round in which everything is as it should be, and just so.
func good() round {
	at := func(lines int) figures { return figures{lines: lines, took: time.Second, p99: 50 * time.Millisecond} }
	golang := at(4_000_000)
	golang.idle = 12 << 10
	return round{"Go": golang, stalled: at(3_600_000), "uvloop": at(2_666_666), "asyncio": at(100_000)}
}

// A row that is missed, or not measured, is no pass.
func TestReport(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(r round)
		want  string // a row
		pass  bool
	}{
		"all is well": {
			spoil: func(round) {},
			want:  "| Go : asyncio | 40.0 × | ≥ 40 × | pass |",
			pass:  true,
		},
		"not 40 times as fast as asyncio": {
			spoil: func(r round) { r["asyncio"] = figures{lines: 100_100, took: time.Second} },
			want:  "| Go : asyncio | 40.0 × | ≥ 40 × | MISSED |",
		},
		"not 1.5 times as fast as uvloop": {
			spoil: func(r round) { r["uvloop"] = figures{lines: 2_700_000, took: time.Second} },
			want:  "| Go : uvloop | 1.48 × | ≥ 1.5 × | MISSED |",
		},
		"no uvloop": {
			spoil: func(r round) { delete(r, "uvloop") },
			want:  "| Go : uvloop | not measured | ≥ 1.5 × | not measured |",
		},
		"no asyncio": {
			spoil: func(r round) { delete(r, "asyncio") },
			want:  "| Go : asyncio | not measured | ≥ 40 × | not measured |",
		},
		"too late": {
			spoil: func(r round) { g := r["Go"]; g.p99 += time.Millisecond; r["Go"] = g },
			want:  "| Go, 99 of 100 lines within | 51 ms | ≤ 50 ms | MISSED |",
		},
		"too dear": {
			spoil: func(r round) { g := r["Go"]; g.idle += 1024; r["Go"] = g },
			want:  "| Go, an idle guest | 13.0 kB | ≤ 12 kB | MISSED |",
		},
		"nobody knows what an idle guest costs": {
			spoil: func(r round) { g := r["Go"]; g.idle = 0; r["Go"] = g },
			want:  "| Go, an idle guest | not measured | ≤ 12 kB | not measured |",
		},
		"one who stalls is felt": {
			spoil: func(r round) { r[stalled] = figures{lines: 3_500_000, took: time.Second} },
			want:  "| Go, one guest stalled : none | 0.88 × | > 0.9 × | MISSED |",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := good()
			tc.spoil(r)
			var out strings.Builder
			assert.Equal(t, tc.pass, report(&out, []round{r}))
			assert.Contains(t, out.String(), tc.want+"\n")
		})
	}
}

// Of three rounds the one in the middle counts, of two what is between.
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
	assert.Equal(t, figures{lines: 7, took: time.Second, p99: 100 * time.Millisecond}, got)
	_, err = sum([]*receiver{one, {err: burnt}}, time.Second)
	assert.Equal(t, burnt, err)
	_, err = sum([]*receiver{{}}, time.Second)
	assert.EqualError(t, err, "nothing was said in 1s")
}

func TestCommandLine(t *testing.T) {
	for args, want := range map[string]string{
		"tea":          `nobody knows what to do with "tea"`,
		"-tea":         "flag provided but not defined: -tea",
		"-rounds 0":    "rounds, guests and time are more than 0",
		"-time -1s":    "rounds, guests and time are more than 0",
		"-senders 11":  "there are 1 to 10 senders, not 11",
		"-receivers 0": "rounds, guests and time are more than 0",
	} {
		_, err := parse(strings.Fields(args), io.Discard)
		assert.EqualError(t, err, want, args)
	}
	o, err := parse([]string{"-rounds", "2", "-exercise"}, io.Discard)
	require.NoError(t, err)
	assert.Equal(t, order{plan{4, 200, 2 * time.Second, false}, 2, 500, true}, o)
	var help bytes.Buffer
	_, err = parse([]string{"-h"}, &help)
	assert.ErrorIs(t, err, flag.ErrHelp)
	assert.Contains(t, help.String(), "-rounds times")
}
