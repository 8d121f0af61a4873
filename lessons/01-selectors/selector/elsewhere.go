//go:build !unix || aix

// Package selector needs poll(2) as Linux, macOS and the BSDs have it. Elsewhere
// New says so; the rest is here so that programs compile. To read: selector.go.
package selector

import (
	"errors"
	"fmt"
	"runtime"
	"time"
)

type Events int16

const (
	Read Events = 1 << iota
	Write
)

type Ready struct {
	FD     int
	Events Events
	Data   any
}

type Selector struct{}

var errNoPoll = fmt.Errorf("a selector needs poll(2) as Unix has it, and %s has none, so try another lesson: %w", runtime.GOOS, errors.ErrUnsupported)

func New() (*Selector, error) { return nil, errNoPoll }

func (*Selector) Register(fd int, events Events, data any) error { return errNoPoll }
func (*Selector) Modify(fd int, events Events, data any) error   { return errNoPoll }
func (*Selector) Unregister(fd int) error                        { return errNoPoll }
func (*Selector) Select(timeout time.Duration) ([]Ready, error)  { return nil, errNoPoll }
func (*Selector) Wake()                                          {}
func (*Selector) Close() error                                   { return errNoPoll }
