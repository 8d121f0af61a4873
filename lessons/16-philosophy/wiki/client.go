package wiki

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/sleep"
	"gosyncio/waitfor"
)

// Polite is how many requests a stranger has going on one host.
const Polite = 4

const (
	patience = 10 * time.Second // for one request
	tries    = 5
	tooLong  = time.Minute // to wait for the next try
	largest  = 20 << 20    // bytes of a page
)

// Options is how a [Client] behaves. The zero value is how strangers should.
type Options struct {
	AtOnce  int    // requests at the same time; 4 if it is 0
	Contact string // whom to write to; Wikipedia wants to know

	// Dial opens connections: TCP ones if it is nil.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

// A Client reads the pages of one encyclopedia. It never goes to another host,
// so what it allows itself at once is also what that host has to bear.
type Client struct {
	base     *url.URL
	agent    string
	turns    *semaphore.Weighted
	http     *http.Client
	requests atomic.Int64
	pause    pause
	renamed  sync.Map // pages that were asked for by another name, by their own
}

// New makes a client for the encyclopedia at base, https://en.wikipedia.org
// say. Close it in the end.
func New(base string, o Options) (*Client, error) {
	address, err := url.Parse(base)
	if err != nil || !isHost(address) {
		return nil, fmt.Errorf("an encyclopedia has an address such as https://en.wikipedia.org, not %q", base)
	}
	if o.AtOnce == 0 {
		o.AtOnce = Polite
	}
	var proxy func(*http.Request) (*url.URL, error)
	if o.Dial == nil {
		proxy = http.ProxyFromEnvironment // whoever brings a Dial knows the way
		o.Dial = (&net.Dialer{Timeout: patience}).DialContext
	}
	agent := "gosyncio-philosophy/1.0 (a lesson in concurrency)"
	if o.Contact != "" {
		agent = fmt.Sprintf("gosyncio-philosophy/1.0 (a lesson in concurrency; %s)", o.Contact)
	}
	return &Client{
		base:  address,
		agent: agent,
		turns: semaphore.NewWeighted(int64(o.AtOnce)),
		http: &http.Client{
			Transport: &http.Transport{
				Proxy:               proxy,
				DialContext:         o.Dial,
				ForceAttemptHTTP2:   true,
				MaxIdleConnsPerHost: o.AtOnce,
				IdleConnTimeout:     time.Minute,
			},
			// A redirect is a page like any other, and may be known already.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// isHost reports whether address is a host's, and of nothing in particular there.
func isHost(address *url.URL) bool {
	web := address.Scheme == "http" || address.Scheme == "https"
	more := strings.TrimPrefix(address.Path, "/") + address.RawQuery + address.Fragment
	return web && address.Host != "" && more == "" && !address.ForceQuery
}

// Close closes the connections that nobody uses.
func (c *Client) Close() error {
	c.http.CloseIdleConnections()
	return nil
}

// Requests is how many requests have been made.
func (c *Client) Requests() int { return int(c.requests.Load()) }

// Read reads a page; it is a [chain.Read]. If the host is busy or can't be
// heard, Read tries again later. Meanwhile it keeps its turn, so that a host in
// trouble is asked by fewer; and while the host wants to be left alone, by none.
//
// A page that has come by another name isn't asked for again by its own: who
// reads each title once can't know that the two are one.
func (c *Client) Read(ctx context.Context, title string) (chain.Page, error) {
	if page, ok := c.renamed.Load(title); ok {
		return page.(chain.Page), nil
	}
	if err := c.turns.Acquire(ctx, 1); err != nil {
		return chain.Page{}, err
	}
	defer c.turns.Release(1)
	for try := 1; ; try++ {
		page, err := c.attempt(ctx, title)
		if err == nil && page.Title != "" && page.Title != title {
			c.renamed.Store(page.Title, page)
		}
		if err == nil || ctx.Err() != nil {
			return page, err
		}
		again, worthwhile := next(err, try)
		if !worthwhile {
			return page, fmt.Errorf("%s: %w", title, err)
		}
		if err := sleep.For(ctx, again); err != nil {
			return page, err
		}
	}
}

// attempt asks for a page, as soon as the host wants to be asked.
func (c *Client) attempt(ctx context.Context, title string) (chain.Page, error) {
	if err := c.pause.wait(ctx); err != nil {
		return chain.Page{}, err
	}
	return waitfor.AtMost(ctx, patience, func(ctx context.Context) (chain.Page, error) {
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
	if err != nil && isNetwork(err) {
		err = unheard{err}
	}
	if err != nil {
		return page, err
	}
	defer done(resp.Body)
	switch code := resp.StatusCode; {
	case code == http.StatusOK:
		return c.parse(resp)
	case code == http.StatusNotFound || code == http.StatusGone:
		return page, ErrMissing
	case code == http.StatusTooManyRequests || code >= 500:
		server := &busy{code, after(resp.Header.Get("Retry-After"), time.Now())}
		c.pause.heed(server)
		return page, server
	case isRedirect(code):
		page.Moved, err = c.moved(resp)
		return page, err
	default:
		return page, fmt.Errorf("the server says %d %s", code, http.StatusText(code))
	}
}

// done closes what a server said, and reads it first if it is short: the next
// request needs no connection of its own then.
func done(body io.ReadCloser) {
	io.CopyN(io.Discard, body, 4<<10)
	body.Close()
}

// address is where an article is. Its title may have anything in it, a ? say.
func (c *Client) address(title string) string {
	at := c.base.JoinPath(articles)
	at.Path += strings.ReplaceAll(title, " ", "_")
	return at.String()
}

func (c *Client) parse(resp *http.Response) (chain.Page, error) {
	if kind := resp.Header.Get("Content-Type"); !isHTML(kind) {
		return chain.Page{}, fmt.Errorf("%w but %s", ErrNoArticle, kind)
	}
	body := &listener{Reader: io.LimitReader(resp.Body, largest)}
	page, err := Parse(body, resp.Request.URL)
	if body.err != nil {
		return page, unheard{body.err}
	}
	if body.n == largest {
		return page, errors.New("the page is too large")
	}
	return page, err
}

// isHTML reports whether a page of that kind may be an article. So may one of
// which nobody says what it is.
func isHTML(kind string) bool {
	kind, _, _ = mime.ParseMediaType(kind) // in small letters, whatever is wrong behind it
	return kind == "" || kind == "text/html" || kind == "application/xhtml+xml"
}

// listener counts what is read, and remembers what broke it off. Who parses it
// has errors of its own, which come again whenever we ask.
type listener struct {
	io.Reader
	n   int
	err error
}

func (l *listener) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	l.n += n
	if err != io.EOF {
		l.err = err
	}
	return n, err
}

func isRedirect(code int) bool {
	switch code {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// moved returns the title that a redirect leads to. One that leads to the same
// title, at https or by another spelling, isn't a page's: a chain would go round
// in circles there.
func (c *Client) moved(resp *http.Response) (string, error) {
	to, err := resp.Location()
	if err != nil {
		return "", fmt.Errorf("it has moved: %w", err)
	}
	title, ok := titleOf(to, resp.Request.URL)
	if !ok {
		return "", fmt.Errorf("it has moved out of the encyclopedia, to %s", to)
	}
	if own, _ := titleOf(resp.Request.URL, resp.Request.URL); title == own {
		return "", fmt.Errorf("it sends us on to %s; is that the right address?", to)
	}
	return title, nil
}
