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

const lot = 180_000 // bytes: more than the kernel keeps, less than maxOutbox

// What happens to one client, tea, step by step; other is the other end of its
// connection.
func TestOneClient(t *testing.T) {
	for _, tc := range []struct {
		name  string
		claim func(t *testing.T, p *party, tea *client, other int)
	}{
		{"text that does not fit is sent later, and all of it", func(t *testing.T, p *party, tea *client, other int) {
			text := strings.Repeat("0123456789\n", lot/11)
			tea.enqueue([]byte(text))
			var heard strings.Builder
			for heard.Len() < len(text) {
				tea.write()
				tea.write() // there is no room any more
				require.True(t, p.here(tea))
				piece, end := take(t, other)
				require.False(t, end)
				require.NotEmpty(t, piece)
				heard.WriteString(piece)
			}
			assert.Equal(t, text, heard.String())
		}},
		{"a client that has nothing to say after all stays", func(t *testing.T, p *party, tea *client, _ int) {
			tea.handle(selector.Read)
			assert.True(t, p.here(tea))
			assert.Empty(t, p.log.String())
		}},
		{"a client whose connection breaks is closed, and the chat goes on", func(t *testing.T, p *party, tea *client, other int) {
			socket.Close(other)
			tea.enqueue([]byte("hello\n"))
			tea.handle(selector.Write)
			assert.False(t, p.here(tea))
			assert.True(t, p.update(t.Context()))
			assert.Contains(t, p.log.String(), "is lost: ")
		}},
		{"a client for whom nothing waits is not watched for writing", func(t *testing.T, p *party, tea *client, other int) {
			tea.enqueue([]byte("hello\n"))
			assert.Equal(t, map[int]selector.Events{tea.fd: selector.Write}, p.ready())
			tea.write()
			assert.Empty(t, p.ready(), "otherwise the loop would never wait")
		}},
		{"a client that says no more hears the rest, and is not watched for reading", func(t *testing.T, p *party, tea *client, other int) {
			text := strings.Repeat("z", lot)
			tea.enqueue([]byte(text))
			tea.write()
			require.NoError(t, socket.Shut(other))
			tea.handle(selector.Read)
			require.True(t, p.here(tea), "there is text that it has not taken")
			assert.Empty(t, p.ready(), "the end could be read forever")
			assert.Equal(t, text, p.drain(tea, other))
			assert.False(t, p.here(tea))
		}},
		{"a dismissed client is closed when its time is over", func(t *testing.T, p *party, tea *client, _ int) {
			before := time.Now()
			tea.dismiss("Goodbye!\n")
			require.False(t, tea.deadline.Before(before.Add(2*time.Second)))
			require.False(t, tea.deadline.After(time.Now().Add(2*time.Second)))
			p.update(t.Context())
			require.True(t, p.here(tea), "not yet")
			tea.deadline = time.Now().Add(-time.Nanosecond)
			p.update(t.Context())
			assert.False(t, p.here(tea))
		}},
		{"a client that is dismissed twice gets no more time", func(t *testing.T, p *party, tea *client, _ int) {
			tea.dismiss("Goodbye!\n")
			deadline := tea.deadline
			tea.dismiss("Goodbye!\n")
			assert.Equal(t, deadline, tea.deadline)
			assert.Equal(t, "Goodbye!\n", string(tea.outbox))
		}},
		{"256 kB may wait for a client", func(t *testing.T, _ *party, tea *client, _ int) {
			tea.enqueue(make([]byte, 100<<10))
			tea.enqueue(make([]byte, 156<<10))
			assert.False(t, tea.leaving())
			tea.enqueue([]byte("z"))
			assert.True(t, tea.leaving())
			assert.True(t, strings.HasSuffix(string(tea.outbox), "\x00You read too slowly. Goodbye!\n"))
		}},
		{"a line has up to 64 kB", func(t *testing.T, _ *party, tea *client, _ int) {
			tea.broadcast(make([]byte, 64<<10))
			assert.False(t, tea.leaving())
			tea.broadcast([]byte("\nz"))
			assert.False(t, tea.leaving(), "the next one is another")
			tea.broadcast(make([]byte, 64<<10))
			assert.True(t, tea.leaving())
		}},
		{"a dismissed client hears the last words, then the end, and no line after them", func(t *testing.T, p *party, tea *client, other int) {
			tea.dismiss("Goodbye!\n")
			tea.enqueue([]byte("hello\n"))
			tea.handle(selector.Write)
			text, end := take(t, other)
			assert.Equal(t, "Goodbye!\n", text)
			assert.True(t, end)
			assert.True(t, p.here(tea), "until it closes the connection")
		}},
		{"a dismissed client is not heard by the others", func(t *testing.T, p *party, tea *client, other int) {
			eggs, _ := p.join()
			put(t, other, "half a ")
			tea.handle(selector.Read)
			tea.dismiss("Goodbye!\n")
			put(t, other, "line\n")
			tea.handle(selector.Read)
			require.NoError(t, socket.Shut(other))
			tea.handle(selector.Read)
			assert.Empty(t, eggs.outbox)
		}},
		{"a closed client is not closed twice", func(t *testing.T, p *party, tea *client, _ int) {
			tea.close("has left")
			said := p.log.String()
			tea.handle(selector.Read | selector.Write)
			tea.handle(selector.Read)
			require.NoError(t, p.err)
			assert.Equal(t, said, p.log.String())
		}},
		{"a client that a read closes is not written to", func(t *testing.T, p *party, tea *client, other int) {
			socket.Close(other)
			tea.handle(selector.Read | selector.Write)
			require.NoError(t, p.err)
			assert.Equal(t, 1, strings.Count(p.log.String(), "client"))
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := newParty(t)
			tea, other := p.join()
			tc.claim(t, p, tea, other)
		})
	}
}

// drain writes until the client is closed, or nothing waits for it.
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
