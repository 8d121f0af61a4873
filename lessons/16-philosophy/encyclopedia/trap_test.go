package encyclopedia_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/16-philosophy/encyclopedia"
	"gosyncio/lessons/16-philosophy/wiki"
)

// Each trap of the real pages stands in the way of some article's first link.
// A reader that misses the mark of a trap reads as if another one were there,
// or none, and takes the wrong link.
func TestEveryTrapIsThere(t *testing.T) {
	for _, tc := range []struct{ name, title, first, mark, without, wrong string }{
		{"hatnote", "Toast", "Bread", `<div role="note" class="hatnote navigation-not-searchable">`, `<p>`, "Cider"},
		{"infobox", "Bread", "Baking", `<table class="infobox vcard">`, `<ul><li>`, "Grain"},
		{"sidebar", "Biology", "Science", `<table class="sidebar nomobile nowraplinks">`, `<div>`, "Chemistry"},
		{"warning", "Olive oil", "Press (machine)", `<table class="box-More plainlinks metadata ambox ambox-content" role="presentation">`, `<ul><li>`, "Butter"},
		{"picture", "Grain", "Seed", `<figure class="mw-default-size" typeof="mw:File/Thumb">`, `<ul><li>`, "Harvest"},
		{"flag", "Café au lait", "Milk", ` typeof="mw:File"`, ``, "France"},
		{"style within a text", "Porridge", "Grain", `<style data-mw-deduplicate="TemplateStyles:r7">`, `<span>`, "Soup"},
		{"a hidden text", "Salt", "Crystal", `<span style="display:none">`, `<span>`, "Pepper"},
		{"footnote", "Pancake", "Batter", `class="reference nowrap"`, ``, "Plate"},
		{"missing footnote", "Cheese", "Curd", `class="noprint `, `class="`, "Question"},
		{"parentheses", "Bagel", "Ring", `(<i>see`, `<i>see`, "Bread"},
		{"two of them", "Marmalade", "Citrus", `(mostly`, `mostly`, "Jam"},
		{"wide ones", "Vinegar", "Fermentation", `（`, ``, "Wine"},
		{"one never closed", "Salad", "Olive oil", `raw (`, `raw `, "Herb"},
		{"and where it ends", "Salad", "Olive oil", "</p>\n<p>", ` `, ""},
		{"a smiley", "Porridge", "Grain", `:-)`, `:-(`, "Spoon"},
		{"italics", "Jam", "Berry", `<p><i>`, `<p>`, "Wheel"},
		{"red link", "Mead", "Honey", `class="new"`, ``, "Beer"},
		{"another language", "Nut", "Seed", `href="https://it.wikipedia.org/wiki/Noce" class="extiw"`, `href="/wiki/Noce"`, "Noce"},
		{"another site", "Pickle", "Brine", `class="external text" href="https://fr.example.org`, `href="`, "France"},
		{"how it is pronounced", "Cattle", "Animal", `class="IPA `, `class="`, "Language"},
		{"coordinates", "Mead", "Honey", `id="coordinates"`, ``, "Geographic coordinate system"},
		{"not an article", "Muesli", "Nut", `/wiki/Help:Contents`, `/wiki/Contents`, "Contents"},
		{"a page to write in", "Vinegar", "Fermentation", `?action=edit`, ``, "Pickle"},
		{"comment", "Vinegar", "Fermentation", `<!-- `, ``, "Tea"},
		{"self-link", "Tea", "Herb", `<a class="mw-selflink selflink">`, `<a href="/wiki/Spoon">`, "Spoon"},
		{"self-link to a part", "Menu", "Label", `/wiki/Menu#Fixed_price`, `/wiki/Price#Fixed`, "Price"},
		{"a sign beside the headline", "Tea", "Herb", `class="mw-indicators"`, `class="x"`, "Spoon"},
		{"sources", "Cupboard", "", `<div class="reflist"><ol class="references">`, `<ol>`, "Menu"},
		{"navigation", "Cupboard", "", `<div role="navigation" class="navbox" aria-label="Navbox"><table class="nowraplinks navbox-inner">`, `<ul><li>`, "Toast"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			page, err := encyclopedia.Page(tc.title)
			require.NoError(t, err)
			require.Contains(t, string(page), tc.mark)
			assert.Equal(t, tc.first, first(t, tc.title, string(page)))
			assert.Equal(t, tc.wrong, first(t, tc.title, strings.Replace(string(page), tc.mark, tc.without, 1)))
		})
	}
}

// Some links are right, though they don't look so.
func TestLinksThatLookOdd(t *testing.T) {
	for _, tc := range []struct{ name, title, markup, first string }{
		{"with ( )", "Olive oil", `<a href="/wiki/Press_(machine)"`, "Press (machine)"},
		{"with é", "Breakfast: a history", `<a href="/wiki/Caf%C3%A9_au_lait"`, "Café au lait"},
		{"with a small letter", "Vinegar", `<a href="/wiki/fermentation"`, "Fermentation"},
		{"to a part", "Logic", `<a href="/wiki/Philosophy#Parts"`, "Philosophy"},
		{"after an empty paragraph", "Butter", "<p class=\"mw-empty-elt\">\n</p>", "Milk"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			page, err := encyclopedia.Page(tc.title)
			require.NoError(t, err)
			assert.Contains(t, string(page), tc.markup)
			assert.Equal(t, tc.first, first(t, tc.title, string(page)))
		})
	}
}

// Texts are written as they are, and not escaped once more.
func TestNoTextShowsItsTags(t *testing.T) {
	for _, title := range encyclopedia.Titles() {
		page, err := encyclopedia.Page(title)
		require.NoError(t, err)
		assert.NotContains(t, string(page), "&lt;", title)
	}
}

// first is the title that the first link of an article's page leads to.
func first(t *testing.T, title, page string) string {
	t.Helper()
	got, err := wiki.Parse(strings.NewReader(page), &url.URL{Scheme: "http", Host: "encyclopedia.example", Path: "/wiki/" + title})
	require.NoError(t, err)
	return got.First
}
