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

// needsPoll skips the test where the lesson cannot run.
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

// Both servers do the same when a client leaves and when the chat ends.
func TestTwinWithManners(t *testing.T) {
	talktest.Agrees(t, both+`
		# the last line needs no newline; a client that says no more still hears
		eggs >> bye
		eggs says no more
		tea < bye
		eggs hears the end
		milk connects
		milk says no more
		milk < Welcome!
		milk hears the end
		# half a line is lost with its client
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

// The lecture's chat hands on each piece at once, so two lines can mix.
func TestAChatWithoutInboxes(t *testing.T) {
	server := talktest.Start(t, talktest.Python(t), "testdata/relay.py")
	talktest.Talk(t, server.Addr, both, `
		toast connects
		toast < Welcome!
		eggs >> good-
		# when milk is welcomed, the piece has been handed on
		milk connects
		milk < Welcome!
		tea > hello
		toast < good-hello
		eggs > bye
		toast < bye
	`)
}

func TestSlide(t *testing.T) {
	needsPoll(t)
	twin.Shows(t, kitchen, "slide.md")
}

// The slide's claims one by one, each as a conversation.
func TestClaims(t *testing.T) {
	needsPoll(t)
	for _, tc := range []struct{ name, script, why string }{
		{
			name: "senders do not hear their own lines",
			script: `
				tea > hello
				eggs < hello
				eggs > hi
				tea < hi`,
		},
		{
			name: "half a line waits for its other half, and nobody else waits",
			script: `
				eggs >> good-
				tea > hello
				eggs < hello
				eggs > bye
				tea < good-bye`,
		},
		{
			name: "a client that says no more still hears what has been said (ST16)",
			script: `
				eggs says no more
				eggs hears the end
				tea > hello
				tea leaves`,
			why: "but no line that is said later: the chat lets it leave",
		},
		{
			name: "the last line needs no newline",
			script: `
				eggs >> bye
				eggs leaves
				tea < bye`,
		},
		{
			name: "a client vanishes in the middle of a line: the others hear nothing of that line",
			script: `
				eggs >> bye
				eggs vanishes
				toast connects
				toast < Welcome!
				toast > hello
				tea < hello`,
		},
		{
			name: "a client whose line is too long is told, and dismissed",
			script: "eggs >> " + strings.Repeat("z", maxLine+1) + `
				eggs < Your line is too long. Goodbye!
				eggs hears the end
				toast connects
				toast < Welcome!
				toast > hello
				tea < hello`,
			why: "tea hears nothing of that line",
		},
		{
			name: "a client that does not stop talking is told, too",
			script: "eggs >> " + strings.Repeat("z", 1<<20) + `
				eggs < Your line is too long. Goodbye!
				eggs hears the end
				eggs vanishes
				tea leaves`,
			why: "if it were closed with unread bytes, the connection would be reset, and the words lost",
		},
		{
			name:   "bytes are handed on as they are",
			script: "tea > \x00\xff\x1b[2J\neggs < \x00\xff\x1b[2J",
			why:    "lesson 15 replaces what does not print",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
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
