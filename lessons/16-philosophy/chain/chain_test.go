package chain_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/16-philosophy/chain"
	"gosyncio/sleep"
)

func TestFollow(t *testing.T) {
	burnt := errors.New("burnt")
	pages := map[string]chain.Page{
		"Tea":      {Title: "Tea", First: "Leaf"},
		"Leaf":     {Title: "Leaf", First: "End"},
		"Chai":     {Moved: "Tea"},
		"Mug":      {Moved: "Cup"},
		"Cup":      {Moved: "Mug"},
		"Egg":      {Title: "Egg", First: "Hen"},
		"Hen":      {Title: "Hen", First: "Egg"},
		"Crumb":    {Title: "Crumb"},
		"Brew":     {Title: "Tea", First: "Leaf"},
		"The end":  {Title: "End", First: "Tea"},
		"Omelette": {Title: "Egg", First: "Omelette"},
		"Jam":      {Title: "Jam", First: "Toast"},
		"To end":   {Moved: "End"},
		"Milk":     {Title: "Milk", First: "Cream"},
		"Cream":    {Title: "Milk", First: "Cream"},
		"Brown":    {Title: "Cocoa", First: "Saucer"},
		"Cocoa":    {Title: "Cocoa", First: "Saucer"},
		"Saucer":   {Title: "Saucer", First: "Cocoa"},
	}
	for n := range 20 {
		pages[fmt.Sprint("Room ", n)] = chain.Page{Moved: fmt.Sprint("Room ", n+1)}
	}
	pages["Room 20"] = chain.Page{Title: "Room 20", First: "End"}
	var asked []string
	read := func(_ context.Context, title string) (chain.Page, error) {
		asked = append(asked, title)
		page, there := pages[title]
		if !there {
			return page, burnt
		}
		return page, nil
	}
	for _, tc := range []struct {
		name  string
		start string
		limit int
		want  chain.Chain
		says  string
	}{
		{name: "a chain ends at the goal", start: "Tea", says: "Tea: 2 pages to End",
			want: chain.Chain{Titles: []string{"Tea", "Leaf"}, Next: "End", End: chain.Goal}},
		{name: "a chain that starts at the goal reads nothing", start: "End", says: "End: 0 pages to End",
			want: chain.Chain{Next: "End", End: chain.Goal}},
		{name: "a page that has moved is not counted", start: "Chai", says: "Chai: 2 pages to End",
			want: chain.Chain{Titles: []string{"Tea", "Leaf"}, Next: "End", End: chain.Goal}},
		{name: "a page that has moved to the goal", start: "To end", says: "To end: 0 pages to End",
			want: chain.Chain{Next: "End", End: chain.Goal}},
		{name: "a page with two names is listed by its own", start: "Brew", says: "Brew: 2 pages to End",
			want: chain.Chain{Titles: []string{"Tea", "Leaf"}, Next: "End", End: chain.Goal}},
		{name: "a page with two names takes one request", start: "Brew", limit: 2, says: "Brew: 2 pages to End",
			want: chain.Chain{Titles: []string{"Tea", "Leaf"}, Next: "End", End: chain.Goal}},
		{name: "another name for the goal", start: "The end", says: "The end: 0 pages to End",
			want: chain.Chain{Next: "End", End: chain.Goal}},
		{name: "a page that was read before is a loop", start: "Egg", says: "Egg: 2 pages, then a loop",
			want: chain.Chain{Titles: []string{"Egg", "Hen"}, Next: "Egg", End: chain.Loop}},
		{name: "a page that was read before is a loop, by its other name, too", start: "Omelette", says: "Omelette: 1 page, then a loop",
			want: chain.Chain{Titles: []string{"Egg"}, Next: "Omelette", End: chain.Loop}},
		{name: "a page that links to itself by its other name is a loop", start: "Milk", says: "Milk: 1 page, then a loop",
			want: chain.Chain{Titles: []string{"Milk"}, Next: "Milk", End: chain.Loop}},
		{name: "a link back to the other name is a loop", start: "Brown", says: "Brown: 2 pages, then a loop",
			want: chain.Chain{Titles: []string{"Cocoa", "Saucer"}, Next: "Cocoa", End: chain.Loop}},
		{name: "a page that has moved ten times is found", start: "Room 10", says: "Room 10: 1 page to End",
			want: chain.Chain{Titles: []string{"Room 20"}, Next: "End", End: chain.Goal}},
		{name: "a page that has moved eleven times is not found", start: "Room 9", says: "Room 9: 0 pages, then the page has moved more than 10 times",
			want: chain.Chain{Next: "Room 19", End: chain.Failed, Err: chain.ErrMoves}},
		{name: "pages that have moved to each other are a loop", start: "Mug", says: "Mug: 0 pages, then a loop",
			want: chain.Chain{Next: "Mug", End: chain.Loop}},
		{name: "a page without links ends the chain", start: "Crumb", says: "Crumb: 1 page, then no link",
			want: chain.Chain{Titles: []string{"Crumb"}, End: chain.Nowhere}},
		{name: "the limit ends the chain", start: "Tea", limit: 1, says: "Tea: 1 page, then the limit",
			want: chain.Chain{Titles: []string{"Tea"}, Next: "Leaf", End: chain.Limit}},
		{name: "a page that cannot be read ends the chain", start: "Jam", says: "Jam: 1 page, then burnt",
			want: chain.Chain{Titles: []string{"Jam"}, Next: "Toast", End: chain.Failed, Err: burnt}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			asked = nil
			if tc.limit == 0 {
				tc.limit = 100
			}
			tc.want.Start = tc.start
			got := chain.Follow(t.Context(), read, tc.start, chain.Plan{Goal: "End", Limit: tc.limit})
			assert.Equal(t, asked, got.Asked)
			got.Asked = nil
			assert.Equal(t, tc.want, got)
			assert.Equal(t, tc.says, got.String())
		})
	}
	t.Run("a chain that a busy server delays for more than 2 m fails", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			busy := func(ctx context.Context, title string) (chain.Page, error) {
				return chain.Page{Title: title, First: title + "+", Waited: 50 * time.Second}, sleep.For(ctx, 50*time.Second)
			}
			got := chain.Follow(t.Context(), busy, "Tea", chain.Plan{Goal: "End", Limit: 9})
			assert.Equal(t, chain.ErrWaits, got.Err)
			assert.Equal(t, "Tea: 2 pages, then the server is busy: it made this chain wait longer than 2m0s", got.String())
		})
	})
	t.Run("a page that is known by now costs a chain no wait", func(t *testing.T) {
		cached := func(_ context.Context, title string) (chain.Page, error) {
			return chain.Page{Title: title, First: title + "+", Waited: time.Minute}, nil
		}
		got := chain.Follow(t.Context(), cached, "Tea", chain.Plan{Goal: "End", Limit: 9})
		assert.Equal(t, chain.Limit, got.End)
	})
	t.Run("titles are printed without control characters", func(t *testing.T) {
		got := chain.Chain{Start: "Tea\x1b[31m", Next: "End\u202e\x07", End: chain.Goal}
		assert.Equal(t, "Tea[31m: 0 pages to End", got.String())
	})
	t.Run("after the end of ctx nothing is read", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(burnt)
		got := chain.Follow(ctx, read, "Tea", chain.Plan{Goal: "End", Limit: 1})
		assert.Equal(t, chain.Chain{Start: "Tea", Next: "Tea", End: chain.Failed, Err: burnt}, got)
	})
}
