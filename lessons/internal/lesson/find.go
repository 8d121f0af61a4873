package lesson

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Find returns the place of the lesson that somebody means by 06-gather,
// gather, 6 or 06. If there is none, the error names the nearest.
func Find(lessons []Lesson, name string) (place int, err error) {
	number, err := strconv.Atoi(name)
	isNumber := err == nil
	for place, l := range lessons {
		if l.String() == name || l.Name == name || isNumber && l.Number == number {
			return place, nil
		}
	}
	if len(lessons) == 0 {
		return 0, fmt.Errorf("there is no lesson %q", name)
	}
	nearest := slices.MinFunc(lessons, func(a, b Lesson) int {
		if isNumber {
			return distance(a.Number, number) - distance(b.Number, number)
		}
		return a.unlike(name) - b.unlike(name)
	})
	return 0, fmt.Errorf("there is no lesson %q; the nearest is %s", name, nearest)
}

// unlike counts the letters to change until name is the lesson's. Who knows a
// part of it is near.
func (l Lesson) unlike(name string) int {
	if name != "" && strings.Contains(l.Name, name) {
		return 1
	}
	return min(levenshtein.ComputeDistance(l.Name, name), levenshtein.ComputeDistance(l.String(), name))
}

func distance(a, b int) int { return max(a-b, b-a) }
