package main

import (
	"io"
	"math/rand"
	"strings"
	"unicode"
)

var robustnessRows = []row{
	{"a client that vanishes in the middle of a line has not said it", vanishing},
	{"a line of 1 MB is too long, and its sender stays", megabyte},
	{"random bytes cannot change another guest's terminal", garbage},
	{"a character that does not print is heard as U+FFFD", controls},
	{"an empty line is ignored, and so is a carriage return at the end", emptyLines},
	{"a guest that stops reading is disconnected, and the others go on", stopsReading},
	{"a guest that reads is not disconnected, however much is pasted", paste},
	{"Ctrl-C: every guest is told", closing},
	{"Ctrl-C: Serve returns when every connection is closed", closingWaits},
	{"Ctrl-C: a guest that talks and is behind hears everything", closingOnTalkers},
}

func vanishing(c *chat) {
	tea, eggs := c.pair()
	io.WriteString(eggs, "the toast is bur")
	eggs.Close()
	tea.hears("* eggs leaves")
	eggs = c.joins("eggs", 2)
	tea.hears("* eggs joins")
	io.WriteString(eggs, "the toast is bur")
	eggs.vanishes()
	tea.hears("* eggs leaves")
}

func megabyte(c *chat) {
	tea, eggs := c.pair()
	io.WriteString(tea, strings.Repeat("x", 1<<20))
	tea.hears("* too long: at most 1000 bytes") // before it ends
	tea.says("", "sorry")
	eggs.hears("tea: sorry")
	eggs.says("no matter")
	tea.hears("eggs: no matter") // it is told once
	longest := strings.Repeat("x", 1000)
	tea.says(longest, longest+"x", "sorry again")
	eggs.hears("tea: "+longest, "tea: sorry again")
	tea.hears("* too long: at most 1000 bytes")
	tea.says(longest[1:]+"\r", longest+"\r") // a carriage return counts
	eggs.hears("tea: " + longest[1:])
	tea.hears("* too long: at most 1000 bytes")
}

func garbage(c *chat) {
	tea, eggs := c.pair()
	random := rand.New(rand.NewSource(15))
	bin := make([]byte, 64<<10)
	random.Read(bin)
	tls := c.connects()
	tls.says("\x16\x03\x01\x02\x00\x01\x00") // a browser that tries https
	tls.hears("* a name has 1 to 20 letters or digits; yours?")
	go io.Copy(io.Discard, tea)
	go tea.Write(append(bin, "\nthat was all\n"...))
	for {
		line, err := eggs.line()
		text, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "tea: ")
		switch {
		case err != nil:
			c.Fatalf("eggs should hear what tea says, and fails: %v", err)
		case !ok:
			c.Fatalf("eggs should hear what tea says, and hears %s", short(line))
		case strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }):
			c.Fatalf("eggs hears what does not print: %s", short(line))
		case text == "that was all":
			return
		}
	}
}

func controls(c *chat) {
	tea, eggs := c.pair()
	for _, tc := range []struct{ said, heard string }{
		{"\x1b[2J\x1b[31mred", "\ufffd[2J\ufffd[31mred"},
		{"hi\rtoast: forged", "hi\ufffdtoast: forged"},
		{"a\tb\x00c\x07d\x7fe", "a\ufffdb\ufffdc\ufffdd\ufffde"},
		{"\u009b31m", "\ufffd31m"}, // another way to write ESC [
		{"read \u202etfel ot thgir", "read \ufffdtfel ot thgir"},
		{"one\u2028two", "one\ufffdtwo"},
		{"z" + strings.Repeat("\u0301", 6), "z" + strings.Repeat("\u0301", 4) + "\ufffd\ufffd"},
		{"z" + strings.Repeat("\u20dd", 6), "z" + strings.Repeat("\u20dd", 4) + "\ufffd\ufffd"},
		{"not \xff UTF-8", "not \ufffd UTF-8"},
		{"чай готов ☕", "чай готов ☕"},
	} {
		tea.says(tc.said)
		eggs.hears("tea: " + tc.heard)
	}
	for c := range rune(0x20) {
		if c != '\n' {
			tea.says("a" + string(c) + "b")
			eggs.hears("tea: a\ufffdb")
		}
	}
}

func emptyLines(c *chat) {
	tea, eggs := c.pair()
	tea.says("", "\r", "ready!\r")
	eggs.hears("tea: ready!")
}
