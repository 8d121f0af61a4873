//go:build !racy && !leaky && !hasty && !deaf

package main

// serve is what the suite tests: the right one, unless a tag takes one of the
// wrong ones.
var serve = Serve
