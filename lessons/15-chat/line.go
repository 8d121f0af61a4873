//go:build !exercise

package main

import (
	"bufio"
	"bytes"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxLine = 1000 // bytes, without the newline

var errTooLong = errors.New("too long: at most 1000 bytes")

// readLine returns the next line, fit to be shown. A line without a newline does
// not count: its sender has vanished.
func readLine(in *bufio.Reader) (string, error) {
	line, err := in.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		return "", errTooLong
	}
	return clean(string(line)), err
}

// hasLine reports whether the next line has come, too.
func hasLine(in *bufio.Reader) bool {
	next, _ := in.Peek(in.Buffered())
	return bytes.IndexByte(next, '\n') >= 0
}

// skipLine reads the rest of a line and drops it, one buffer at a time.
func skipLine(in *bufio.Reader) error {
	_, err := in.ReadSlice('\n')
	for err == bufio.ErrBufferFull {
		_, err = in.ReadSlice('\n')
	}
	return err
}

// clean replaces what does not print: an escape sequence would change the
// terminals of the others, a carriage return would imitate another guest's
// line, and a tall stack of marks on a letter would cover the lines above.
func clean(line string) string {
	marks := 0
	return strings.Map(func(c rune) rune {
		if marks++; !unicode.In(c, unicode.Mn, unicode.Me) {
			marks = 0
		}
		if unicode.IsPrint(c) && marks <= 4 {
			return c
		}
		return unicode.ReplacementChar
	}, strings.TrimRight(line, "\r\n"))
}

// isName keeps names apart from the server's words and from what guests say: a
// name contains neither * nor :, and no letter that is invisible.
func isName(name string) bool {
	for _, c := range name {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) || strings.ContainsRune(invisible, c) {
			return false
		}
	}
	return name != "" && utf8.RuneCountInString(name) <= 20
}

const invisible = "\u115f\u1160\u3164\uffa0" // letters of Hangul
