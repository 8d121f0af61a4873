//go:build unix && !aix

package socket_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"golang.org/x/sys/unix"

	"gosyncio/lessons/01-selectors/socket"
)

// What goes wrong for one guest mustn't close the door for all.
func TestWhatAcceptMayFailWith(t *testing.T) {
	for name, tc := range map[string]struct {
		err, want error
	}{
		"nobody is there":               {unix.EAGAIN, socket.ErrAgain},
		"who was there has left":        {unix.ECONNABORTED, socket.ErrAgain},
		"its protocol failed":           {unix.EPROTO, socket.ErrAgain},
		"its network is down":           {unix.ENETDOWN, socket.ErrAgain},
		"its house can't be reached":    {unix.EHOSTUNREACH, socket.ErrAgain},
		"a firewall shows it out":       {unix.EPERM, socket.ErrAgain},
		"this program is full":          {unix.EMFILE, socket.ErrFull},
		"the whole machine is full":     {unix.ENFILE, socket.ErrFull},
		"the door is closed":            {unix.EBADF, unix.EBADF},
		"what should be a door is none": {unix.EINVAL, unix.EINVAL},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, socket.Verdict(tc.err)) })
	}
}
