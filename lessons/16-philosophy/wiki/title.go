package wiki

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

const articles = "/wiki/"

// longestTitle is MediaWiki's limit, in bytes.
const longestTitle = 255

// titleOf returns the title of the article at address, if it is an article of
// the encyclopedia that the page at belongs to.
func titleOf(address, at *url.URL) (title string, ok bool) {
	name, ok := strings.CutPrefix(address.Path, articles)
	if !ok || address.Host != at.Host || address.RawQuery != "" || strings.ContainsFunc(name, unicode.IsControl) {
		return "", false
	}
	title = Title(name)
	return title, title != "" && len(title) <= longestTitle && utf8.ValidString(title) && !isSpecial(title)
}

// Title returns the usual spelling of a title: Bread_and_butter and bread and
// butter are the same.
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

// isSpecial reports whether a title is not an article's, as in Help:Links. Each
// language has its own words for that, but none has a space after the colon, as
// in Tea: a history, or a digit before it, as in Genesis 1:1.
func isSpecial(title string) bool {
	before, after, colon := strings.Cut(title, ":")
	last, _ := utf8.DecodeLastRuneInString(before)
	return colon && last != ' ' && !unicode.IsDigit(last) && !strings.HasPrefix(after, " ")
}
