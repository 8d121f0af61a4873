package main

import (
	"fmt"
	"io"
	"math/rand"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/require"
)

// The task, row by row. It's asked of the solution:
//
//	go test ./lessons/15-chat
//
// and of yours, in exercise.go:
//
//	go test -tags exercise ./lessons/15-chat
func TestChat(t *testing.T) {
	for name, row := range map[string]func(c *chat){
		"all others hear a line, and who says it doesn't":                broadcast,
		"all hear who joins and who leaves":                              comeAndGo,
		"what one says is heard in order":                                order,
		"500 are served at once":                                         crowd,
		"who doesn't read is hung up on, and hurts nobody":               slowReader,
		"who reads isn't hung up on, however much is pasted":             paste,
		"who vanishes in the middle of a line hasn't said it":            vanishing,
		"a line of 1 MB is too long, and its writer stays":               megabyte,
		"garbage is no way to paint another's terminal":                  garbage,
		"a control character is never heard":                             controls,
		"a name is there, short, plain, and nobody else's":               names,
		"an empty line is nothing, and a carriage return no part of one": emptyLines,
		"Ctrl-C is told to everybody":                                    closing,
		"who talks and is behind hears it all the same":                  closingOnTalkers,
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(name, "pasted") && !strings.Contains(name, "behind") { // which need the machine for themselves
				t.Parallel()
			}
			row(open(t))
		})
	}
}

func broadcast(c *chat) {
	tea, eggs := c.pair()
	toast := c.joins("toast", 3)
	tea.hears("* toast joins")
	eggs.hears("* toast joins")
	nobody := c.connects()
	tea.says("ready!")
	eggs.hears("tea: ready!")
	toast.hears("tea: ready!")
	eggs.says("me, too")
	tea.hears("eggs: me, too") // and not its own words before
	toast.hears("eggs: me, too")
	nobody.says("late")
	nobody.hears("* welcome, late (4 here)") // and nothing from before
}

func comeAndGo(c *chat) {
	tea, eggs := c.pair()
	eggs.Close()
	tea.hears("* eggs leaves")
	nobody := c.connects() // of whom nobody hears
	nobody.Close()
	eggs = c.joins("eggs", 2)
	tea.hears("* eggs joins")
	eggs.vanishes()
	tea.hears("* eggs leaves")
}

func order(c *chat) {
	const lines = 500
	listener := c.joins("tea", 1)
	var cooks []*visitor
	for i, name := range []string{"eggs", "toast", "jam", "milk"} {
		cooks = append(cooks, c.joins(name, 2+i))
		listener.hears("* " + name + " joins")
	}
	var talk sync.WaitGroup
	for _, cook := range cooks {
		talk.Go(func() {
			for n := range lines {
				fmt.Fprintln(cook, n)
			}
		})
		go io.Copy(io.Discard, cook)
	}
	next := map[string]int{}
	for range lines * len(cooks) {
		line, err := listener.line()
		require.NoError(c, err)
		who, what, _ := strings.Cut(line, ": ")
		require.Equal(c, fmt.Sprintln(next[who]), what, "what %s says next", who)
		next[who]++
	}
	talk.Wait()
}

func crowd(c *chat) {
	const many = 500
	guests := make([]*visitor, many)
	var joined, heard sync.WaitGroup
	for i := range guests {
		guests[i] = c.connects()
	}
	for i, g := range guests {
		g.name = fmt.Sprintf("cook%d", i)
		joined.Go(func() { g.says(g.name) })
	}
	joined.Wait()
	failed := make(chan error, many)
	for _, g := range guests {
		heard.Go(func() { failed <- g.hearsTheCrowd(many) })
	}
	heard.Wait()
	for range guests {
		require.NoError(c, <-failed)
	}
	guests[0].says("ready!")
	for _, g := range guests[1:] {
		g.hears("cook0: ready!")
	}
}

// hearsTheCrowd asks that those who are here already, and those who join
// later, are all.
func (g *visitor) hearsTheCrowd(many int) error {
	line, err := g.line()
	here := 0
	if _, bad := fmt.Sscanf(line, "* welcome, "+g.name+" (%d here)\n", &here); bad != nil {
		return fmt.Errorf("%s heard %q, not its welcome (%v)", g.name, line, err)
	}
	for ; here < many; here++ {
		if line, err = g.line(); !strings.HasSuffix(line, " joins\n") {
			return fmt.Errorf("%s knows of %d, and then heard %q (%v)", g.name, here, line, err)
		}
	}
	return nil
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
	tea.hears("eggs: no matter") // and not once more that it's too long
	longest := strings.Repeat("x", 1000)
	tea.says(longest, longest+"x", "sorry again")
	eggs.hears("tea: "+longest, "tea: sorry again")
	tea.hears("* too long: at most 1000 bytes")
	tea.says(longest[1:]+"\r", longest+"\r") // which counts
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
		require.NoError(c, err)
		text, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "tea: ")
		require.True(c, ok, "%q isn't tea's", line)
		require.Equal(c, -1, strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }), "%q", line)
		if text == "that was all" {
			return
		}
	}
}

func controls(c *chat) {
	tea, eggs := c.pair()
	for said, heard := range map[string]string{
		"\x1b[2J\x1b[31mred":              "\ufffd[2J\ufffd[31mred",
		"hi\rtoast: forged":               "hi\ufffdtoast: forged",
		"a\tb\x00c\x07d\x7fe":             "a\ufffdb\ufffdc\ufffdd\ufffde",
		"\u009b31m":                       "\ufffd31m", // another way to write ESC [
		"read \u202etfel ot thgir":        "read \ufffdtfel ot thgir",
		"one\u2028two":                    "one\ufffdtwo",
		"z" + strings.Repeat("\u0301", 6): "z" + strings.Repeat("\u0301", 4) + "\ufffd\ufffd",
		"z" + strings.Repeat("\u20dd", 6): "z" + strings.Repeat("\u20dd", 4) + "\ufffd\ufffd",
		"not \xff UTF-8":                  "not \ufffd UTF-8",
		"чай готов ☕":                     "чай готов ☕",
	} {
		tea.says(said)
		eggs.hears("tea: " + heard)
	}
	for c := range rune(0x20) {
		if c != '\n' {
			tea.says("a" + string(c) + "b")
			eggs.hears("tea: a\ufffdb")
		}
	}
	tea.says("a\x7fb")
	eggs.hears("tea: a\ufffdb")
}

func names(c *chat) {
	tea := c.joins("tea", 1)
	eggs := c.connects()
	for _, bad := range []string{
		"", " ", "two words", "tea:", "*", "te\x1ba", "te\ufffda", "te\xffa", "te\u202ea", strings.Repeat("x", 21),
		"½²", "\u3164", "tea\u3164", "\u115f", "\u1160", "\uffa0", "z\u0301",
	} {
		eggs.says(bad)
		eggs.hears("* a name has 1 to 20 letters or digits; yours?")
	}
	eggs.says("tea")
	eggs.hears("* tea is taken; what's your name?")
	eggs.says("Яйца2")
	eggs.hears("* welcome, Яйца2 (2 here)")
	tea.hears("* Яйца2 joins")
	tea.Close()
	eggs.hears("* tea leaves")
	c.joins("tea", 2) // which is free again
	c.joins("Tea", 3) // and another
	c.joins(strings.Repeat("x", 20), 4)
	c.joins(strings.Repeat("ж", 20), 5)
	jam := c.connects()
	jam.says("Tea")
	jam.hears("* Tea is taken; what's your name?")
}

func emptyLines(c *chat) {
	tea, eggs := c.pair()
	tea.says("", "\r", "ready!\r")
	eggs.hears("tea: ready!")
}

func closing(c *chat) {
	tea, eggs := c.pair()
	nobody := c.connects()
	c.stop()
	for _, g := range []*visitor{tea, eggs, nobody} {
		g.hears("* the chat closes")
		g.hearsTheEnd()
		g.Close()
	}
	err := <-c.over
	c.over <- nil // for who looks again
	require.NoError(c, err)
	_, err = c.dial()
	require.Error(c, err, "the door should be shut")
}

// closingOnTalkers has a guest who talks and doesn't listen while the chat
// closes, and only then hears what there is. What is on its way is lost where
// the connection is closed with something in it that nobody has read.
func closingOnTalkers(c *chat) {
	tea, eggs := c.pair()
	toast := c.joins("toast", 3)
	tea.hears("* toast joins")
	eggs.hears("* toast joins")
	require.NoError(c, eggs.Conn.(*net.TCPConn).SetReadBuffer(32<<10))
	const lines = 120 // more than eggs' system keeps, less than both systems do
	text := strings.Repeat("listen ", 100)
	for range lines {
		tea.says(text)
		toast.hears("tea: " + text)
	}
	go io.Copy(io.Discard, tea)
	go io.Copy(io.Discard, toast)
	lost := make(chan struct{})
	go func() {
		defer close(lost)
		for {
			if _, err := io.WriteString(eggs, strings.Repeat("me, too\n", 100)); err != nil {
				return
			}
		}
	}()
	c.stop()
	select {
	case <-lost:
	case <-time.After(time.Second / 10): // the server waits for eggs, as it should
	}
	for range lines {
		eggs.hears("tea: " + text)
	}
	eggs.hears("* the chat closes")
	eggs.hearsTheEnd()
	eggs.Close()
}
