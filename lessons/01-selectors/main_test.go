package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gosyncio/lessons/01-selectors/selector"
	"gosyncio/lessons/internal/talk/talktest"
	"gosyncio/lessons/internal/twin"
)

// needsPoll skips the test where the lesson can't run.
func needsPoll(t testing.TB) {
	t.Helper()
	sel, err := selector.New()
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	require.NoError(t, err)
	require.NoError(t, sel.Close())
}

func TestMain(m *testing.M) { talktest.Main(m, main) }

func TestTranscript(t *testing.T) {
	needsPoll(t)
	twin.Writes(t, kitchen, `
		0s  tea connects
		0s  tea < Welcome!
		0s  eggs connects
		0s  eggs < Welcome!
		0s  toast connects
		0s  toast < Welcome!
		0s  eggs >> good-
		0s  tea > hello
		0s  eggs < hello
		0s  toast < hello
		0s  eggs > bye
		0s  tea < good-bye
		0s  toast < good-bye
		0s  eggs leaves
		0s  toast > are they done?
		0s  tea < are they done?
	`)
}

func TestTwin(t *testing.T) { talktest.Agrees(t, conversation, "slide.py") }

// What else both should do alike: how one leaves, and how the chat ends.
func TestTwinWithManners(t *testing.T) {
	talktest.Agrees(t, both+`
		# the last line needs no newline, and who says no more still hears
		eggs >> bye
		eggs says no more
		tea < bye
		eggs hears the end
		milk connects
		milk says no more
		milk < Welcome!
		milk hears the end
		# half a line is lost with its guest
		honey connects
		honey < Welcome!
		honey >> good-
		honey vanishes
		toast connects
		toast < Welcome!
		toast > `+strings.Repeat("z", 5000)+`
		tea < `+strings.Repeat("z", 5000)+`
		# Ctrl-C
		server stops
		tea < The chat is over.
		toast < The chat is over.
		toast hears the end
		tea hears the end
	`, "slide.py")
}

func TestSlide(t *testing.T) {
	needsPoll(t)
	twin.Shows(t, kitchen, "slide.md")
}

// The slide's claims one by one: each is a conversation that takes its course.
func TestClaims(t *testing.T) {
	needsPoll(t)
	for name, tc := range map[string]struct{ script, why string }{
		"nobody hears oneself": {
			script: `
				tea > hello
				eggs < hello
				eggs > hi
				tea < hi`,
		},
		"half a line waits, and nobody waits for it": {
			script: `
				eggs >> good-
				tea > hello
				eggs < hello
				eggs > bye
				tea < good-bye`,
		},
		"ST16 who says no more still hears": {
			script: `
				eggs says no more
				eggs hears the end
				tea > hello
				tea leaves`,
			why: "but only what has been said before: a chat has no use for a listener",
		},
		"the last line needs no newline": {
			script: `
				eggs >> bye
				eggs leaves
				tea < bye`,
		},
		"who vanishes takes half a line along, and nobody else": {
			script: `
				eggs >> bye
				eggs vanishes
				toast connects
				toast < Welcome!
				toast > hello
				tea < hello`,
		},
		"a line that doesn't end is told so": {
			script: "eggs >> " + strings.Repeat("z", maxLine+1) + `
				eggs < Your line is too long. Goodbye!
				eggs hears the end
				toast connects
				toast < Welcome!
				toast > hello
				tea < hello`,
			why: "tea is spared it",
		},
		"who talks and talks is told so, too": {
			script: "eggs >> " + strings.Repeat("z", 1<<20) + `
				eggs < Your line is too long. Goodbye!
				eggs hears the end
				eggs vanishes
				tea leaves`,
			why: "closed with bytes unread, the connection would be reset, and the words with it",
		},
		"bytes are bytes": {
			script: "tea > \x00\xff\x1b[2J\neggs < \x00\xff\x1b[2J",
			why:    "lesson 15 is more careful with other people's terminals",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Log(tc.why)
			addr, _ := talktest.Serve(t, serve)
			talktest.Talk(t, addr, both, tc.script)
		})
	}
}

const both = `
	tea connects
	tea < Welcome!
	eggs connects
	eggs < Welcome!`
