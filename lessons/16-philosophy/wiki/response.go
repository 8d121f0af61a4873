package wiki

import (
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"

	"gosyncio/internal/text"
	"gosyncio/lessons/16-philosophy/chain"
)

// parse reads the page of a response.
func (c *Client) parse(ctx context.Context, resp *http.Response) (chain.Page, error) {
	if kind := resp.Header.Get("Content-Type"); !isHTML(kind) {
		return chain.Page{}, fmt.Errorf("%w but %s", ErrNoArticle, text.Clean(kind))
	}
	body := &bodyReader{Reader: io.LimitReader(resp.Body, maxPage), ctx: ctx}
	page, err := Parse(body, resp.Request.URL)
	if body.err != nil {
		return page, networkError{body.err}
	}
	if body.n == maxPage {
		return page, errTooLarge
	}
	return page, err
}

// isHTML reports whether a response of that Content-Type may be an article. One
// without any may be, too.
func isHTML(kind string) bool {
	kind, _, _ = mime.ParseMediaType(kind) // in small letters, even if the parameters are wrong
	return kind == "" || kind == "text/html" || kind == "application/xhtml+xml"
}

// A bodyReader counts what is read, and keeps the network's error: the parser's
// own errors come again at the next try. When ctx ends it reads no more, so a
// page that takes long to parse ends with its request.
type bodyReader struct {
	io.Reader
	ctx context.Context
	n   int
	err error
}

func (b *bodyReader) Read(p []byte) (int, error) {
	if b.err = b.ctx.Err(); b.err != nil {
		return 0, b.err
	}
	n, err := b.Reader.Read(p)
	b.n += n
	if err != io.EOF {
		b.err = err
	}
	return n, err
}

// discard closes a body, and reads it to its end if it is short: then the next
// request can use the connection.
func discard(body io.ReadCloser) {
	io.CopyN(io.Discard, body, 4<<10)
	body.Close()
}

func isRedirect(code int) bool {
	switch code {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// moved returns the title that a redirect leads to. A redirect to the same title,
// by https or in another spelling, leads to no other page: a chain would follow
// it forever.
func (c *Client) moved(resp *http.Response) (string, error) {
	to, err := resp.Location()
	if err != nil {
		return "", fmt.Errorf("the page has moved: %w", err)
	}
	title, ok := titleOf(to, resp.Request.URL)
	if !ok {
		return "", fmt.Errorf("the page has moved out of the encyclopedia, to %s", to)
	}
	if own, _ := titleOf(resp.Request.URL, resp.Request.URL); title == own {
		return "", fmt.Errorf("the page moves to itself: try -base %s://%s", to.Scheme, to.Host)
	}
	return title, nil
}
