// Package wiki reads the pages of Wikipedia, or of an encyclopedia whose pages
// look the same, and finds each one's first real link.
//
// It is a polite guest: it says who it is, asks for four pages at once and no
// more, waits for as long as a busy server wants, and gives up at last.
package wiki
