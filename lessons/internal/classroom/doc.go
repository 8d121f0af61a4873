// Package classroom is the course as a page: each lesson is read, predicted, run,
// edited and drawn in the reader's own browser. No server compiles or runs what a
// reader typed, so the same files serve one student, a room, and the internet.
//
//	go run ./lessons serve
//	go run ./lessons export DIR
//
// It has these rooms:
//
//	site       the pages, made from the lessons' folders
//	page       templates, style sheets and ES modules: what runs in the browser
//	hook       what a program in the page imports to be traced
//	draw       the picture's engine, for the browser
//	lint       go/types and gofmt, for the browser
//	toolchain  Go's compiler and linker, for the browser
//	exercise   an exercise's task, for its page
//	starters   the programs with which a reader of the playground can begin
//	build      all that has to be compiled, and where it is kept
//	serve      the web server, and the export for another one
//	editor     a module of its own: it bundles CodeMirror
//	browser    a module of its own: it tests the page in real browsers
package classroom
