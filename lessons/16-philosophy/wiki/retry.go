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

// ErrMissing is the error of a page that isn't there.
var ErrMissing = errors.New("there's no such page")

// busy is what a server says that wants to be asked again later.
type busy struct {
	code  int
	after time.Duration // 0 if it didn't say
}

func (b *busy) Error() string {
	text := fmt.Sprintf("the server is busy: %d %s", b.code, http.StatusText(b.code))
	if b.after > tooLong {
		text += fmt.Sprintf("; it asks us to wait %v", b.after.Round(time.Second))
	}
	return text
}

// unheard is the error of a conversation that broke off.
type unheard struct{ error }

func (u unheard) Unwrap() error { return u.error }

// isNetwork reports whether err is the network's, and not one that comes again
// whenever we ask so.
func isNetwork(err error) bool {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err // which looks like a net.Error, whatever is in it
	}
	address, isAddress := errors.AsType[*net.DNSError](err)
	_, isPort := errors.AsType[*net.AddrError](err)
	if isAddress && address.IsNotFound || isPort {
		return false // what we dial is wrong, and stays so
	}
	_, isNet := errors.AsType[net.Error](err)
	_, isReset := errors.AsType[streamError](err)
	return isNet || isReset || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// streamError is how HTTP/2 ends a request, and no more than that, before its
// time. The type in net/http has no name for us, but fills any that looks so.
type streamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

func (e streamError) Error() string {
	return fmt.Sprintf("stream %d was reset: %d", e.StreamID, e.Code)
}

// next says how long to wait before the next try, and whether there should be
// one. Who waits twice as long each time lets a server recover; who waits a
// random part of that doesn't come back together with all the others. That is
// the least: a server may ask for a [pause] as well.
func next(err error, try int) (wait time.Duration, worthwhile bool) {
	late := errors.Is(err, waitfor.ErrTimeout)
	server, isBusy := errors.AsType[*busy](err)
	_, isUnheard := errors.AsType[unheard](err)
	if try == tries || isBusy && server.after > tooLong || !late && !isBusy && !isUnheard {
		return 0, false
	}
	wait = time.Second << (try - 1)
	return wait/2 + rand.N(wait/2), true
}

// after reads Retry-After, which is a number of seconds or a date.
func after(header string, now time.Time) time.Duration {
	header = strings.TrimSpace(header)
	if seconds, err := strconv.ParseUint(header, 10, 31); err == nil || errors.Is(err, strconv.ErrRange) { // the most there is
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(header); err == nil {
		return max(date.Sub(now), 0)
	}
	return 0
}
