// Package starters has the programs with which a reader of the playground can
// begin. Each is a program of its own, in a folder beside this file.
package starters

import (
	"embed"
	"path"
)

// A Starter is a program to begin with.
type Starter struct {
	Name  string // its folder
	Title string
	Text  string
}

//go:embed */main.go
var programs embed.FS

var titles = []struct{ name, title string }{
	{"pool", "a worker pool: goroutines and channels"},
	{"breakfast", "three tasks, gathered"},
	{"timeout", "a time limit"},
	{"pipeline", "a pipeline, with select"},
	{"empty", "an empty program"},
}

// All returns the starters in the order of the list. The first is the one that
// an empty playground shows.
func All() ([]Starter, error) {
	var all []Starter
	for _, t := range titles {
		text, err := programs.ReadFile(path.Join(t.name, "main.go"))
		if err != nil {
			return nil, err
		}
		all = append(all, Starter{t.name, t.title, string(text)})
	}
	return all, nil
}
