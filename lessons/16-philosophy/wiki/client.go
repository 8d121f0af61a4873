package wiki

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"gosyncio/internal/text"
	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/waitfor"
)

// Polite is how many requests at the same time a host has to bear from a client
// that it does not know.
const Polite = 4

const (
	requestTimeout = 10 * time.Second // reading and parsing included
	maxTries       = 5
	maxWait        = time.Minute // that a host may ask for, for one page in all
	maxPage        = 4 << 20     // bytes
)

// Options say how a [Client] behaves. The zero value suits a host that is not
// yours.
type Options struct {
	AtOnce  int    // requests at the same time; 4 if it is 0
	Contact string // your address, for the User-Agent; Wikipedia asks for it

	// Dial opens connections: TCP ones if it is nil.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

// A Client reads the pages of one encyclopedia. It never goes to another host,
// so AtOnce also limits the load on that host.
type Client struct {
	base     *url.URL
	agent    string
	slots    *semaphore.Weighted
	http     *http.Client
	requests atomic.Int64
	pause    pause
	renamed  sync.Map // pages that were asked for by another name, by their own
}

// New makes a client for the encyclopedia at base, such as
// https://en.wikipedia.org. Close it when you are done.
func New(base string, o Options) (*Client, error) {
	address, err := url.Parse(base)
	if err != nil || !isHost(address) {
		return nil, fmt.Errorf("%q is not the address of an encyclopedia: want one such as https://en.wikipedia.org", base)
	}
	if o.AtOnce == 0 {
		o.AtOnce = Polite
	}
	var proxy func(*http.Request) (*url.URL, error)
	if o.Dial == nil {
		proxy = http.ProxyFromEnvironment // a Dial of the caller's needs no proxy
		o.Dial = (&net.Dialer{Timeout: requestTimeout}).DialContext
	}
	agent := "gosyncio-philosophy/1.0 (a lesson in concurrency)"
	if o.Contact != "" {
		agent = fmt.Sprintf("gosyncio-philosophy/1.0 (a lesson in concurrency; %s)", o.Contact)
	}
	return &Client{
		base:  address,
		agent: agent,
		slots: semaphore.NewWeighted(int64(o.AtOnce)),
		http: &http.Client{
			Transport: &http.Transport{
				Proxy:               proxy,
				DialContext:         o.Dial,
				ForceAttemptHTTP2:   true,
				MaxIdleConnsPerHost: o.AtOnce,
				IdleConnTimeout:     time.Minute,
			},
			// A redirect leads to a page like any other, which may be known already.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// isHost reports whether address names a host, and no page on it.
func isHost(address *url.URL) bool {
	web := address.Scheme == "http" || address.Scheme == "https"
	more := strings.TrimPrefix(address.Path, "/") + address.RawQuery + address.Fragment
	return web && address.Host != "" && more == "" && !address.ForceQuery
}

// Close closes the idle connections.
func (c *Client) Close() error {
	c.http.CloseIdleConnections()
	return nil
}

// Requests returns how many requests the client has made.
func (c *Client) Requests() int { return int(c.requests.Load()) }

// Waiting says for how long the host has asked the client to wait, in a form
// such as "the server is busy (429 Too Many Requests): 59 s to wait". It is
// empty if the client may ask now.
func (c *Client) Waiting() string {
	left, code := c.pause.left()
	if left <= 0 {
		return ""
	}
	return fmt.Sprintf("the server is busy (%d %s): %.0f s to wait", code, http.StatusText(code), left.Seconds())
}

// Read reads a page; it is a [chain.Read]. If the host is busy or the network
// fails, Read tries again later, up to five times. Meanwhile it keeps its slot,
// so a host in trouble gets fewer requests; and while the host asks for a pause,
// it gets none. For one page Read waits a minute at most, if the host asks for
// more it returns an error.
//
// A page that came by another name is not asked for again by its own: a caller
// that reads each title once cannot know that the two are one page.
func (c *Client) Read(ctx context.Context, title string) (chain.Page, error) {
	if page, ok := c.renamed.Load(title); ok {
		return page.(chain.Page), nil
	}
	if err := c.slots.Acquire(ctx, 1); err != nil {
		return chain.Page{}, err
	}
	defer c.slots.Release(1)
	var w waits
	for try := 1; ; try++ {
		page, err := c.attempt(ctx, title, &w)
		page.Waited = w.waited
		if err == nil && page.Title != "" && page.Title != title {
			c.renamed.Store(page.Title, chain.Page{Title: page.Title, First: page.First})
		}
		if err == nil || ctx.Err() != nil {
			return page, err
		}
		again, worthwhile := backoff(err, try)
		if !worthwhile {
			return page, readError{title, err}
		}
		if err := w.sleep(ctx, again); err != nil {
			return page, err
		}
	}
}

// readError says which page could not be read. Parts of the text may be the
// host's, so all of it is cleaned.
type readError struct {
	title string
	error
}

func (e readError) Error() string { return text.Clean(e.title) + ": " + text.Clean(e.error.Error()) }

func (e readError) Unwrap() error { return e.error }

// attempt asks for a page, as soon as the host accepts requests.
func (c *Client) attempt(ctx context.Context, title string, w *waits) (chain.Page, error) {
	if err := c.pause.wait(ctx, w); err != nil {
		return chain.Page{}, err
	}
	return waitfor.AtMost(ctx, requestTimeout, func(ctx context.Context) (chain.Page, error) {
		return c.get(ctx, title)
	})
}

// get makes one request.
func (c *Client) get(ctx context.Context, title string) (page chain.Page, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.address(title), nil)
	if err != nil {
		return page, err
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept", "text/html")
	c.requests.Add(1)
	resp, err := c.http.Do(req)
	if failed, ok := errors.AsType[*url.Error](err); ok {
		err = failed.Err // without the address, which the title says
	}
	if err != nil && isNetwork(err) {
		err = networkError{err}
	}
	if err != nil {
		return page, err
	}
	defer discard(resp.Body)
	switch code := resp.StatusCode; {
	case code == http.StatusOK:
		return c.parse(ctx, resp)
	case code == http.StatusNotFound || code == http.StatusGone:
		return page, ErrMissing
	case code == http.StatusTooManyRequests || code >= 500:
		server := &busyError{code: code, after: retryAfter(resp.Header.Get("Retry-After"), time.Now())}
		c.pause.extend(server)
		return page, server
	case isRedirect(code):
		page.Moved, err = c.moved(resp)
		return page, err
	default:
		return page, fmt.Errorf("the server answered %d %s", code, http.StatusText(code))
	}
}

// address returns where an article is. Its title may contain anything, such as
// a question mark.
func (c *Client) address(title string) string {
	at := c.base.JoinPath(articles)
	at.Path += strings.ReplaceAll(title, " ", "_")
	return at.String()
}
