package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// Tea writes any bytes, in any pieces, and eggs hears what TASK.md says.
//
//	go test -fuzz . ./lessons/15-chat
func FuzzLines(f *testing.F) {
	for _, said := range []string{
		"ready!\n", "\r\n\n\r\r\n", "no newline", "\x1b[2J\n", "\xff\xfe\n", "a\nb\r\nc",
		"hi\rtoast: forged\n", "\u202e\u2028\n", strings.Repeat("x", 1000) + "\n", strings.Repeat("x", 1001) + "\n",
		strings.Repeat("x", 999) + "\r\n", strings.Repeat("x", 1000) + "\r\n" + strings.Repeat("x", 3000),
		"z" + strings.Repeat("\u0301", 6) + "z\u0301\n",
	} {
		f.Add([]byte(said), uint16(7))
		f.Add([]byte(said), uint16(1000))
	}
	f.Fuzz(func(t *testing.T, said []byte, piece uint16) {
		door := newPipes()
		ctx, stop := context.WithCancel(t.Context())
		c := &chat{T: t, dial: door.dial, stop: stop, over: make(chan error, 1)}
		go func() { c.over <- Serve(ctx, door) }()
		tea, eggs := c.pair()
		go io.Copy(io.Discard, tea) // it may be told that a line is too long
		want := heard(said)
		go func() {
			for len(said) > 0 {
				n := min(len(said), int(piece)+1)
				tea.Write(said[:n])
				said = said[n:]
			}
			tea.Close()
		}()
		eggs.hears(append(want, "* tea leaves")...)
		eggs.Close()
		stop()
		require.NoError(t, <-c.over)
	})
}

// heard is the task in a few lines: what the others hear of it.
func heard(said []byte) (lines []string) {
	pieces := bytes.Split(said, []byte("\n"))
	for _, line := range pieces[:len(pieces)-1] { // the last piece has no newline
		if len(line) > 1000 {
			continue
		}
		var shown strings.Builder
		marks := 0
		for text := strings.TrimRight(string(line), "\r"); text != ""; {
			r, size := utf8.DecodeRuneInString(text)
			if marks++; !unicode.In(r, unicode.Mn, unicode.Me) {
				marks = 0
			}
			if !unicode.IsPrint(r) || marks > 4 {
				r = unicode.ReplacementChar
			}
			shown.WriteRune(r)
			text = text[size:]
		}
		if shown.Len() > 0 {
			lines = append(lines, "tea: "+shown.String())
		}
	}
	return lines
}
