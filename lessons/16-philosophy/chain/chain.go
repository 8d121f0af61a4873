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
	// after the other. A chain that is cut off, because ctx ends, hasn't ended.
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
	Asked  []string // the names that it asked for, with those of pages that have moved
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
	asked, moves := map[string]bool{}, 0
	for {
		if c.End = c.end(asked, plan); c.End != "" {
			return c
		}
		if ctx.Err() != nil { // nobody waits for it any more
			c.End, c.Err = Failed, context.Cause(ctx)
			return c
		}
		asked[c.Next] = true
		c.Asked = append(c.Asked, c.Next)
		page, err := read(ctx, c.Next)
		if moves++; page.Moved == "" {
			moves = 0
		} else if moves > maxMoves {
			err = errMoves
		}
		switch {
		case err != nil:
			c.End, c.Err = Failed, err
			return c
		case page.Moved != "": // a page without a text is no page of the chain
			c.Next = page.Moved
		case page.Title != c.Next && (page.Title == plan.Goal || asked[page.Title]):
			c.Next = page.Title // it goes by two names, and this one is known
		default:
			asked[page.Title] = true
			c.Titles = append(c.Titles, page.Title)
			c.Next = page.First
		}
	}
}

// end is how the chain ends before it asks for the next page, if it does.
func (c Chain) end(asked map[string]bool, plan Plan) End {
	switch {
	case c.Next == plan.Goal:
		return Goal
	case c.Next == "":
		return Nowhere
	case asked[c.Next]:
		return Loop
	case len(c.Asked) >= plan.Limit:
		return Limit
	default:
		return ""
	}
}

const maxMoves = 10 // in a row

var errMoves = fmt.Errorf("it has moved more than %d times", maxMoves)
