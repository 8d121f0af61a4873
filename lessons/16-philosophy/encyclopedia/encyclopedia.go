// Package encyclopedia is a small Wikipedia of our own, for crawlers to practise
// on: articles about a kitchen, and about the science behind it.
//
// Its pages have the markup of the real ones, with all of their traps. Sixteen
// dishes are seven pages each from Philosophy. Other pages lead to a loop, or have
// no link.
package encyclopedia

import (
	"bytes"
	"cmp"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"gosyncio/lessons/16-philosophy/wiki"
	"gosyncio/sleep"
)

var (
	//go:embed articles/*.html
	texts embed.FS

	//go:embed frame.html
	frameText string

	frame = template.Must(template.New("frame").Parse(frameText))
)

// Goal is the page that most chains lead to.
const Goal = "Philosophy"

// Dishes are the titles that are seven pages from Philosophy. Their chains share
// pages, but no chain is ahead of another. So all of them at the same time take as
// many rounds as one chain has pages.
func Dishes() []string {
	return []string{
		"Toast", "Tea", "Butter", "Marmalade", "Jam", "Porridge", "Muesli", "Mead",
		"Cheese", "Pancake", "Bagel", "Soup", "Pickle", "Menu", "Cider", "Olive oil",
	}
}

// moved are the pages that have another name now. The last two have moved to each
// other.
var moved = map[string]string{
	"Loaf":           "Bread",
	"Cup of tea":     "Tea",
	"Pepper mill":    "Pepper grinder",
	"Pepper grinder": "Pepper mill",
}

// also are other names of articles. A request for one gets the page at once, and
// the page says its real name. On Wikipedia most redirects are like that.
var also = map[string]string{"Natural science": "Science"}

// Titles are those of all articles, in alphabetical order.
func Titles() []string {
	files, err := fs.Glob(texts, "articles/*.html")
	if err != nil {
		panic(err) // the pattern is wrong
	}
	for i, file := range files {
		name, err := url.PathUnescape(strings.TrimSuffix(strings.TrimPrefix(file, "articles/"), ".html"))
		if err != nil {
			panic(err) // a file's name is
		}
		files[i] = strings.ReplaceAll(name, "_", " ")
	}
	slices.Sort(files)
	return files
}

// Handler answers as Wikipedia does. Each answer takes it as long as delay.
func Handler(delay time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if sleep.For(r.Context(), delay) != nil {
			return // the client has gone
		}
		title := wiki.Title(strings.TrimPrefix(r.URL.Path, "/wiki/"))
		if to, ok := moved[title]; ok {
			http.Redirect(w, r, "/wiki/"+name(to), http.StatusMovedPermanently)
			return
		}
		page, err := Page(cmp.Or(also[title], title))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		w.Write(page)
	})
}

// Page returns the whole page of an article.
func Page(title string) ([]byte, error) {
	text, err := texts.ReadFile("articles/" + name(title) + ".html")
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	err = frame.Execute(&page, map[string]any{
		"Title": title,
		"Name":  name(title),
		"Text":  template.HTML(text), // ours, so we trust it
	})
	return page.Bytes(), err
}

// name is how a title is written in an address, and in a file's name.
func name(title string) string {
	escaped := url.PathEscape(strings.ReplaceAll(title, " ", "_"))
	return strings.NewReplacer("%28", "(", "%29", ")", ":", "%3A").Replace(escaped)
}
