package wiki

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// An element is one that is open: its start tag was read, its end tag was not.
type element struct {
	tag  atom.Atom
	name string // also of a tag that has no atom
	kind kind
}

func newElement(name []byte) element {
	e := element{tag: atom.Lookup(name)}
	if e.name = e.tag.String(); e.tag == 0 {
		e.name = string(name)
	}
	return e
}

// A kind says what an element means for the links in it.
type kind int

const (
	plain  kind = iota
	body        // the article's text
	aside       // not a part of the text
	italic      // its links do not count, its parentheses do
	block       // a paragraph or an item of a list
)

// attributes are the attributes of a start tag that matter here.
type attributes struct{ href, id, rel, role, style, class, typeof string }

// set keeps an attribute, if it matters. A page may have millions of others.
func (a *attributes) set(key, value []byte) {
	switch string(key) {
	case "href":
		a.href = string(value)
	case "id":
		a.id = string(value)
	case "rel":
		a.rel = string(value)
	case "role":
		a.role = string(value)
	case "style":
		a.style = string(value)
	case "class":
		a.class = string(value)
	case "typeof":
		a.typeof = string(value)
	}
}

func (a *attributes) hasClass(classes ...string) bool {
	for class := range strings.FieldsSeq(a.class) {
		if slices.Contains(classes, class) {
			return true
		}
	}
	return false
}

// classify says of which kind an element is.
func classify(tag atom.Atom, a *attributes) kind {
	switch {
	case a.hasClass("mw-parser-output"):
		return body
	case isAside(tag, a):
		return aside
	case slices.Contains(italics, tag):
		return italic
	case slices.Contains(blocks, tag):
		return block
	default:
		return plain
	}
}

var (
	blocks  = []atom.Atom{atom.P, atom.Li, atom.Dd}
	italics = []atom.Atom{atom.I, atom.Em, atom.Cite, atom.Dfn, atom.Var}
	asides  = []atom.Atom{atom.Table, atom.Style, atom.Script, atom.Noscript, atom.Figure, atom.Nav, atom.Math}

	asideClasses = []string{
		"hatnote", "dablink", "rellink", "noprint", "metadata", "infobox", "sidebar",
		"side-box", "quotebox", "navbox", "thumb", "toc", "ambox", "gallery",
		"reference", "references", "reflist", "IPA", "coordinates", "mw-indicators",
	}

	// void elements have no end tag.
	void = []atom.Atom{
		atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input,
		atom.Link, atom.Meta, atom.Source, atom.Track, atom.Wbr,
	}

	// The start tag of one of these ends an open paragraph.
	endsParagraph = []atom.Atom{
		atom.P, atom.Li, atom.Dd, atom.Dt, atom.Ul, atom.Ol, atom.Dl, atom.Div, atom.Table, atom.Section,
		atom.Blockquote, atom.Center, atom.Figure, atom.Nav, atom.Pre, atom.Hr, atom.Footer, atom.Header,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
	}

	// An end tag in one of these ends nothing outside.
	scopes = []atom.Atom{atom.Table, atom.Td, atom.Th, atom.Caption}
)

// isAside reports whether an element and all in it are beside the text, or not
// shown at all.
func isAside(tag atom.Atom, a *attributes) bool {
	return slices.Contains(asides, tag) || a.hasClass(asideClasses...) ||
		a.role == "note" || a.role == "navigation" || a.id == "coordinates" || a.id == "toc" ||
		isPicture(a) || isHidden(a)
}

// isPicture also finds the small ones, such as a flag that links to a country.
func isPicture(a *attributes) bool {
	for kind := range strings.FieldsSeq(a.typeof) {
		if strings.HasPrefix(kind, "mw:File") {
			return true
		}
	}
	return false
}

func isHidden(a *attributes) bool {
	style := strings.ReplaceAll(a.style, " ", "")
	return strings.Contains(strings.ToLower(style), "display:none")
}
