package lesson

import "slices"

// essentials are the lessons for a class with little time, the most important
// one first.
var essentials = []string{
	"hello", "create-task", "gather", "coroutine", "await", "wait-for", "event-loop",
	"io-or-cpu", "wait", "echo", "async-with", "testing", "async-for", "context", "chat",
}

// Path returns the lessons that a class can do in so many minutes, in the order
// of their numbers: the essential ones first, as long as there is time.
func Path(lessons []Lesson, minutes int) (path []Lesson) {
	for _, name := range essentials {
		at := slices.IndexFunc(lessons, func(l Lesson) bool { return l.Name == name })
		if at >= 0 && lessons[at].Minutes <= minutes {
			path = append(path, lessons[at])
			minutes -= lessons[at].Minutes
		}
	}
	slices.SortFunc(path, func(a, b Lesson) int { return a.Number - b.Number })
	return path
}

// Minutes is how long the lessons take together.
func Minutes(lessons []Lesson) (sum int) {
	for _, l := range lessons {
		sum += l.Minutes
	}
	return sum
}
