import assert from "node:assert/strict";
import { test } from "node:test";
import { changesBetween, coreOf, offsetOf, rangeOf } from "./editortext.js";

const lesson = "package main\n\nfunc main() {\n\t// --- core\n\tbrew()\n\teat()\n\t// --- end\n}\n";

for (const { name, text, lines = null, want, why = "" } of [
  { name: "the lines between the markers are the core", text: lesson, want: [5, 6] },
  { name: "the markers win over the lines that the page named", text: "\n" + lesson, lines: [5, 6], want: [6, 7] },
  { name: "without markers the named lines are the core", text: "a\nb\nc\n", lines: [2, 2], want: [2, 2] },
  { name: "without markers and names there is no core", text: "a\nb\n", want: null },
  { name: "lines that the text does not have are no core", text: "a\n", lines: [2, 9], want: null },
  {
    name: "a deleted end marker leaves no core", text: lesson.replace("// --- end", ""), lines: [5, 6], want: null,
    why: "the lines may have moved, and nothing of the reader's may be hidden by mistake",
  },
  { name: "an empty core is no core", text: "// --- core\n// --- end\n", want: null },
]) {
  test(name, () => assert.deepEqual(coreOf(text, lines), want, why));
}

for (const { name, text, lines, want } of [
  { name: "a range has no last newline", text: lesson, lines: [5, 6], want: "\tbrew()\n\teat()" },
  { name: "a range may be the whole text", text: "tea", lines: [1, 1], want: "tea" },
  { name: "a range may be the last line, which is empty", text: "tea\n", lines: [2, 2], want: "" },
]) {
  test(name, () => {
    const { from, to } = rangeOf(text, lines);
    assert.equal(text.slice(from, to), want);
  });
}

for (const { name, text, line, column, want } of [
  { name: "a column counts from 1", text: "tea\ntoast\n", line: 2, column: 2, want: "oast\n" },
  { name: "a column counts code units, as the editor does", text: "é🍵tea", line: 1, column: 4, want: "tea" },
  { name: "column 0 is the line's beginning", text: "tea\ntoast", line: 2, column: 0, want: "toast" },
  { name: "a column after the end is the end", text: "tea\ntoast", line: 1, column: 99, want: "\ntoast" },
]) {
  test(name, () => assert.equal(text.slice(offsetOf(text, line, column)), want));
}

for (const { name, before, after, changes } of [
  { name: "equal texts have no changes", before: "tea\n", after: "tea\n", changes: 0 },
  { name: "one line is one change", before: "a\nb\nc\n", after: "a\nx\nc\n", changes: 1 },
  { name: "two places are two changes", before: "a\nb\nc\nd\ne\n", after: "a\nx\nc\ny\ne\n", changes: 2 },
  { name: "a new last line", before: "a\n", after: "a\nb", changes: 1 },
  { name: "everything goes", before: "a\nb\n", after: "", changes: 1 },
  { name: "everything comes", before: "", after: "a\nb", changes: 1 },
  { name: "lines that repeat", before: "a\na\nb\na\n", after: "a\nb\na\na\n", changes: 2 },
  { name: "a text that is too large for the table", before: "a\n".repeat(1500), after: "b\n".repeat(1500), changes: 1 },
]) {
  test(`changesBetween: ${name}`, () => {
    const found = changesBetween(before, after);
    assert.equal(found.length, changes);
    assert.equal(applied(before, found), after);
  });
}

test("changesBetween turns any text into any other", () => {
  let seed = 22;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  const text = () => Array.from({ length: random(8) }, () => "abc"[random(3)] + (random(5) ? "\n" : "")).join("");
  for (let i = 0; i < 2000; i++) {
    const before = text(), after = text();
    assert.equal(applied(before, changesBetween(before, after)), after, JSON.stringify([before, after]));
  }
});

for (const { name, before, after, want } of [
  { name: "a change has only what differs", before: "a\n\teat()\nb\n", after: "a\n\tfmt.Println()\nb\n", want: { from: 3, to: 6, insert: "fmt.Println" } },
  { name: "a change does not cut a character in two", before: "🍵\n", after: "🍳\n", want: { from: 0, to: 2, insert: "🍳" } },
  { name: "a letter that comes twice", before: "aa\n", after: "aaa\n", want: { from: 2, to: 2, insert: "a" } },
]) {
  test(name, () => assert.deepEqual(changesBetween(before, after), [want]));
}

// applied does what CodeMirror does: each offset is one of the text before.
function applied(text, changes) {
  let out = "", at = 0;
  for (const { from, to, insert } of changes) {
    assert.ok(from >= at, "changes are in order");
    out += text.slice(at, from) + insert;
    at = to;
  }
  return out + text.slice(at);
}
