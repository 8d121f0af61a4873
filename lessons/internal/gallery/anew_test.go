package gallery_test

import (
	"flag"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/gallery"
	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture"
)

var anew = flag.Bool("anew", false, "run the lessons and compare the shapes of their pictures")

// The stamps of a trace are real time, so on a busy machine a run may look
// otherwise: ten runs are enough for one that doesn't.
func TestAnew(t *testing.T) {
	if !*anew {
		t.Skip("only with -anew")
	}
	programs := built(t)
	each(t, func(t *testing.T, l lesson.Lesson) {
		want := inAnyOrder(recorded(t, l))
		var got []string
		for range 10 {
			_, p := played(t, programs[l.String()])
			if got = inAnyOrder(p); slices.Equal(want, got) {
				return
			}
		}
		assert.Equal(t, want, got)
	})
}

// inAnyOrder forgets which of several goroutines of one name was the first.
// Where there are too many to draw, it is by chance which of the crowd are drawn:
// of those with numbers, and of those under another task, such as the reads of a
// chain, which all take half a second.
func inAnyOrder(p picture.Picture) (sorted []string) {
	for _, lane := range gallery.Shape(p) {
		if p.Undrawn.Lanes > 0 && (number.MatchString(lane) || strings.HasPrefix(lane, "    ")) {
			continue
		}
		sorted = append(sorted, number.ReplaceAllString(lane, "$1"))
	}
	slices.Sort(sorted)
	return sorted
}

var number = regexp.MustCompile(`^( *[^ ]+)/\d+`)
