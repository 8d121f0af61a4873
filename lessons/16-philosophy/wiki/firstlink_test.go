package wiki_test

import (
	"io"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/lessons/16-philosophy/wiki"
)

var toast = &url.URL{Scheme: "https", Host: "en.wikipedia.org", Path: "/wiki/Toast"}

// article makes a page of a text. Its headline has a sign beside it, and its link
// isn't the text's.
func article(text string) io.Reader {
	return strings.NewReader(`<html><body><a href="/wiki/Main_Page">x</a>` +
		`<div class="mw-indicators"><div class="mw-indicator"><div class="mw-parser-output">` +
		`<p><a href="/wiki/Sign">x</a></p></div></div></div>` +
		`<div id="mw-content-text"><div class="mw-content-ltr mw-parser-output">` + text + `</div></div><p><a href="/wiki/Footer">x</a></p>`)
}

const (
	tea = `<a href="/wiki/Tea">tea</a>`
	jam = `<a href="/wiki/Jam">jam</a>`
)

// A row is a text, and the title of its first link.
type row struct{ name, text, want string }

func rows() []row { return append(texts(), byName()...) }

// byName are rows for all names that the parser knows. A parser that does not know
// one takes the jam, or never closes the parenthesis.
func byName() (rows []row) {
	add := func(name, text string) { rows = append(rows, row{name, text, "Tea"}) }
	for _, class := range strings.Fields(`hatnote dablink rellink noprint metadata infobox sidebar side-box quotebox
		navbox thumb toc ambox gallery reference references reflist IPA coordinates`) {
		add("in a "+class, `<p><span class="x `+class+`">`+jam+`</span>`+tea)
	}
	for _, class := range strings.Fields("new external extiw") {
		add("a link that is "+class, `<p><a class="x `+class+`" href="/wiki/Jam">jam</a>`+tea)
	}
	for _, tag := range strings.Fields("table style script noscript figure nav math") {
		add("in "+tag, `<ul><li><`+tag+`><tr><td>(`+jam+`</td></tr></`+tag+`>`+tea)
	}
	for _, tag := range strings.Fields("i em cite dfn var") {
		add("slanted by "+tag, `<p><`+tag+`>`+jam+`</`+tag+`>`+tea)
	}
	for _, tag := range strings.Fields("div section ul ol dl blockquote center") {
		add("a paragraph in "+tag, `<`+tag+`><p>`+tea+`</`+tag+`><p>`+jam)
	}
	for _, tag := range strings.Fields("p li dd") {
		add("a link in "+tag, `<`+tag+`>`+tea)
	}
	return rows
}

// texts are more rows. Each has a wrong link, and then tea.
func texts() []row {
	return []row{
		{"a link", `<p>` + tea + jam, "Tea"},
		{"in bold", `<p><b>` + tea + `</b>`, "Tea"},
		{"in a list", `<ul><li>` + tea + `</ul>`, "Tea"},
		{"in a section", `<section><p>` + tea + `</section>`, "Tea"},
		{"in a definition", `<dl><dt>x<dd>` + tea + `</dl>`, "Tea"},
		{"after an empty paragraph", `<p class="mw-empty-elt"><p>x</p><p>` + tea, "Tea"},
		{"none", `<p>Toast.`, ""},
		{"none in a paragraph", tea, ""},
		{"parentheses", `<p>(` + jam + `) ` + tea, "Tea"},
		{"parentheses in parentheses", `<p>(a (b) ` + jam + `) ` + tea, "Tea"},
		{"wide parentheses", `<p>（` + jam + `）` + tea, "Tea"},
		{"parentheses around italics", `<p>(<i>x</i> ` + jam + `) ` + tea, "Tea"},
		{"a parenthesis opened in italics", `<p><i>(x</i> ` + jam + `) ` + tea, "Tea"},
		{"a parenthesis in a link", `<p><a href="#x">(</a>` + jam + `) ` + tea, "Tea"},
		{"a parenthesis never closed", `<p>(` + jam + `</p><p>` + tea, "Tea"},
		{"a parenthesis never opened", `<p>:-) ` + tea, "Tea"},
		{"parentheses of a style", `<p><style>p:not(x){content:"("}</style>` + tea, "Tea"},
		{"parentheses of a footnote", `<p><sup class="reference">(</sup>` + tea, "Tea"},
		{"parentheses in the address", `<p><a href="/wiki/Tea_(drink)">x</a>`, "Tea (drink)"},
		{"italics", `<p><i>` + jam + `</i>` + tea, "Tea"},
		{"italics within", `<p><i>x <b>` + jam + `</b></i>` + tea, "Tea"},
		{"a note", `<div role="note"><p>` + jam + `</div><p>` + tea, "Tea"},
		{"a picture", `<figure><figcaption><p>` + jam + `</figcaption></figure><p>` + tea, "Tea"},
		{"a flag", `<p><span class="flagicon"><span typeof="mw:File"><a href="/wiki/Jam"><img></a></span></span>` + tea, "Tea"},
		{"a flag of a template", `<p><span typeof="mw:Transclusion mw:File/Frameless">` + jam + `</span>` + tea, "Tea"},
		{"what only looks like a picture", `<p><span typeof="mw:Entity mw:ImageFile">` + tea + `</span>` + jam, "Tea"},
		{"a hidden text", `<p><span style="color:red; Display: none">` + jam + `</span>` + tea, "Tea"},
		{"a text that is not hidden", `<p><span style="display:inline">` + tea + `</span>` + jam, "Tea"},
		{"the table of contents", `<div id="toc"><ul><li>` + jam + `</ul></div><p>` + tea, "Tea"},
		{"coordinates", `<p><span id="coordinates">` + jam + `</span></p><p>` + tea, "Tea"},
		{"a footnote", `<p><sup class="reference"><a href="#n">1</a>` + jam + `</sup>` + tea, "Tea"},
		{"the notes", `<div class="reflist"><ol class="references"><li>` + jam + `</ol></div>`, ""},
		{"the navigation", `<div role="navigation"><ul><li>` + jam + `</ul></div>`, ""},
		{"a red link", `<p><a href="/w/index.php?title=Jam&action=edit&redlink=1" class="new">x</a>` + tea, "Tea"},
		{"another language", `<p><a href="https://fr.wikipedia.org/wiki/The">x</a>` + tea, "Tea"},
		{"another site", `<p><a href="https://example.org/wiki/Jam">x</a>` + tea, "Tea"},
		{"a table in an open paragraph", `<p>x<table><tr><td><p>` + jam + `</td></tr></table><p>` + tea, "Tea"},
		{"an end tag in a table's cell", `<div><table><tr><td>x</div>` + `<p>` + jam + `</td></tr></table><p>` + tea, "Tea"},
		{"a title with control characters", `<p><a href="/wiki/%1b%5b31mJam">x</a><a href="/wiki/Jam%0A">x</a>` + tea, "Tea"},
		{"a title of 300 bytes", `<p><a href="/wiki/` + strings.Repeat("jam", 100) + `">x</a>` + tea, "Tea"},
		{"no address", `<p><a>x</a><a href="">x</a>` + tea, "Tea"},
		{"a bad address", `<p><a href="http://[::1/wiki/x">x</a><a href="%zz">x</a>` + tea, "Tea"},
		{"javascript", `<p><a href="javascript:(0)">x</a>` + tea, "Tea"},
		{"mail", `<p><a href="mailto:x@example.org">x</a>` + tea, "Tea"},
		{"the page itself", `<p><a href="/wiki/Toast">x</a>` + tea, "Tea"},
		{"a part of the page itself", `<p><a href="/wiki/Toast#Burnt">x</a>` + tea, "Tea"},
		{"the page itself, with small t", `<p><a href="/wiki/toast">x</a>` + tea, "Tea"},
		{"a self-link", `<p><a class="mw-selflink selflink">x</a>` + tea, "Tea"},
		{"an old version", `<p><a href="/wiki/Jam?oldid=1">x</a>` + tea, "Tea"},
		{"a help page", `<p><a href="/wiki/Help:Jam">x</a>` + tea, "Tea"},
		{"a help page in Russian", `<p><a href="/wiki/Справка:Jam">x</a>` + tea, "Tea"},
		{"an article with a colon", `<p><a href="/wiki/Tea:_a_history">x</a>`, "Tea: a history"},
		{"a space before the colon", `<p><a href="/wiki/Tea_:a_history">x</a>`, "Tea :a history"},
		{"a verse", `<p><a href="/wiki/Genesis_1:1">x</a>`, "Genesis 1:1"},
		{"a ratio", `<p><a href="/wiki/16:9_aspect_ratio">x</a>`, "16:9 aspect ratio"},
		{"a colon before all", `<p><a href="/wiki/:Jam">x</a>` + tea, "Tea"},
		{"a part of an article", `<p><a href="/wiki/Tea#Green">x</a>`, "Tea"},
		{"an escaped address", `<p><a href="/wiki/Caf%C3%A9">x</a>`, "Café"},
		{"an address with a host", `<p><a href="//en.wikipedia.org/wiki/Tea">x</a>`, "Tea"},
		{"an address with small t", `<p><a href="/wiki/tea">x</a>`, "Tea"},
		{"a title with a hard space", `<p><a href="/wiki/Green%C2%A0tea">x</a>`, "Green tea"},
		{"a title that isn't text", `<p><a href="/wiki/%ff%fe">x</a>` + tea, "Tea"},
		{"no title", `<p><a href="/wiki/">x</a><a href="/wiki/_">x</a>` + tea, "Tea"},
		{"a comment", `<p><!-- ` + jam + ` -->` + tea, "Tea"},
	}
}

func TestFirstLink(t *testing.T) {
	for _, tc := range rows() {
		t.Run(tc.name, func(t *testing.T) {
			got, err := wiki.Parse(article(tc.text), toast)
			require.NoError(t, err)
			assert.Equal(t, tc.want, got.First)
			assert.Equal(t, "Toast", got.Title)
		})
	}
}

func TestCanonicalTitle(t *testing.T) {
	got, err := wiki.Parse(strings.NewReader(`<a rel="canonical" href="/wiki/Milk">x</a>`+
		`<link rel="canonical" href="https://www.example.org/wiki/Toasted_bread">`+
		`<div class="mw-parser-output"><p><a href="/wiki/Toasted_bread">x</a><a href="/wiki/Toast">x</a><a href="/wiki/Tea">x</a>`), toast)
	require.NoError(t, err)
	assert.Equal(t, "Toasted bread", got.Title)
	assert.Equal(t, "Tea", got.First)
}

func TestNoArticle(t *testing.T) {
	_, err := wiki.Parse(strings.NewReader(`<p><a href="/wiki/Tea">x</a>`), toast)
	assert.ErrorIs(t, err, wiki.ErrNoArticle)
	_, err = wiki.Parse(article(""), &url.URL{Host: "tea", Path: "/tea"})
	assert.ErrorIs(t, err, wiki.ErrNoArticle)
}

func TestTitle(t *testing.T) {
	for _, tc := range []struct{ name, want string }{
		{"tea", "Tea"}, {"green_tea", "Green tea"}, {" green  tea_", "Green tea"}, {"éclair", "Éclair"},
		{"", ""}, {"_", ""}, {"\xff", "\xff"}, {"7 up", "7 up"},
		{"green\u00a0tea", "Green tea"}, {"ჩაი", "ჩაი"}, {"ǆem", "ǅem"}, {"ßalz", "ßalz"},
	} {
		assert.Equal(t, tc.want, wiki.Title(tc.name), "%q", tc.name)
	}
}

// However broken a page is, Parse returns titles that can be asked for.
func FuzzParse(f *testing.F) {
	for _, title := range []string{"Toast", "Porridge", "Vinegar", "Salad", "Philosophy"} {
		page, err := encyclopedia.Page(title)
		require.NoError(f, err)
		f.Add(string(page))
	}
	f.Add(`<div class=mw-parser-output><p>((<a href=/wiki/a>`)
	f.Add(`<table><div class=mw-parser-output><p><i><p></i><a href="/wiki/%00">`)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := wiki.Parse(strings.NewReader(text), toast)
		if err != nil {
			return
		}
		if got.First == got.Title && got.First != "" {
			t.Errorf("%q leads to itself", got.Title)
		}
		for _, title := range []string{got.Title, got.First} {
			if title != wiki.Title(title) {
				t.Errorf("%q is no title", title)
			}
		}
	})
}
