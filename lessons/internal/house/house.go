// Package house tests the rules of this repository: imports, documentation,
// words, names, sizes, and the shape of a lesson. It has tests only.
package house
