package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// A load generator that overlooks a fault proves nothing: each change of a line
// is found.
func TestEveryLineIsChecked(t *testing.T) {
	line := func(sender string, number int) string { return sender + string(appendLine(nil, number)) }
	var all []string
	for n := range chunk {
		all = append(all, line("s0: ", n))
	}
	last := []string{"s0: " + lastWord, "s1: " + lastWord}
	for _, tc := range []struct {
		name  string
		heard []string
		want  string // in the error
	}{
		{name: "all in order", heard: append([]string{"* r7 joins\n"}, append(all, last...)...)},
		{name: "one is lost", heard: []string{all[0], all[2]}, want: "000000002"},
		{name: "one comes twice", heard: []string{all[0], all[0]}, want: "000000000"},
		{name: "two change places", heard: []string{all[1], all[0]}, want: "000000001"},
		{name: "one is changed", heard: []string{strings.Replace(all[0], "tea", "tee", 1)}, want: "tee"},
		{name: "one has two writers", heard: []string{"s0: " + all[0]}, want: "s0: s0: "},
		{name: "one is from nobody", heard: []string{line("s7: ", 0)}, want: "s7: "},
		{name: "the last one is lost", heard: append(all[:chunk-1:chunk-1], last...), want: "said 96 lines, but a receiver heard 95"},
		{name: "one is from s1 only", heard: []string{line("s1: ", 1)}, want: "s1: 000000001"},
		{name: "a receiver leaves", heard: []string{"* r7 leaves\n"}, want: "* r7 leaves"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			senders := []*sender{{free: make(chan struct{}, 1)}, {free: make(chan struct{}, 1)}}
			senders[0].chunks = []*sent{{at: time.Now()}}
			r := newReceiver(guest{}, senders, 1)
			var rest []byte
			var err error
			for _, c := range []byte(strings.Join(tc.heard, "")) { // each may come in pieces
				if rest, err = r.check(append(rest, c), time.Now()); err != nil {
					break
				}
			}
			if tc.want != "" {
				assert.ErrorContains(t, err, tc.want)
				return
			}
			assert.NoError(t, err)
			assert.Equal(t, chunk, r.lines)
			assert.Zero(t, r.talking)
		})
	}
}
