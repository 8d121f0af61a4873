package main

import (
	"io"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/stretchr/testify/require"
)

// slowReader lets eggs talk until toast, who doesn't read, is hung up on. That
// has to be before the server remembers more than a megabyte for it.
func slowReader(c *chat) {
	tea, eggs := c.pair()
	toast := c.joins("toast", 3)
	require.NoError(c, toast.Conn.(*net.TCPConn).SetReadBuffer(32<<10))
	tea.hears("* toast joins")
	eggs.hears("* toast joins")
	const most = 1<<20 + 256<<10 // the kernel keeps a part of it
	longest := time.Duration(0)  // that tea has waited
	text := strings.Repeat("too much ", 100)
	for said, left := 0, false; !left; said += len(text) {
		require.Less(c, said, most, "bytes that toast hasn't read, and is still there")
		begin := time.Now()
		eggs.says(text)
		line, err := tea.line()
		require.NoError(c, err)
		longest = max(longest, time.Since(begin))
		if left = line == "* toast leaves\n"; left {
			line, err = tea.line()
			require.NoError(c, err)
		}
		require.Equal(c, "eggs: "+text+"\n", line)
	}
	require.Less(c, longest, 2*time.Second, "how long tea had to wait for a line")
	eggs.hears("* toast leaves")
	toast.SetReadDeadline(time.Now().Add(*patience))
	_, err := io.Copy(io.Discard, toast)
	require.False(c, isTimeout(err), "toast should lose its connection")
}

func isTimeout(err error) bool {
	late, ok := err.(interface{ Timeout() bool })
	return ok && late.Timeout()
}

// paste lets toast say 8 MB as fast as it can, to two who read.
func paste(c *chat) {
	tea, eggs := c.pair()
	toast := c.joins("toast", 3)
	tea.hears("* toast joins")
	eggs.hears("* toast joins")
	const lines = 8 << 20 / 61
	said := strings.Repeat("x", 60) + "\n"
	go io.WriteString(toast, strings.Repeat(said, lines))
	var listen sync.WaitGroup
	failed := make(chan error, 2)
	for _, g := range []*visitor{tea, eggs} {
		listen.Go(func() {
			g.SetReadDeadline(time.Now().Add(2 * *patience))
			_, err := io.CopyN(io.Discard, g.in, int64(lines*len("toast: "+said)))
			failed <- err
		})
	}
	listen.Wait()
	require.NoError(c, <-failed)
	require.NoError(c, <-failed)
	toast.says("that was all")
	tea.hears("toast: that was all")
	eggs.hears("toast: that was all")
}
