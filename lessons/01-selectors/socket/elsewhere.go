//go:build !unix || aix

// Package socket needs Unix. Elsewhere it is here so that programs compile; to
// read: socket.go.
package socket

import "errors"

var (
	ErrAgain = errors.New("try again")
	ErrFull  = errors.New("too many open files")
)

func Listen(addr string) (fd int, at string, err error) { return -1, "", errors.ErrUnsupported }
func Accept(listener int) (fd int, err error)           { return -1, errors.ErrUnsupported }
func Recv(fd int, p []byte) (n int, err error)          { return 0, errors.ErrUnsupported }
func Send(fd int, p []byte) (n int, err error)          { return 0, errors.ErrUnsupported }
func Shut(fd int) error                                 { return errors.ErrUnsupported }
func Close(fd int) error                                { return errors.ErrUnsupported }
