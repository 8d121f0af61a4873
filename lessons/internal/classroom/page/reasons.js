// Why a program did not end well, in a sentence.

import { Stopped } from "./goglue.js";

const FATAL = [
  [/^fatal error: all goroutines are asleep - deadlock!/m, "All goroutines wait, and nothing is left that could wake one: a deadlock."],
  [/^fatal error: no goroutines/m, "Main has exited with runtime.Goexit, and no goroutine is left."],
  [/out of memory/, "The program needs more memory than there is."],
  [/^fatal error: stack overflow|^runtime: goroutine stack exceeds/m, "A function calls itself without end: the stack is full."],
  [/^panic: /m, "The program panicked; the output says where."],
  [/^fatal error: /m, "Go's runtime stopped the program; the output says why."],
];

/** The reason for an exit code, given the end of what was printed to the standard error; or for an exception. */
export function reasonFor(failure, printed = "") {
  if (failure instanceof Stopped) {
    return failure.message;
  }
  if (/call stack|recursion/i.test(failure?.message)) {
    return "A function calls itself without end, or deeper than a browser can.";
  }
  if (failure instanceof RangeError || /memory/i.test(failure?.message)) {
    return "The browser has no more memory for the program: close other tabs, or let it need less.";
  }
  if (typeof failure !== "number") {
    return `The program could not run: ${String(failure?.message ?? failure).slice(0, 200)}.`;
  }
  const known = failure === 2 ? FATAL.find(([pattern]) => pattern.test(printed)) : undefined;
  return known?.[1] ?? `The program ended with exit code ${failure}.`;
}

/** How a program ended: { state, code, reason }. It exited with a code, or crash is what ended it. */
export function endOf(code, crash, printed) {
  if (code === 0) {
    return { state: "done", code, reason: "" };
  }
  return { state: "failed", code, reason: code === null ? reasonFor(crash) : reasonFor(code, printed) };
}
