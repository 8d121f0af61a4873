package wiki

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gosyncio/waitfor"
)

// ErrMissing is the error of a page that does not exist.
var ErrMissing = errors.New("there is no such page")

// A busyError is the answer of a host that wants to be asked again later.
type busyError struct {
	code  int
	after time.Duration // 0 if the host named none; in all, if it asked more than once
	final bool          // whether it makes no sense to try again
}

func (b *busyError) Error() string {
	answer := fmt.Sprintf("the server is busy: %d %s", b.code, http.StatusText(b.code))
	if b.after > maxWait {
		answer += fmt.Sprintf("; it asks us to wait %v, want at most %v", b.after.Round(time.Second), maxWait)
	}
	return answer
}

// A networkError is the error of a request that the network broke off.
type networkError struct{ error }

func (e networkError) Unwrap() error { return e.error }

// isNetwork reports whether err is the network's. Any other error comes again
// with each try.
func isNetwork(err error) bool {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err // which looks like a net.Error, whatever is in it
	}
	address, isAddress := errors.AsType[*net.DNSError](err)
	_, isPort := errors.AsType[*net.AddrError](err)
	if isAddress && address.IsNotFound || isPort {
		return false // the address is wrong, and stays so
	}
	_, isNet := errors.AsType[net.Error](err)
	_, isReset := errors.AsType[streamError](err)
	return isNet || isReset || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// A streamError is how HTTP/2 ends one request early and leaves the connection
// open. net/http does not export its type, but fills any type with these fields.
type streamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

func (e streamError) Error() string {
	return fmt.Sprintf("stream %d was reset: %d", e.StreamID, e.Code)
}

// backoff says how long to wait before the next try, and whether there should be
// one. Twice as long after each try lets a host recover; a random part of it
// keeps the clients apart. The host may ask for a [pause] on top.
func backoff(err error, try int) (wait time.Duration, worthwhile bool) {
	late := errors.Is(err, waitfor.ErrTimeout)
	server, isBusy := errors.AsType[*busyError](err)
	_, isNetwork := errors.AsType[networkError](err)
	if try == maxTries || isBusy && (server.final || server.after > maxWait) || !late && !isBusy && !isNetwork {
		return 0, false
	}
	wait = time.Second << (try - 1)
	return wait/2 + rand.N(wait/2), true
}

// retryAfter reads the header Retry-After, which is a number of seconds or a date.
func retryAfter(header string, now time.Time) time.Duration {
	header = strings.TrimSpace(header)
	if seconds, err := strconv.ParseUint(header, 10, 31); err == nil || errors.Is(err, strconv.ErrRange) { // the largest number
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(header); err == nil {
		return max(date.Sub(now), 0)
	}
	return 0
}
