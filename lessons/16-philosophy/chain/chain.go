// Package chain follows first links from page to page.
//
// A chain begins at some page of an encyclopedia, goes on with the first link of
// that page's text, and so on. It ends at the goal, at a page that it has read
// already, at a page without links, or at a limit.
package chain

import (
	"context"
	"fmt"
	"time"

	"gosyncio/internal/text"
)

// A Page is what a chain needs to know of a page.
type Page struct {
	Title string // its own, whatever name it was asked for by
	First string // the title that its first link leads to; empty if there is none
	Moved string // if not empty, there is no page: it has moved to this title

	Waited time.Duration // how long the server made us wait for the page
}

// Read fetches a page and finds its first link. It takes long, and returns soon
// when ctx ends.
type Read = func(ctx context.Context, title string) (Page, error)

// A Plan says which chains to follow, and how far.
type Plan struct {
	Starts  []string
	Goal    string
	Limit   int // how many pages one chain may ask for
	Workers int // how many pages may be read at the same time

	// Ended, if not nil, is called for each chain when the chain ends, and never
	// twice at the same time. A chain that was stopped, because ctx ended, has
	// not ended.
	Ended func(Chain)
}

// An End says how a chain ended.
type End string

// The ends of a chain.
const (
	Goal    End = "goal"    // it reached the goal
	Loop    End = "loop"    // the next page is one that it has read already
	Nowhere End = "nowhere" // the last page has no link
	Limit   End = "limit"   // it may not ask for more pages
	Failed  End = "failed"  // the next page could not be read; Err says why
)

// A Chain is the way from a page to where its first links lead.
type Chain struct {
	Start  string
	Titles []string // of the pages read, in order
	Asked  []string // the titles that it asked for; the old one of a moved page, too
	Next   string   // the page that was not read, such as the goal
	End    End
	Err    error
}

// String says in one line how far the chain got. Texts from pages are cleaned.
func (c Chain) String() string {
	pages := "pages"
	if len(c.Titles) == 1 {
		pages = "page"
	}
	return fmt.Sprintf("%s: %d %s%s", text.Clean(c.Start), len(c.Titles), pages, c.ending())
}

func (c Chain) ending() string {
	switch c.End {
	case Goal:
		return " to " + text.Clean(c.Next)
	case Loop:
		return ", then a loop"
	case Nowhere:
		return ", then no link"
	case Limit:
		return ", then the limit"
	default:
		return fmt.Sprintf(", then %v", c.Err)
	}
}

// Follow follows one chain. It reads one page after the other, because only the
// page says which one is next: nothing makes that faster.
func Follow(ctx context.Context, read Read, start string, plan Plan) Chain {
	c := Chain{Start: start, Next: start}
	asked, moves, waited := map[string]bool{}, 0, time.Duration(0)
	for {
		if c.End = c.end(asked, plan); c.End != "" {
			return c
		}
		if ctx.Err() != nil { // the caller has stopped waiting
			return c.fail(context.Cause(ctx))
		}
		asked[c.Next] = true
		c.Asked = append(c.Asked, c.Next)
		start := time.Now()
		page, err := read(ctx, c.Next)
		waited += min(page.Waited, time.Since(start)) // less, if another chain asked first
		if moves++; page.Moved == "" {
			moves = 0
		}
		switch {
		case err != nil:
			return c.fail(err)
		case moves > maxMoves:
			return c.fail(errMoves)
		case waited > maxWait:
			return c.fail(errWaits)
		case page.Moved != "": // a page that has moved is not counted
			c.Next = page.Moved
		case page.Title != c.Next && (page.Title == plan.Goal || asked[page.Title]):
			c.Next = page.Title // it has two names, and the other one is known
		default:
			asked[page.Title] = true
			c.Titles = append(c.Titles, page.Title)
			c.Next = page.First
		}
	}
}

func (c Chain) fail(err error) Chain {
	c.End, c.Err = Failed, err
	return c
}

// end returns how the chain ends before it asks for the next page, if it does.
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

const (
	maxMoves = 10              // in a row
	maxWait  = 2 * time.Minute // in all, for a busy server
)

var (
	errMoves = fmt.Errorf("the page has moved more than %d times", maxMoves)
	errWaits = fmt.Errorf("the server is busy: it made this chain wait longer than %v", maxWait)
)
