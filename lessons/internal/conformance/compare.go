package conformance

import (
	"cmp"
	"slices"
	"strings"
)

// A Difference is the first instant at which two runs differ, with the events
// that only one of them has.
type Difference struct {
	At             int64
	Asyncio, Here  []Event
	python, golang Run
}

// compare returns nil if the runs agree. Order within an instant does not count.
func compare(python, golang Run) *Difference {
	ours, theirs := sorted(golang.Events), sorted(python.Events)
	for len(ours) > 0 || len(theirs) > 0 {
		at := first(ours, theirs)
		var here, there []Event
		here, ours = until(ours, at)
		there, theirs = until(theirs, at)
		if !slices.Equal(here, there) {
			return &Difference{at, without(there, here), without(here, there), python, golang}
		}
	}
	return nil
}

func sorted(events []Event) []Event {
	return slices.SortedFunc(slices.Values(events), func(a, b Event) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Node, b.Node), strings.Compare(a.What, b.What))
	})
}

// first is the first instant in either.
func first(a, b []Event) int64 {
	if len(a) == 0 || len(b) > 0 && b[0].At < a[0].At {
		return b[0].At
	}
	return a[0].At
}

func until(events []Event, at int64) (now, later []Event) {
	i := 0
	for i < len(events) && events[i].At == at {
		i++
	}
	return events[:i], events[i:]
}

func without(events, others []Event) (only []Event) {
	for _, e := range events {
		if !slices.Contains(others, e) {
			only = append(only, e)
		}
	}
	return only
}
