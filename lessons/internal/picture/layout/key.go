package layout

import "gosyncio/lessons/internal/picture"

// What there is to see, in the order in which a legend explains it.
var (
	states  = []picture.State{picture.Running, picture.Sleeping, picture.Waiting, picture.Ready}
	endings = []picture.How{picture.Returned, picture.Failed, picture.Panicked, picture.Cancelled, picture.Unended}
	marks   = []picture.MarkKind{picture.Print, picture.Deadline}
	arrows  = []picture.ArrowKind{picture.Start, picture.Await, picture.Fail, picture.Cancel}
)

// A Key is what a legend has to explain: what occurs, and nothing else.
type Key struct {
	States  []picture.State
	Endings []picture.How
	Marks   []picture.MarkKind
	Arrows  []picture.ArrowKind
}

// Legend looks for what occurs in the sheets.
func Legend(sheets ...Sheet) Key {
	seen := map[any]bool{}
	for _, s := range sheets {
		for _, row := range s.Rows {
			seen[row.Ending.How] = true
			for _, span := range row.Spans {
				seen[span.State] = true
			}
			for _, mark := range row.Marks {
				seen[mark.Kind] = true
			}
		}
		for _, arrow := range s.Arrows {
			seen[arrow.Kind] = true
		}
	}
	return Key{which(states, seen), which(endings, seen), which(marks, seen), which(arrows, seen)}
}

func which[T any](all []T, seen map[any]bool) (some []T) {
	for _, x := range all {
		if seen[x] {
			some = append(some, x)
		}
	}
	return some
}

// Word is what a legend calls an ending.
func Word(how picture.How) string {
	if how == picture.Unended {
		return "still running"
	}
	return string(how)
}
