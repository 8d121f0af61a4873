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
		text += fmt.Sprintf("; it asks us to wait %v", b.after)
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
	_, isNet := errors.AsType[net.Error](err)
	return isNet || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// next says how long to wait before the next try, and whether there should be
// one. Who waits twice as long each time lets a server recover; who waits a
// random part of that doesn't come back together with all the others. What the
// server asks for is the least.
func next(err error, try int) (wait time.Duration, worthwhile bool) {
	late := errors.Is(err, waitfor.ErrTimeout)
	server, isBusy := errors.AsType[*busy](err)
	_, isUnheard := errors.AsType[unheard](err)
	if try == tries || !late && !isBusy && !isUnheard {
		return 0, false
	}
	wait = time.Second << (try - 1)
	wait = wait/2 + rand.N(wait/2)
	if isBusy {
		wait = max(wait, server.after)
	}
	return wait, wait <= tooLong
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
