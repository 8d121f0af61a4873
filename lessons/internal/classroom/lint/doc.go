// Command lint finds the problems of a program while it is typed, and formats it,
// in the page: go/parser, go/types and go/format, compiled to wasm. The compiler
// checks the same, but takes longer, and says less about an import that cannot be
// found and about a missing main.
//
// The page gives it an object golint with a function lookup, which returns the
// export data of a package, and gets the functions check and format in it. Each
// takes a request as JSON and returns a response as JSON.
package main
