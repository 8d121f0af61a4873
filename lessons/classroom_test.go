package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/classroom/build"
	"gosyncio/lessons/internal/walk"
)

// A tinySite has one page. Run returns err, or waits for its ctx if isSlow.
type tinySite struct {
	err    error
	isSlow bool
	ended  chan error // gets the ctx's error when Run returns
}

func (s *tinySite) Run(ctx context.Context) error {
	if s.isSlow {
		<-ctx.Done()
	}
	s.ended <- ctx.Err()
	return s.err
}

func (s *tinySite) Find(_ context.Context, path string) (build.File, error) {
	if path != "index.html" {
		return build.File{}, fs.ErrNotExist
	}
	return build.File{Path: path, Data: []byte("tea")}, nil
}

func (s *tinySite) Progress() build.Progress { return build.Progress{} }

// A screenBuffer is written by several goroutines.
type screenBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screenBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *screenBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// opened serves a site, gets its page, closes it, and returns what was printed.
func opened(t *testing.T, s *tinySite) (printed string) {
	t.Helper()
	listener, addr, err := listen(netip.MustParseAddrPort("127.0.0.1:0"), 1)
	require.NoError(t, err)
	ctx, end := context.WithCancel(t.Context())
	defer end()
	var out screenBuffer
	served := make(chan error, 1)
	go func() { served <- serveSite(ctx, walk.Walk{Screen: walk.Screen{Writer: &out}}, s, listener, addr) }()
	answer, err := http.Get(openedAt(addr))
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	assert.Equal(t, "tea", string(text))
	if !s.isSlow {
		require.NoError(t, <-s.ended)
	}
	end()
	require.NoError(t, <-served)
	if s.isSlow {
		assert.ErrorIs(t, <-s.ended, context.Canceled, "the build is stopped")
	}
	_, err = net.Dial("tcp", addr.String())
	assert.Error(t, err, "the port is free again")
	return out.String()
}

func TestTheClassroomIsOpenUntilItIsClosed(t *testing.T) {
	printed := opened(t, &tinySite{ended: make(chan error, 1)})
	assert.Regexp(t, `^The classroom is open: http://127\.0\.0\.1:\d+/   \(Ctrl-C closes it\)\n`, printed)
}

func TestPagesAreServedWhileTheRestIsBuilt(t *testing.T) {
	printed := opened(t, &tinySite{isSlow: true, ended: make(chan error, 1)})
	assert.NotContains(t, printed, "built")
}

func TestPagesAreServedAlsoIfTheRestCannotBeBuilt(t *testing.T) {
	opened(t, &tinySite{err: errors.New("the disk is full"), ended: make(chan error, 1)})
}

func TestListen(t *testing.T) {
	taken, first, err := listen(netip.MustParseAddrPort("127.0.0.1:0"), 1)
	require.NoError(t, err)
	defer taken.Close()
	t.Run("the next free port is taken", func(t *testing.T) {
		listener, addr, err := listen(first, 20)
		require.NoError(t, err)
		defer listener.Close()
		assert.Greater(t, addr.Port(), first.Port())
	})
	t.Run("a port that was asked for is not exchanged", func(t *testing.T) {
		_, _, err := listen(first, 1)
		assert.ErrorContains(t, err, "cannot serve at "+first.String()+": ")
		assert.True(t, isInUse(err))
	})
	t.Run("an address of another machine is an error", func(t *testing.T) {
		if runtime.GOARCH == "wasm" {
			t.Skip("the network in memory has all addresses")
		}
		_, _, err := listen(netip.MustParseAddrPort("192.0.2.1:3999"), 20)
		assert.ErrorContains(t, err, "cannot serve at 192.0.2.1:3999: ")
	})
}

func TestTheClassroomsAddresses(t *testing.T) {
	network := func(text string) net.Addr {
		ip, net, err := net.ParseCIDR(text)
		require.NoError(t, err)
		net.IP = ip
		return net
	}
	loopback, link, lan, lan6 := network("127.0.0.1/8"), network("fe80::1/64"), network("192.168.1.5/24"), network("2001:db8::5/64")
	for _, tc := range []struct {
		name, addr   string
		interfaces   []net.Addr
		here, others string
	}{
		{"this machine", "127.0.0.1:3999", nil, "http://127.0.0.1:3999/", ""},
		{"this machine by IPv6", "[::1]:3999", nil, "http://[::1]:3999/", ""},
		{"one address", "192.168.1.5:80", nil, "http://192.168.1.5:80/", ""},
		{"all addresses", "0.0.0.0:3999", []net.Addr{loopback, link, lan6, lan}, "http://127.0.0.1:3999/", "http://192.168.1.5:3999/"},
		{"all addresses by IPv6", "[::]:3999", []net.Addr{lan6}, "http://[::1]:3999/", "http://[2001:db8::5]:3999/"},
		{"no network", "0.0.0.0:3999", []net.Addr{loopback, link}, "http://127.0.0.1:3999/", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			addr := netip.MustParseAddrPort(tc.addr)
			assert.Equal(t, tc.here, openedAt(addr))
			assert.Equal(t, tc.others, openedByOthersAt(addr, tc.interfaces))
		})
	}
}
