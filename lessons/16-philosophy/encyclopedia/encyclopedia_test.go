package encyclopedia_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/lessons/16-philosophy/wiki"
)

// read reads without a network.
func read(_ context.Context, title string) (chain.Page, error) {
	at := &url.URL{Scheme: "http", Host: "encyclopedia.example", Path: "/wiki/" + title}
	answer := httptest.NewRecorder()
	encyclopedia.Handler(0).ServeHTTP(answer, httptest.NewRequest(http.MethodGet, at.String(), nil))
	switch answer.Code {
	case http.StatusOK:
		return wiki.Parse(answer.Body, at)
	case http.StatusMovedPermanently:
		to, err := answer.Result().Location()
		return chain.Page{Moved: wiki.Title(to.Path[len("/wiki/"):])}, err
	default:
		return chain.Page{}, wiki.ErrMissing
	}
}

var plan = chain.Plan{Goal: encyclopedia.Goal, Limit: 100}

func TestEveryDishIsSevenPagesFromPhilosophy(t *testing.T) {
	pages := map[string]bool{}
	for _, dish := range encyclopedia.Dishes() {
		c := chain.Follow(t.Context(), read, dish, plan)
		assert.Equal(t, chain.Goal, c.End, "%v", c)
		assert.Len(t, c.Titles, 7, dish)
		for _, title := range c.Titles {
			pages[title] = true
		}
	}
	assert.Len(t, pages, 73)
}

func TestEveryArticleLeadsSomewhere(t *testing.T) {
	titles := encyclopedia.Titles()
	assert.GreaterOrEqual(t, len(titles), 60)
	ends := map[chain.End]int{}
	for _, title := range titles {
		page, err := read(t.Context(), title)
		require.NoError(t, err, title)
		assert.Equal(t, title, page.Title)
		ends[chain.Follow(t.Context(), read, title, plan).End]++
	}
	assert.Positive(t, ends[chain.Goal])
	assert.Equal(t, map[chain.End]int{
		chain.Goal:    ends[chain.Goal],
		chain.Loop:    3, // Egg, Chicken, Pepper
		chain.Nowhere: 3, // Crumb, Plate, Cupboard
		chain.Failed:  1, // Bell, whose table is missing
	}, ends)
}

// Each trap of the real pages stands in the way of some chain.
func TestEveryTrapIsThere(t *testing.T) {
	var all bytes.Buffer
	for _, title := range encyclopedia.Titles() {
		page, err := encyclopedia.Page(title)
		require.NoError(t, err)
		all.Write(page)
	}
	for trap, markup := range map[string]string{
		"hatnote":                    `<div role="note" class="hatnote`,
		"infobox":                    `<table class="infobox`,
		"sidebar":                    `<table class="sidebar`,
		"warning":                    `metadata ambox`,
		"picture":                    `<figcaption>`,
		"style within a text":        `<p><b>Porridge</b> (also <style`,
		"footnote":                   `<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">`,
		"missing footnote":           `Wikipedia:Citation_needed`,
		"parentheses":                `<b>Toast</b> (from the <a `,
		"two of them":                `(mostly of the bitter ones (and of their peel))`,
		"a smiley":                   `:-)`,
		"italics":                    `<i>For the kind on roads, see <a `,
		"red link":                   `class="new" title="Latin (page does not exist)"`,
		"another language":           `class="extiw" title="nl:Thee"`,
		"another site":               `class="external text"`,
		"self-link":                  `<a class="mw-selflink selflink">`,
		"self-link to a part":        `<a href="/wiki/Menu#Fixed_price"`,
		"link to a part":             `<a href="/wiki/Philosophy#Parts"`,
		"how it is pronounced":       `class="IPA`,
		"coordinates":                `id="coordinates"`,
		"no text at all":             `<p class="mw-empty-elt">`,
		"not an article":             `href="/wiki/Help:Contents"`,
		"a title with ( )":           `<a href="/wiki/Press_(machine)"`,
		"a title with é":             `<a href="/wiki/Caf%C3%A9_au_lait"`,
		"navigation":                 `<div role="navigation" class="navbox"`,
		"a sign beside the headline": `class="mw-indicator"><div class="mw-parser-output">`,
		"sources":                    `<ol class="references">`,
		"edit a section":             `<span class="mw-editsection">`,
		"comment":                    `<!-- <a href="/wiki/Tea">tea</a> -->`,
	} {
		assert.Contains(t, all.String(), markup, trap)
	}
}

func TestPagesThatAreNotThere(t *testing.T) {
	for _, title := range []string{"Table", "", "../frame", "Toast.html", "toast/..", "Toast\x00"} {
		_, err := encyclopedia.Page(title)
		assert.Error(t, err, "%q", title)
	}
	assert.True(t, slices.IsSorted(encyclopedia.Titles()))
}
