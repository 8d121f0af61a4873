package lesson

import (
	"fmt"
	"strings"
)

// A Page says how a lesson's program lives in the classroom's page.
type Page struct {
	Mode Mode
	Why  string // why it is not live; empty if it is
}

// A Mode is how a program runs in a page.
type Mode string

// The modes.
const (
	Live      Mode = "live"       // on any clock
	RealClock Mode = "real clock" // on the reader's own clock only
	Recorded  Mode = "recorded"   // it can't run there: the page shows a recorded run
)

// parsePage reads "live" and "recorded, because it needs a poller".
func parsePage(text string) (Page, error) {
	mode, why, given := strings.Cut(text, ", because ")
	p := Page{Mode(mode), why}
	switch {
	case p.Mode == Live && !given:
		return p, nil
	case (p.Mode == RealClock || p.Mode == Recorded) && why != "":
		return p, nil
	}
	return Page{}, fmt.Errorf(`the line "In the page: …" below the headline says %q: want "live", "real clock, because …" or "recorded, because …"`, text)
}
