import assert from "node:assert/strict";
import { test } from "node:test";
import { isIn, placeText } from "./problems.js";

for (const { name, problem, place, here } of [
  { name: "a problem of the edited file has its line", problem: { file: "main.go", line: 3 }, place: "line 3", here: true },
  { name: "a problem without a file is one of the edited file", problem: { line: 3 }, place: "line 3", here: true },
  { name: "a problem of another file has its name", problem: { file: "line.go", line: 3 }, place: "line.go, line 3", here: false },
  { name: "a problem of a whole file has no line", problem: { file: "line.go", line: 0 }, place: "line.go", here: false },
  { name: "a problem of the whole program has no place", problem: { file: "", line: 1 }, place: "", here: false },
]) {
  test(name, () => {
    assert.equal(placeText(problem, "main.go"), place);
    assert.equal(isIn(problem, "main.go"), here);
  });
}
