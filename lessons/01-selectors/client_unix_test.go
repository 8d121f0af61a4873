//go:build unix && !aix

package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/01-selectors/selector"
	"gosyncio/lessons/01-selectors/socket"
)

const lot = 180_000 // bytes: more than the kernel keeps, less than the limit

// What becomes of one client, tea, step by step; other is what she holds.
func TestOneClient(t *testing.T) {
	for name, claim := range map[string]func(t *testing.T, p *party, tea *client, other int){
		"what doesn't fit goes out later, and all of it": func(t *testing.T, p *party, tea *client, other int) {
			text := strings.Repeat("0123456789\n", lot/11)
			tea.enqueue([]byte(text))
			var heard strings.Builder
			for heard.Len() < len(text) {
				tea.write()
				tea.write() // there's no room any more
				require.True(t, p.here(tea))
				piece, end := take(t, other)
				require.False(t, end)
				require.NotEmpty(t, piece)
				heard.WriteString(piece)
			}
			assert.Equal(t, text, heard.String())
		},
		"who has nothing to say after all stays": func(t *testing.T, p *party, tea *client, _ int) {
			tea.handle(selector.Read)
			assert.True(t, p.here(tea))
			assert.Empty(t, p.log.String())
		},
		"who is lost is lost alone": func(t *testing.T, p *party, tea *client, other int) {
			socket.Close(other)
			tea.enqueue([]byte("hello\n"))
			tea.handle(selector.Write)
			assert.False(t, p.here(tea))
			assert.True(t, p.update(t.Context()))
			assert.Contains(t, p.log.String(), "is lost: ")
		},
		"who has nothing to hear isn't asked": func(t *testing.T, p *party, tea *client, other int) {
			tea.enqueue([]byte("hello\n"))
			assert.Equal(t, map[int]selector.Events{tea.fd: selector.Write}, p.ready())
			tea.write()
			assert.Empty(t, p.ready(), "or the loop would never wait")
		},
		"who says no more hears the rest, and isn't asked what it says": func(t *testing.T, p *party, tea *client, other int) {
			text := strings.Repeat("z", lot)
			tea.enqueue([]byte(text))
			tea.write()
			require.NoError(t, socket.Shut(other))
			tea.handle(selector.Read)
			require.True(t, p.here(tea), "there's something that it hasn't taken")
			assert.Empty(t, p.ready(), "the end is there to be read for ever")
			assert.Equal(t, text, p.drain(tea, other))
			assert.False(t, p.here(tea))
		},
		"whose time has run out is disconnected": func(t *testing.T, p *party, tea *client, _ int) {
			before := time.Now()
			tea.dismiss("Goodbye!\n")
			require.False(t, tea.deadline.Before(before.Add(2*time.Second)))
			require.False(t, tea.deadline.After(time.Now().Add(2*time.Second)))
			p.update(t.Context())
			require.True(t, p.here(tea), "not yet")
			tea.deadline = time.Now().Add(-time.Nanosecond)
			p.update(t.Context())
			assert.False(t, p.here(tea))
		},
		"who is dismissed twice gets no more time": func(t *testing.T, p *party, tea *client, _ int) {
			tea.dismiss("Goodbye!\n")
			deadline := tea.deadline
			tea.dismiss("Goodbye!\n")
			assert.Equal(t, deadline, tea.deadline)
			assert.Equal(t, "Goodbye!\n", string(tea.outbox))
		},
		"256 kB may wait": func(t *testing.T, _ *party, tea *client, _ int) {
			tea.enqueue(make([]byte, 100<<10))
			tea.enqueue(make([]byte, 156<<10))
			assert.False(t, tea.leaving())
			tea.enqueue([]byte("z"))
			assert.True(t, tea.leaving())
			assert.True(t, strings.HasSuffix(string(tea.outbox), "\x00You read too slowly. Goodbye!\n"))
		},
		"a line has up to 64 kB": func(t *testing.T, _ *party, tea *client, _ int) {
			tea.broadcast(make([]byte, 64<<10))
			assert.False(t, tea.leaving())
			tea.broadcast([]byte("\nz"))
			assert.False(t, tea.leaving(), "the next one is another")
			tea.broadcast(make([]byte, 64<<10))
			assert.True(t, tea.leaving())
		},
		"who is dismissed hears that, then the end, then nobody": func(t *testing.T, p *party, tea *client, other int) {
			tea.dismiss("Goodbye!\n")
			tea.enqueue([]byte("hello\n"))
			tea.handle(selector.Write)
			text, end := take(t, other)
			assert.Equal(t, "Goodbye!\n", text)
			assert.True(t, end)
			assert.True(t, p.here(tea), "until it hangs up")
		},
		"who is dismissed isn't heard": func(t *testing.T, p *party, tea *client, other int) {
			eggs, _ := p.seat()
			put(t, other, "half a ")
			tea.handle(selector.Read)
			tea.dismiss("Goodbye!\n")
			put(t, other, "line\n")
			tea.handle(selector.Read)
			require.NoError(t, socket.Shut(other))
			tea.handle(selector.Read)
			assert.Empty(t, eggs.outbox)
		},
		"who has been closed is left in peace": func(t *testing.T, p *party, tea *client, _ int) {
			tea.close("has left")
			said := p.log.String()
			tea.handle(selector.Read | selector.Write)
			tea.handle(selector.Read)
			require.NoError(t, p.err)
			assert.Equal(t, said, p.log.String())
		},
		"who is closed by a read isn't written to": func(t *testing.T, p *party, tea *client, other int) {
			socket.Close(other)
			tea.handle(selector.Read | selector.Write)
			require.NoError(t, p.err)
			assert.Equal(t, 1, strings.Count(p.log.String(), "client"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := invite(t)
			tea, other := p.seat()
			claim(t, p, tea, other)
		})
	}
}

// drain lets the client write until it's gone, or has nothing more.
func (p *party) drain(c *client, other int) string {
	p.t.Helper()
	var heard strings.Builder
	for p.here(c) && len(c.outbox) > 0 {
		piece, _ := take(p.t, other)
		heard.WriteString(piece)
		c.handle(selector.Write)
	}
	piece, _ := take(p.t, other)
	return heard.String() + piece
}
