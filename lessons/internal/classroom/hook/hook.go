//go:build js && wasm

package hook

import (
	"reflect"
	"runtime/trace"
	"syscall/js"
	"unsafe" // also for go:linkname
)

func init() {
	register := js.Global().Get("classroomHook")
	if register.Type() != js.TypeFunction {
		return
	}
	worker := register.Invoke(js.FuncOf(idle), js.FuncOf(stop))
	defer worker.Call("begin")
	worker.Call("sleepsForever", int(reflect.ValueOf(tracerSleep).Pointer()))
	if err := trace.Start(&pieces{buffer: worker.Get("buffer"), write: worker.Get("write")}); err != nil {
		return // the program takes one itself
	}
	atExit(worker.Get("ending"))
}

// atExit ends the last generation when the program ends. Other goroutines may run
// meanwhile, so the worker is told first: they print nothing, and if the exit code
// is 0, nothing waits for them.
func atExit(ending js.Value) {
	succeeds := false
	addExitHook(exitHook{RunOnFailure: true, F: func() {
		ending.Invoke(succeeds)
		advance(false)
	}})
	addExitHook(exitHook{F: func() { succeeds = true }}) // the last one is the first to run
}

// idle is called when all goroutines wait. It ends the trace's generation if it
// should, and returns the time at which the next timer is due.
func idle(_ js.Value, args []js.Value) any {
	if args[0].Bool() {
		advance(false)
	}
	return float64(timeSleepUntil())
}

// stop ends the trace, and removes the tracer's timers: only then can Go notice
// that all goroutines are asleep.
func stop(js.Value, []js.Value) any {
	trace.Stop()
	return nil
}

// pieces hands the trace to the worker: the header, then generations.
type pieces struct {
	buffer js.Value // a Uint8Array
	write  js.Value // takes what is in the buffer
}

// Write is called by one goroutine of runtime/trace. A generation ends with one
// byte of its own.
func (p *pieces) Write(data []byte) (int, error) {
	ends := len(data) == 1
	for rest := data; len(rest) > 0; {
		n := js.CopyBytesToJS(p.buffer, rest)
		p.write.Invoke(n, ends)
		rest = rest[n:]
	}
	return len(data), nil
}

// advance ends the generation, and waits until it has been written.
//
//go:linkname advance runtime.traceAdvance
func advance(stopTrace bool)

//go:linkname timeSleepUntil runtime.timeSleepUntil
func timeSleepUntil() int64

// tracerSleep is how the tracer's own goroutines sleep.
//
//go:linkname tracerSleep runtime.(*wakeableSleep).sleep
func tracerSleep(s unsafe.Pointer, ns int64)

//go:linkname addExitHook internal/runtime/exithook.Add
func addExitHook(h exitHook)

// An exitHook is a Hook of internal/runtime/exithook.
type exitHook struct {
	F            func()
	RunOnFailure bool
}
