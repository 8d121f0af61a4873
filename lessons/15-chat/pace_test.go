//go:build !exercise

package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// openPipes starts Serve in memory. In a bubble its time is virtual.
func openPipes(t *testing.T) *chat {
	t.Helper()
	l := newPipes()
	return serveTo(t, l, l.dial)
}

// A paste of 30 MB is heard by all that read, at any speed: it takes about
// as long as the slowest of them.
func TestEveryReaderHearsThePaste(t *testing.T) {
	const mega = 1_000_000
	var said, heard bytes.Buffer
	for n := range 30_000 {
		line := fmt.Sprintf("%0999d\n", n)
		said.WriteString(line)
		heard.WriteString("paster: " + line)
	}
	readers := []struct {
		name  string
		bytes int // between two pauses
		pause time.Duration
	}{
		{"reads500kBps", mega / 20, time.Second / 10},
		{"reads2MBps", mega / 5, time.Second / 10},
		{"reads8MBps", 8 * mega / 10, time.Second / 10},
		{"pauses1s", 2 * mega, time.Second},
		{"neverPauses", 30 * mega, 0},
	}
	synctest.Test(t, func(t *testing.T) {
		c := openPipes(t)
		paster := c.joins("paster", 1)
		failed := make(chan error, len(readers))
		var guests []*visitor
		for i, r := range readers {
			guests = append(guests, c.joins(r.name, i+2))
			for _, g := range guests[:i] {
				g.hears("* " + r.name + " joins")
			}
		}
		begin := time.Now()
		for i, r := range readers {
			go func() { failed <- guests[i].reads(heard.Bytes(), r.bytes, r.pause) }()
		}
		go io.Copy(io.Discard, paster)
		paster.SetWriteDeadline(time.Time{})
		go paster.Write(said.Bytes())
		for range readers {
			require.NoError(t, <-failed)
		}
		require.InDelta(t, 65, time.Since(begin).Seconds(), 10, "seconds; the slowest alone needs 60")
	})
}

// reads asks for exactly this text, and pauses after so many bytes.
func (g *visitor) reads(text []byte, bytesAtOnce int, pause time.Duration) error {
	g.SetReadDeadline(time.Time{})
	buffer := make([]byte, min(bytesAtOnce, len(text)))
	for len(text) > 0 {
		part := buffer[:min(len(buffer), len(text))]
		if n, err := io.ReadFull(g.in, part); err != nil {
			return fmt.Errorf("%s has heard %d bytes, %d are missing: %w", g.name, n, len(text), err)
		}
		if !bytes.Equal(part, text[:len(part)]) {
			return fmt.Errorf("%s has heard another text, %d bytes before the end", g.name, len(text))
		}
		text = text[len(part):]
		time.Sleep(pause)
	}
	return nil
}

// A guest that takes anything within 1.9 s stays, and one that does not is
// disconnected. So long toast has to wait, and no longer.
func TestPatience(t *testing.T) {
	const window = 128 << 10 // bytes: a kernel may report room in such steps
	for _, tc := range []struct {
		name  string
		takes int // bytes at once
		pause time.Duration
		stays bool
	}{
		{"a guest that takes a byte every 1.8 s stays", 1, 1800 * time.Millisecond, true},
		{"a guest that takes a byte every 2 s is disconnected", 1, 2000 * time.Millisecond, false},
		{"a guest that reads 100 kB/s stays, also if its kernel takes 128 kB at once", window, time.Second * window / 100_000, true},
		{"a guest that reads 50 kB/s is disconnected if its kernel takes 128 kB at once", window, time.Second * window / 50_000, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tea, eggs, toast := openPipes(t).three()
				go toast.Write([]byte(strings.Repeat(strings.Repeat("x", 999)+"\n", 2000)))
				go io.Copy(io.Discard, tea)
				taken := make([]byte, tc.takes)
				var err error
				for range 10 {
					time.Sleep(tc.pause)
					if _, err = io.ReadFull(eggs.Conn, taken); err != nil {
						break
					}
				}
				if tc.stays {
					require.NoError(t, err)
					go io.Copy(io.Discard, eggs)
				} else {
					require.ErrorIs(t, err, io.EOF)
				}
				time.Sleep(time.Second)
			})
		})
	}
}

// A guest that reads slowly, has a backlog and talks without a pause when Ctrl-C
// is pressed hears all of it, and the last word, within five seconds.
func TestASlowGuestHearsTheLastWord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := openPipes(t)
		tea, eggs, toast := c.three()
		go io.Copy(io.Discard, tea)
		go io.Copy(io.Discard, toast)
		const lines = 100
		text := strings.Repeat("x", 1000)
		for range lines {
			toast.says(text)
		}
		synctest.Wait() // all of it is in eggs' box
		begin := time.Now()
		c.stop()
		var heard bytes.Buffer
		buffer := make([]byte, 4<<10)
		for {
			io.WriteString(eggs, "me, too\n") // blocks until the server reads it
			n, err := eggs.in.Read(buffer)
			heard.Write(buffer[:n])
			if err != nil {
				break
			}
			time.Sleep(time.Second / 10)
		}
		require.NoError(t, c.ends())
		assert.LessOrEqual(t, time.Since(begin), 5*time.Second)
		assert.Equal(t, strings.Repeat("toast: "+text+"\n", lines)+"* the chat closes\n", heard.String())
	})
}

// A box holds the bound, and for each guest that talks one line more, or so many
// short ones.
func TestABoxIsBounded(t *testing.T) {
	for _, tc := range []struct {
		name  string
		bytes int // of a line
	}{
		{"long lines", 1000},
		{"short lines, which grow by a name", 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := room{names: map[string]bool{}}
				conn, peer := net.Pipe()
				defer peer.Close()
				toast := r.enter(conn)
				r.handle(toast, "toast", nil)
				synctest.Wait() // its writer is blocked
				for i := range 3 {
					conn, peer := net.Pipe()
					defer peer.Close()
					go io.Copy(io.Discard, peer)
					g := r.enter(conn)
					go r.listen(t.Context(), g)
					line := strings.Repeat("x", tc.bytes) + "\n"
					go io.WriteString(peer, fmt.Sprintf("cook%016d\n", i)+strings.Repeat(line, 1<<20/len(line)))
				}
				synctest.Wait()
				require.InDelta(t, bound, toast.waiting.Len(), 4*(maxLine+30))
			})
		})
	}
}

// Lines that come together are told together, and none of them waits for a line
// that is still to come.
func TestLinesThatComeTogether(t *testing.T) {
	for _, tc := range []struct{ name, said, heard string }{
		{"lines that come together are told at once", "milk?\nhoney?\n", "toast: milk?\ntoast: honey?\n"},
		{"half a line is not waited for", "milk?\nhon", "toast: milk?\n"},
		{"empty lines at the end are not waited for", "milk?\n\n\r\n", "toast: milk?\n"},
		{"a line that is too long is not waited for", "milk?\n" + strings.Repeat("x", 2000), "toast: milk?\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tea, eggs, toast := openPipes(t).three()
				go io.Copy(io.Discard, tea)
				go io.Copy(io.Discard, toast)
				go io.WriteString(toast, tc.said)
				synctest.Wait() // eggs has not read yet
				require.Equal(t, tc.heard, read(t, eggs))
			})
		})
	}
}

// What the kernel keeps for a guest is bounded, too: without a bound it would be
// megabytes.
func TestTheKernelKeepsLittle(t *testing.T) {
	needSockets(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	guest, err := net.Dial("tcp", l.Addr().String())
	require.NoError(t, err)
	defer guest.Close()
	conn, err := l.Accept()
	require.NoError(t, err)
	defer conn.Close()
	box := newOutbox(conn)
	kept := 0
	for chunk := make([]byte, 4<<10); ; kept += len(chunk) {
		conn.SetWriteDeadline(time.Now().Add(time.Second / 20))
		if _, err := box.conn.Write(chunk); err != nil {
			break
		}
	}
	require.Less(t, kept, 300<<10, "bytes that both ends keep")
}

// A guest that asks for wrong names, or says lines that are too long, and reads
// none of the answers does not fill the memory.
func TestAnswersAreBounded(t *testing.T) {
	for _, tc := range []struct{ name, said string }{
		{"wrong names", strings.Repeat("\n", 20_000)},
		{"lines that are too long", "toast\n" + strings.Repeat(strings.Repeat("x", 1001)+"\n", 20_000)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := room{names: map[string]bool{}}
				conn, peer := net.Pipe()
				defer peer.Close()
				g := r.enter(conn)
				go r.listen(t.Context(), g)
				go io.WriteString(peer, tc.said)
				synctest.Wait()
				require.InDelta(t, bound, g.waiting.Len(), 2*maxLine)
			})
		})
	}
}
