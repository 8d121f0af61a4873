package wiki

import (
	"cmp"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gosyncio/lessons/16-philosophy/chain"
)

// ErrNoArticle is what [Parse] returns for a page that isn't an article's.
var ErrNoArticle = errors.New("this is no article")

// Parse reads an article's page, which came from the address at, and finds its
// title and its first real link.
//
// Real is a link of the text, in a paragraph or a list, to an article of the
// same encyclopedia. It isn't one in parentheses, italics, tables, pictures,
// notes and footnotes, nor one to the page itself, to a page that nobody has
// written, to another language, or to a page that isn't an article.
func Parse(r io.Reader, at *url.URL) (chain.Page, error) {
	doc, err := html.Parse(r)
	if err != nil {
		return chain.Page{}, err
	}
	// The signs beside the headline have texts of the same class.
	body := cmp.Or(find(doc, func(n *html.Node) bool { return attr(n, "id") == "mw-content-text" }), doc)
	text := find(body, func(n *html.Node) bool { return hasClass(n, "mw-parser-output") })
	if text == nil {
		return chain.Page{}, ErrNoArticle
	}
	asked, ok := titleOf(at, at)
	if !ok {
		return chain.Page{}, ErrNoArticle
	}
	title := asked
	if canonical := find(doc, isCanonical); canonical != nil {
		if address, err := at.Parse(attr(canonical, "href")); err == nil {
			// The same page by another name; whose host it is doesn't matter.
			if name, ok := titleOf(address, address); ok {
				title = name
			}
		}
	}
	s := search{at: at, own: []string{title, asked}}
	s.blocks(text)
	return chain.Page{Title: title, First: s.found}, nil
}

// A search goes through a text until it has found a link.
type search struct {
	at    *url.URL
	own   []string // the names that the page itself goes by
	found string
	open  int // parentheses
}

// blocks looks through paragraphs and lists, and what is made of them.
func (s *search) blocks(parent *html.Node) {
	for n := range parent.ChildNodes() {
		switch {
		case s.found != "":
			return
		case n.Type != html.ElementNode || isAside(n):
		case n.DataAtom == atom.P || n.DataAtom == atom.Li || n.DataAtom == atom.Dd:
			s.open = 0 // who forgot to close it meant this paragraph
			s.inline(n, false)
		case slices.Contains(containers, n.DataAtom):
			s.blocks(n)
		}
	}
}

var containers = []atom.Atom{
	atom.Div, atom.Section, atom.Ul, atom.Ol, atom.Dl, atom.Blockquote, atom.Center,
}

// inline looks through a paragraph. What is slanted has no links for us, but
// its parentheses count.
func (s *search) inline(parent *html.Node, slanted bool) {
	for n := range parent.ChildNodes() {
		switch {
		case s.found != "":
			return
		case n.Type == html.TextNode:
			s.count(n.Data)
		case n.Type != html.ElementNode || isAside(n):
		default:
			if n.DataAtom == atom.A && !slanted && s.open == 0 {
				if s.found = s.target(n); s.found != "" {
					return
				}
			}
			s.inline(n, slanted || slices.Contains(italics, n.DataAtom))
		}
	}
}

var italics = []atom.Atom{atom.I, atom.Em, atom.Cite, atom.Dfn, atom.Var}

// count keeps the number of open parentheses, also of the wide ones that
// Chinese and Japanese have. One that closes nothing is a smiley.
func (s *search) count(text string) {
	for _, c := range text {
		switch c {
		case '(', '（':
			s.open++
		case ')', '）':
			s.open = max(s.open-1, 0)
		}
	}
}

// isAside reports whether n and all in it are beside the text, or no text.
func isAside(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Table, atom.Style, atom.Script, atom.Noscript, atom.Figure, atom.Nav, atom.Math:
		return true
	}
	return attr(n, "role") == "note" || attr(n, "role") == "navigation" ||
		attr(n, "id") == "coordinates" || attr(n, "id") == "toc" ||
		isPicture(n) || isHidden(n) ||
		slices.ContainsFunc(asides, func(class string) bool { return hasClass(n, class) })
}

var asides = []string{
	"hatnote", "dablink", "rellink", "noprint", "metadata", "infobox", "sidebar",
	"side-box", "quotebox", "navbox", "thumb", "toc", "ambox", "gallery",
	"reference", "references", "reflist", "IPA", "coordinates",
}

// isPicture knows the small ones too, a flag say, whose link is its country's.
func isPicture(n *html.Node) bool {
	return slices.ContainsFunc(strings.Fields(attr(n, "typeof")), func(kind string) bool {
		return strings.HasPrefix(kind, "mw:File")
	})
}

func isHidden(n *html.Node) bool {
	style := strings.ReplaceAll(attr(n, "style"), " ", "")
	return strings.Contains(strings.ToLower(style), "display:none")
}

// target returns the title that the link a leads to, if it is a real one.
func (s *search) target(a *html.Node) string {
	for _, class := range []string{"new", "external", "extiw"} {
		if hasClass(a, class) {
			return ""
		}
	}
	address, err := s.at.Parse(attr(a, "href"))
	if err != nil {
		return ""
	}
	title, ok := titleOf(address, s.at)
	if !ok || slices.Contains(s.own, title) {
		return ""
	}
	return title
}

const articles = "/wiki/"

// titleOf returns the title of the article at address, if that is one of the
// encyclopedia that the page at is of.
func titleOf(address, at *url.URL) (title string, ok bool) {
	name, ok := strings.CutPrefix(address.Path, articles)
	if !ok || address.Host != at.Host || address.RawQuery != "" {
		return "", false
	}
	title = Title(name)
	return title, title != "" && utf8.ValidString(title) && !isSpecial(title)
}

// Title is the way in which a title is written: as in Bread_and_butter or
// bread and butter, which are the same.
func Title(name string) string {
	title := strings.Join(strings.FieldsFunc(name, func(c rune) bool {
		return c == '_' || unicode.IsSpace(c)
	}), " ")
	first, size := utf8.DecodeRuneInString(title)
	if size == 0 || first == utf8.RuneError {
		return title
	}
	return string(unicode.ToTitle(first)) + title[size:]
}

// isSpecial reports whether a title isn't an article's, as in Help:Links. Each
// language has words of its own for that, but in none is there a space after
// the colon, as in Tea: a history, or a digit before it, as in Genesis 1:1.
func isSpecial(title string) bool {
	before, after, colon := strings.Cut(title, ":")
	last, _ := utf8.DecodeLastRuneInString(before)
	return colon && last != ' ' && !unicode.IsDigit(last) && !strings.HasPrefix(after, " ")
}

func isCanonical(n *html.Node) bool {
	return n.DataAtom == atom.Link && attr(n, "rel") == "canonical"
}

// find returns the first node below n that is what we look for.
func find(n *html.Node, is func(*html.Node) bool) *html.Node {
	for n := range n.Descendants() {
		if n.Type == html.ElementNode && is(n) {
			return n
		}
	}
	return nil
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attr(n, "class")), class)
}
