package talk

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCommandLine(t *testing.T) {
	for _, tc := range []struct {
		name string
		args []string
		addr string
		step bool
		err  string
	}{
		{name: "no arguments: it talks to itself"},
		{name: "an address", args: []string{"-addr", "127.0.0.1:8888"}, addr: "127.0.0.1:8888"},
		{name: "any port", args: []string{"-addr=[::1]:0"}, addr: "[::1]:0"},
		{name: "a lesson's own flag", args: []string{"-step"}, step: true},
		{name: "a lesson's own flag and an address", args: []string{"-step", "-addr", ":0"}, addr: ":0", step: true},
		{name: "an address without a port", args: []string{"-addr", "kitchen"}, err: `-addr is "kitchen": want HOST:PORT, such as 127.0.0.1:8888`},
		{name: "an empty address", args: []string{"-addr", ""}, err: `-addr is "": want HOST:PORT, such as 127.0.0.1:8888`},
		{name: "a flag without its address", args: []string{"-addr"}, err: "flag needs an argument: -addr"},
		{name: "an unknown flag", args: []string{"-port", "1"}, err: "flag provided but not defined: -port"},
		{name: "a word", args: []string{"127.0.0.1:8888"}, err: `unknown argument "127.0.0.1:8888": want flags only`},
		{name: "help", args: []string{"-h"}, err: flag.ErrHelp.Error()},
	} {
		t.Run(tc.name, func(t *testing.T) {
			flags := flag.NewFlagSet("", flag.PanicOnError)
			step := flags.Bool("step", false, "")
			addr, err := parse(flags, tc.args)
			assert.Equal(t, tc.step, *step)
			assert.Equal(t, tc.addr, addr)
			if tc.err == "" {
				assert.NoError(t, err)
				return
			}
			assert.EqualError(t, err, tc.err)
		})
	}
}

// Another port is advised only where it would help.
func TestAdvise(t *testing.T) {
	listen := func(errno error) error {
		return &net.OpError{Op: "listen", Net: "tcp", Err: os.NewSyscallError("bind", errno)}
	}
	const advice = "; take another port, or port 0, which means any free one"
	for _, tc := range []struct {
		name string
		err  error
		adds string
	}{
		{"a port that is taken: take another one", listen(syscall.EADDRINUSE), advice},
		{"a port that needs more rights: take another one", listen(syscall.EACCES), advice},
		{"an address of another machine: a port does not help", listen(syscall.EADDRNOTAVAIL), ""},
		{"a host that is unknown: a port does not help", &net.OpError{Op: "listen", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "kitchen"}}, ""},
		{"a program that fails later: a port does not help", fmt.Errorf("%w", &net.OpError{Op: "accept", Net: "tcp", Err: syscall.EADDRINUSE}), ""},
		{"an error of another kind: a port does not help", errors.New("burnt"), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := advise(tc.err)
			assert.EqualError(t, got, tc.err.Error()+tc.adds)
			assert.ErrorIs(t, got, tc.err)
		})
	}
	assert.NoError(t, advise(nil))
}
