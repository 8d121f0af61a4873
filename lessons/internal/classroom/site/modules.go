package site

import (
	"io/fs"
	"regexp"
	"slices"

	"gosyncio/lessons/internal/classroom/page"
)

// An import of a module that is loaded with the one that has it; import(…) loads
// later.
var imported = regexp.MustCompile(`(?m)^(?:import|export)\s[^"';]*?["']\./([a-z]+\.js)["']`)

// modules lists what a module imports, and what that imports. A page names them
// all, so that a browser does not have to read one to learn of the next.
func modules(name string) ([]string, error) {
	seen := []string{name}
	for i := 0; i < len(seen); i++ {
		text, err := fs.ReadFile(page.Files, seen[i])
		if err != nil {
			return nil, err
		}
		for _, match := range imported.FindAllSubmatch(text, -1) {
			if next := string(match[1]); !slices.Contains(seen, next) {
				seen = append(seen, next)
			}
		}
	}
	return seen[1:], nil
}
