// Package hook takes the execution trace of a program that runs in the page. A
// program imports it for its side effect, in a second file that the reader does
// not see:
//
//	package main
//
//	import _ "gosyncio/lessons/internal/classroom/hook"
//
// The page's worker (page/program.js) gives the program a function called
// classroomHook. Where there is none, the hook does nothing: the program then
// runs as it would without it.
//
// One trace is taken, from before main to the program's end. When all goroutines
// wait, the worker asks the hook to end the trace's generation. A generation is
// complete in itself, so the trace's header and one generation are a trace too,
// and the header and all generations in order are the trace of the whole run.
//
// Go's tracer has two timers of its own. In time that jumps, they would wake the
// program every 100 ms: 36,000 times in an hour of sleep. The hook tells the worker
// how the tracer sleeps, and the worker lets these sleeps last.
//
// The program has to be linked with -checklinkname=0: functions of Go's runtime are
// used by their names.
package hook
