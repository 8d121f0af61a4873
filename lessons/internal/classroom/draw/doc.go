// Draw is the picture engine of a page: package picture, compiled to
// WebAssembly, for a worker of its own (page/drawworker.js).
//
//	GOOS=js GOARCH=wasm go build -trimpath -ldflags='-s -w' -o draw.wasm ./lessons/internal/classroom/draw
//
// It sets one function of the worker's global object, gosyncioDraw, which takes
// the name of a command and one argument:
//
//	reset(run)                         a new run begins, under this number
//	add({run, bytes})                  one whole execution trace of the run
//	end({run, cutShort})               no further trace comes
//	tell({run, title, lines, …})       what a run is called and what it printed
//	keep({run, as})                    the run stays, under another number as well
//	forget({run})                      the run goes
//	draw({run, before, lines, now, …}) an SVG of it, and what stands in it
//	warm()                             draws something, so that the next drawing is fast
//
// and returns an object; after a mistake its error is a sentence.
package main
