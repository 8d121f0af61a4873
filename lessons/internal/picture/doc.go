// Package picture turns an execution trace, Go's own record of a run, into
// lanes, spans, arrows and sentences: who ran, slept and waited, who was
// cancelled, and when. There is no drawing in it; terminal and svg draw.
//
// # What the packages say
//
// Whoever takes a trace gets this from sleep, task, gather, waitfor, wait and
// with, by way of runtime/trace:
//
//   - A task, and main under task.Run, is a trace task under its parent, made
//     on its parent's goroutine; its type is its name.
//   - log "start", on the task's own goroutine: it begins.
//   - log "end", on the task's own goroutine: "returned", "failed" or
//     "cancelled", then a space and the value, the error or the cause. The
//     trace task ends right after.
//   - region "sleep" around a sleep, and region "wait" around a wait.
//   - log "await", with the target's ctx, on the waiter's goroutine and inside
//     its region "wait": one for each task that it waits for.
//   - log "cancel", with the target's ctx, on the goroutine that cancels: the
//     text is the cause.
//   - log "deadline", on the goroutine that has one from then on: the text is
//     the duration, "1s".
package picture
