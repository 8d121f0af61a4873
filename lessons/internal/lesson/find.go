package lesson

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Find returns the index of the lesson with this name: 06-gather, gather, 6, or
// the path of its folder. If there is none, the error names the nearest.
func Find(lessons []Lesson, name string) (index int, err error) {
	if len(lessons) == 0 {
		return 0, fmt.Errorf("there is no lesson %q", name)
	}
	word := strings.ToLower(filepath.Base(filepath.FromSlash(name)))
	number, err := strconv.Atoi(word)
	isNumber := err == nil
	for i, l := range lessons {
		if l.String() == word || l.Name == word || isNumber && l.Number == number {
			return i, nil
		}
	}
	var names []string
	for _, l := range lessons {
		names = append(names, l.Name)
	}
	nearest := lessons[slices.Index(names, Nearest(word, names))]
	if isNumber {
		nearest = slices.MinFunc(lessons, func(a, b Lesson) int {
			return distance(a.Number, number) - distance(b.Number, number)
		})
	}
	return 0, fmt.Errorf("there is no lesson %q; the nearest is %s", name, nearest)
}

// Nearest returns the word that is most similar to the typed one: the fewest
// letters differ, or the typed one is a part of it. There must be at least one
// word.
func Nearest(typed string, words []string) string {
	changes := func(word string) int {
		if typed != "" && strings.Contains(word, typed) {
			return 1
		}
		return levenshtein.ComputeDistance(typed, word)
	}
	return slices.MinFunc(words, func(a, b string) int { return changes(a) - changes(b) })
}

func distance(a, b int) int { return max(a-b, b-a) }
