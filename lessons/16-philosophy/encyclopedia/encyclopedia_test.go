package encyclopedia_test

import (
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

func TestPagesThatAreNotThere(t *testing.T) {
	for _, title := range []string{"Table", "", "../frame", "Toast.html", "toast/..", "Toast\x00"} {
		_, err := encyclopedia.Page(title)
		assert.Error(t, err, "%q", title)
	}
	assert.True(t, slices.IsSorted(encyclopedia.Titles()))
}
