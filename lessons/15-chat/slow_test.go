package main

import (
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/stretchr/testify/require"
)

// stopsReading lets eggs talk until toast, which does not read, is
// disconnected. The server must not remember more than a megabyte for it.
func stopsReading(c *chat) {
	tea, eggs, toast := c.three()
	require.NoError(c, toast.Conn.(*net.TCPConn).SetReadBuffer(32<<10))
	const most = 1<<20 + 256<<10 // the kernel keeps a part of it
	longest := time.Duration(0)  // that tea has waited
	text := strings.Repeat("too much ", 100)
	for said, left := 0, false; !left; said += len(text) {
		if said > most {
			c.Fatalf("toast has not read %d bytes, and the server still keeps them", said)
		}
		begin := time.Now()
		eggs.says(text)
		if left = tea.mayHear("* toast leaves", "eggs: "+text); left {
			tea.hears("eggs: " + text)
		}
		longest = max(longest, time.Since(begin))
	}
	if longest > 3*time.Second {
		c.Fatalf("tea waited %v for a line: toast should be disconnected after 1.9 s", longest)
	}
	eggs.hears("* toast leaves")
	toast.SetReadDeadline(time.Now().Add(*maxWait))
	if _, err := io.Copy(io.Discard, toast); isTimeout(err) {
		c.Fatal("toast should be disconnected, and is not")
	}
}

// mayHear asks for one of two lines, and reports whether it is the first.
func (g *visitor) mayHear(one, other string) bool {
	g.t.Helper()
	line, err := g.line()
	if line != one+"\n" && line != other+"\n" {
		g.t.Fatalf("%s should hear %s, and hears %s (%v)", g.name, short(other), short(line), err)
	}
	return line == one+"\n"
}

// paste lets toast say 8 MB as fast as it can. Tea reads, and eggs pauses once
// for a second.
func paste(c *chat) {
	tea, eggs, toast := c.three()
	const lines = 8 << 20 / 61
	said := strings.Repeat("x", 60) + "\n"
	go io.WriteString(toast, strings.Repeat(said, lines))
	var listen sync.WaitGroup
	failed := make(chan error, 2)
	for i, g := range []*visitor{tea, eggs} {
		listen.Go(func() {
			g.SetReadDeadline(time.Now().Add(2 * *maxWait))
			heard, err := io.CopyN(io.Discard, g.in, 1<<20)
			if err == nil {
				<-time.After(time.Duration(i) * time.Second)
				var more int64
				more, err = io.CopyN(io.Discard, g.in, int64(lines*len("toast: "+said))-heard)
				heard += more
			}
			if err != nil {
				err = fmt.Errorf("%s reads, and has heard %d bytes of %d: %w", g.name, heard, lines*len("toast: "+said), err)
			}
			failed <- err
		})
	}
	listen.Wait()
	for range 2 {
		if err := <-failed; err != nil {
			c.Fatal(err)
		}
	}
	toast.says("that was all")
	tea.hears("toast: that was all")
	eggs.hears("toast: that was all")
}
