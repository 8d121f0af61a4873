// Package house keeps the rules of the house: which package may import which,
// what must be documented, and what no test may do. It has tests only.
package house
