// Package chain follows first links from page to page.
//
// A chain begins at some page of an encyclopedia, goes on with the first link
// of that page's text, and so on, until it gets to the goal, to a page where
// it has been before, to one without links, or to the end of its patience.
package chain

import (
	"context"
	"fmt"
)

// A Page is what a chain needs to know of one.
type Page struct {
	Title string // its own, whatever name it was asked for by
	First string // the title that its first link leads to; empty if there is none
	Moved string // if not empty, there's no page: it is to be found by this name
}

// Read fetches a page and finds its first link. It is slow, and it returns
// soon when ctx ends.
type Read = func(ctx context.Context, title string) (Page, error)

// A Plan says which chains to follow, and how far.
type Plan struct {
	Starts  []string
	Goal    string
	Limit   int // no chain asks for more pages
	Workers int // no more pages are read at the same time

	// Ended, if not nil, is told of each chain at the moment it ends, of one
	// after the other.
	Ended func(Chain)
}

// An End is how a chain ended.
type End string

// The ends that there are.
const (
	Goal    End = "goal"    // it got there
	Loop    End = "loop"    // the next page is one of those before
	Nowhere End = "nowhere" // the last page has no link
	Limit   End = "limit"   // it may not ask for more pages
	Failed  End = "failed"  // the next page couldn't be read; Err says why
)

// A Chain is a way from page to page.
type Chain struct {
	Start  string
	Titles []string // of the pages read, in order
	Next   string   // the page that was not read: the goal, say
	End    End
	Err    error
}

// String says in one line how far the chain got.
func (c Chain) String() string {
	pages := "pages"
	if len(c.Titles) == 1 {
		pages = "page"
	}
	way := fmt.Sprintf("%s: %d %s", c.Start, len(c.Titles), pages)
	switch c.End {
	case Goal:
		return way + " to " + c.Next
	case Loop:
		return way + ", then round again"
	case Nowhere:
		return way + ", then nowhere"
	case Limit:
		return way + ", then enough"
	default:
		return fmt.Sprintf("%s, then %v", way, c.Err)
	}
}

// Follow follows one chain. It reads one page after the other, because only
// the page itself tells which is next: nothing makes that faster.
func Follow(ctx context.Context, read Read, start string, plan Plan) Chain {
	c := Chain{Start: start, Next: start}
	asked, requests := map[string]bool{}, 0 // one request may answer to two names
	for {
		switch {
		case c.Next == plan.Goal:
			return c.ends(Goal)
		case c.Next == "":
			return c.ends(Nowhere)
		case asked[c.Next]:
			return c.ends(Loop)
		case requests >= plan.Limit:
			return c.ends(Limit)
		}
		asked[c.Next] = true
		requests++
		page, err := next(ctx, read, c.Next)
		if err != nil {
			c.Err = err
			return c.ends(Failed)
		}
		if page.Moved != "" { // a page without a text is no page of the chain
			c.Next = page.Moved
			continue
		}
		if page.Title != c.Next { // it goes by two names
			c.Next = page.Title
			if page.Title == plan.Goal || asked[page.Title] {
				continue
			}
			asked[page.Title] = true
		}
		c.Titles = append(c.Titles, page.Title)
		c.Next = page.First
	}
}

// next reads a page, unless nobody waits for it any more.
func next(ctx context.Context, read Read, title string) (Page, error) {
	if ctx.Err() != nil {
		return Page{}, context.Cause(ctx)
	}
	return read(ctx, title)
}

func (c Chain) ends(how End) Chain {
	c.End = how
	return c
}
