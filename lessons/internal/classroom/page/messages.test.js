import assert from "node:assert/strict";
import { test } from "node:test";

import { problemsIn } from "./messages.js";

const files = { "main.go": 'package main\n\nvar 茶 = "🍵" + x\n' };
const at = (line, column, message, file = "main.go") => ({ file, line, column, message, hint: "" });

for (const { name, printed, want } of [
  { name: "a message has its place", printed: "./main.go:1:9: bad", want: [at(1, 9, "bad")] },
  { name: "the linker names a file by the package", printed: "gosyncio/play/main.go:1:9: main.x: too large", want: [at(1, 9, "main.x: too large")] },
  { name: "bytes become UTF-16 code units", printed: "./main.go:3:20: undefined: x", want: [at(3, 16, "undefined: x")] },
  { name: "a line without a column", printed: "./main.go:2: bad", want: [at(2, 1, "bad")] },
  { name: "further lines belong to the message", printed: "./main.go:1:1: bad\n\t./main.go:2:1: other", want: [at(1, 1, "bad\n./main.go:2:1: other")] },
  {
    name: "a file that nobody wrote is no place", printed: "/usr/lib/x.go:1:1: internal compiler error",
    want: [at(0, 0, "the compiler did not make a program: /usr/lib/x.go:1:1: internal compiler error", "")],
  },
  { name: "no word at all", printed: "", want: [at(0, 0, "the compiler did not make a program: the compiler ended without a word", "")] },
]) {
  test(name, () => assert.deepEqual(problemsIn(printed, files), want));
}

test("packages of another version are said in a sentence", () => {
  const printed = "./main.go:3:8: could not import fmt (object is [go object js wasm go1.26.8] expected [go object js wasm go1.27.0])";
  const [problem] = problemsIn(printed, files);
  assert.match(problem.message, /go1\.27\.0.*go1\.26\.8.*load the page again/);
});
