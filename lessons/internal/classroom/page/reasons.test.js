import assert from "node:assert/strict";
import { test } from "node:test";

import { Stopped } from "./goglue.js";
import { reasonFor } from "./reasons.js";

const table = [
  { name: "an exit code", failure: 3, want: "The program ended with exit code 3." },
  { name: "exit code 2 without a message of Go's", failure: 2, printed: "usage: …", want: "The program ended with exit code 2." },
  { name: "a panic", failure: 2, printed: "panic: burnt\n\ngoroutine 1", want: "The program panicked; the output says where." },
  { name: "a message about a panic in a line", failure: 2, printed: "no panic: tea", want: "The program ended with exit code 2." },
  { name: "a deadlock", failure: 2, printed: "x\nfatal error: all goroutines are asleep - deadlock!\n", want: /a deadlock\.$/ },
  { name: "another fatal error", failure: 2, printed: "fatal error: concurrent map writes\n", want: /^Go's runtime stopped the program/ },
  { name: "no memory, as Go says it", failure: 2, printed: "fatal error: runtime: out of memory\n", want: /more memory than there is/ },
  { name: "what the run itself stopped", failure: new Stopped("Too much."), want: "Too much." },
  { name: "Chromium's full stack", failure: new RangeError("Maximum call stack size exceeded"), want: /^A function calls itself/ },
  { name: "Firefox's full stack", failure: new Error("too much recursion"), want: /^A function calls itself/ },
  { name: "a browser without memory", failure: new RangeError("Out of memory"), want: /^The browser has no more memory/ },
  { name: "anything else", failure: new Error("unreachable"), want: "The program could not run: unreachable." },
];

for (const { name, failure, printed, want } of table) {
  test(`${name} has a sentence`, () => {
    const got = reasonFor(failure, printed);
    want instanceof RegExp ? assert.match(got, want) : assert.equal(got, want);
  });
}
