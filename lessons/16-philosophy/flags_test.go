package main

import (
	"flag"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/lessons/16-philosophy/encyclopedia"
)

func TestParse(t *testing.T) {
	ours := chain.Plan{Starts: encyclopedia.Dishes(), Goal: "Philosophy", Limit: 100, Workers: 16}
	tea := chain.Plan{Starts: []string{"Green tea"}, Goal: "Philosophy", Limit: 100, Workers: 16}
	there := tea
	there.Workers = 4
	for _, tc := range []struct {
		args string
		want command
	}{
		{"-compare", command{plan: ours, compare: true}},
		{"-addr 127.0.0.1:0", command{plan: ours, addr: "127.0.0.1:0"}},
		{"-start green_tea", command{plan: tea}},
		{"-lang en -start green_tea", command{plan: there, base: "https://en.wikipedia.org"}},
		{"-base http://tea -start green_tea", command{plan: there, base: "http://tea"}},
		{"-start a -start b -limit 5", command{plan: chain.Plan{Starts: []string{"A", "B"}, Goal: "Philosophy", Limit: 5, Workers: 16}}},
		{"-start чай -lang ru -workers 2", command{plan: chain.Plan{Starts: []string{"Чай"}, Goal: "Философия", Limit: 100, Workers: 2}, base: "https://ru.wikipedia.org"}},
		{"-start Te -lang da -goal Filosofi", command{plan: chain.Plan{Starts: []string{"Te"}, Goal: "Filosofi", Limit: 100, Workers: 4}, base: "https://da.wikipedia.org"}},
		{"-start green_tea -contact a@b.c", command{plan: tea, contact: "a@b.c"}},
	} {
		args, want := tc.args, tc.want
		t.Run(args, func(t *testing.T) {
			got, err := parse(strings.Fields(args))
			require.NoError(t, err)
			want.delay = quick
			assert.Equal(t, want, got)
		})
	}
}

func TestParseComplains(t *testing.T) {
	for _, tc := range []struct {
		args string
		want string
	}{
		{"tea", `unknown argument "tea": want flags only`},
		{"-lang en", "no chain has a first page: give one with -start"},
		{"-lang da -start Te", `the title of Philosophy in "da" is unknown: give it with -goal`},
		{"-lang x/y -start Te", `-lang is "x/y": want small letters, such as en or zh-yue`},
		{"-lang - -start Te", `-lang is "-": want small letters, such as en or zh-yue`},
		{"-limit 0", "-limit and -workers are at least 1"},
		{"-workers -1", "-limit and -workers are at least 1"},
		{"-start a -contact a\x7fb", `-contact is "a\x7fb": want one line`},
		{"-start a\x1bb", "a title for -start is a line of UTF-8"},
		{"-start a\xff", "a title for -start is a line of UTF-8"},
		{"-start _", `invalid value "_" for flag -start: a title has at least one letter`},
		{"-base tea -start a", `"tea" is not the address of an encyclopedia: want one such as https://en.wikipedia.org`},
		{"-base= -start a", `-base is "": want a URL, such as https://en.wikipedia.org`},
		{"-lang= -start a", `-lang is "": want a language, such as en`},
		{"-goal=", `-goal is "": want a title, such as Philosophy`},
		{"-contact=", `-contact is "": want your address`},
		{"-addr tea", `-addr is "tea": want HOST:PORT, such as 127.0.0.1:8888`},
		{"-addr=", `-addr is "": want HOST:PORT, such as 127.0.0.1:8888`},
		{"-addr :0 -compare", "-addr serves and reads nothing: leave out the other flags"},
		{"-tea", "flag provided but not defined: -tea"},
	} {
		args, want := tc.args, tc.want
		t.Run(args, func(t *testing.T) {
			_, err := parse(strings.Fields(args))
			assert.EqualError(t, err, want)
		})
	}
	_, err := parse([]string{"-h"})
	assert.ErrorIs(t, err, flag.ErrHelp)
}
