package wiki

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gosyncio/lessons/16-philosophy/chain"
)

// ErrNoArticle is what [Parse] returns for a page that is not an article's.
var ErrNoArticle = errors.New("this is no article")

const (
	longestToken = 256 << 10 // bytes of one tag, or of one text between two tags
	deepest      = 512       // elements in one another
)

var (
	errTooLarge = errors.New("the page is too large: more than 4 MB, or a tag or text of more than 256 kB")
	errTooDeep  = fmt.Errorf("the page is too deep: more than %d elements in one another", deepest)
)

// Parse reads an article's page, which came from the address at, and finds its
// title and its first real link.
//
// A real link is in a paragraph or a list of the text, and leads to another
// article of the same encyclopedia. A link in parentheses, italics, tables,
// pictures, notes or footnotes does not count, and neither does a link to the
// page itself, to a missing page, to another language or to a special page.
//
// Parse keeps no tree of the page, only the elements that are open. A tree takes
// fifty times the memory of its text, and more if the page wants to do harm.
func Parse(r io.Reader, at *url.URL) (chain.Page, error) {
	asked, ok := titleOf(at, at)
	if !ok {
		return chain.Page{}, ErrNoArticle
	}
	s := &search{at: at, title: asked, asked: asked, names: map[string]int{}}
	tokens := html.NewTokenizer(r)
	tokens.SetMaxBuf(longestToken)
	for s.err == nil && s.found == "" {
		switch tokens.Next() {
		case html.ErrorToken:
			s.err = tokens.Err()
		case html.TextToken:
			s.count(tokens.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			s.start(tokens)
		case html.EndTagToken:
			name, _ := tokens.TagName()
			s.end(name)
		}
	}
	if s.found != "" { // the rest needs no parsing, but it has to be read
		_, s.err = io.Copy(io.Discard, r)
	}
	switch {
	case errors.Is(s.err, html.ErrBufferExceeded):
		return chain.Page{}, errTooLarge
	case s.err != nil && s.err != io.EOF:
		return chain.Page{}, s.err
	case !s.isArticle:
		return chain.Page{}, ErrNoArticle
	}
	return chain.Page{Title: s.title, First: s.found}, nil
}

// A search reads the tokens of a page until it has found a link.
type search struct {
	at           *url.URL
	title, asked string // the names of the page itself
	found        string
	isArticle    bool
	open         []element
	names        map[string]int // how many elements of each name are open
	kinds        [block + 1]int // how many elements of each kind are open
	parens       int            // how many parentheses are open
	err          error
}

// start reads a start tag.
func (s *search) start(tokens *html.Tokenizer) {
	name, more := tokens.TagName()
	e := newElement(name)
	var a attributes
	for more {
		var key, value []byte
		key, value, more = tokens.TagAttr()
		a.set(key, value)
	}
	if e.tag == atom.Link && a.rel == "canonical" {
		s.canonical(a.href)
	}
	if slices.Contains(endsParagraph, e.tag) {
		s.end([]byte("p"))
	}
	if slices.Contains(void, e.tag) {
		return
	}
	if e.kind = classify(e.tag, &a); e.kind == block {
		s.parens = 0 // an open parenthesis ends with its paragraph
	}
	s.push(e)
	if e.tag == atom.A && s.found == "" && s.parens == 0 && s.inText() && s.kinds[italic] == 0 {
		s.found = s.target(&a)
	}
}

// push opens e.
func (s *search) push(e element) {
	if len(s.open) == deepest {
		s.err = errTooDeep
		return
	}
	s.open = append(s.open, e)
	s.names[e.name]++
	s.kinds[e.kind]++
	s.isArticle = s.isArticle || e.kind == body && s.kinds[aside] == 0
}

// end closes the innermost element with that tag, and all that is open in it.
func (s *search) end(name []byte) {
	if s.names[string(name)] == 0 {
		return
	}
	closed := newElement(name)
	for i, e := range slices.Backward(s.open) {
		if e.name == closed.name {
			for _, e := range s.open[i:] {
				s.kinds[e.kind]--
				if s.names[e.name]--; s.names[e.name] == 0 {
					delete(s.names, e.name) // a page may make up a million names
				}
			}
			s.open = s.open[:i]
			return
		}
		if slices.Contains(scopes, e.tag) && !slices.Contains(structure, closed.tag) {
			return
		}
	}
}

// structure are elements whose end tags end the cells of a table, too.
var structure = []atom.Atom{atom.Table, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr, atom.Td, atom.Th, atom.Caption}

// inText reports whether a link counts where the search is now.
func (s *search) inText() bool {
	return s.kinds[body] > 0 && s.kinds[block] > 0 && s.kinds[aside] == 0
}

// count keeps the number of open parentheses, also of the wide ones of Chinese
// and Japanese. One that closes nothing is a smiley.
func (s *search) count(text []byte) {
	if !s.inText() {
		return
	}
	for len(text) > 0 {
		c, size := utf8.DecodeRune(text)
		text = text[size:]
		switch c {
		case '(', '（':
			s.parens++
		case ')', '）':
			s.parens = max(s.parens-1, 0)
		}
	}
}

// canonical notes the page's own name, if it was asked for by another one. The
// host does not matter.
func (s *search) canonical(href string) {
	if address, err := s.at.Parse(href); err == nil {
		if name, ok := titleOf(address, address); ok {
			s.title = name
		}
	}
}

// target returns the title that a link leads to, if the link is a real one.
func (s *search) target(a *attributes) string {
	if a.hasClass("new", "external", "extiw") {
		return ""
	}
	address, err := s.at.Parse(a.href)
	if err != nil {
		return ""
	}
	title, ok := titleOf(address, s.at)
	if !ok || title == s.title || title == s.asked {
		return ""
	}
	return title
}
