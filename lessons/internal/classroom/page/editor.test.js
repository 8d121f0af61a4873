import assert from "node:assert/strict";
import { test } from "node:test";
import { moveOffset } from "./editorarea.js";
import { EditorState } from "./editorbundle.js";
import { coreExtension, coreField, setCore } from "./editorcore.js";
import { problemsField, setProblems, showWords } from "./editorproblems.js";
import { changesBetween } from "./editortext.js";

const text = "package main\nfunc main() {\n\tbrew()\n\teat()\n}\n";
const core = { from: text.indexOf("\tbrew"), to: text.indexOf("\n}") };

function state(shown = core) {
  const fresh = EditorState.create({ doc: text, extensions: [coreExtension(() => "hidden", () => {})] });
  return fresh.update({ effects: setCore.of(shown) }).state;
}

for (const { name, shown = core, change, want, why = "" } of [
  { name: "the core can be changed", change: { from: core.from + 1, to: core.from + 5, insert: "pour" }, want: text.replace("brew", "pour") },
  { name: "text before the core's first character is the core's", change: { from: core.from, insert: "\tsit()\n" }, want: text.replace("\tbrew", "\tsit()\n\tbrew") },
  { name: "text after the core's last character is the core's", change: { from: core.to, insert: "\n\tsit()" }, want: text.replace("eat()", "eat()\n\tsit()") },
  { name: "what is hidden cannot be changed", change: { from: 0, to: 7, insert: "x" }, want: text },
  {
    name: "the newline before the core cannot be deleted", change: { from: core.from - 1, to: core.from }, want: text,
    why: "its first line would become a part of a hidden one",
  },
  { name: "the newline after the core cannot be deleted", change: { from: core.to, to: core.to + 1 }, want: text },
  { name: "the whole core can be deleted", change: { from: core.from, to: core.to }, want: text.replace("\tbrew()\n\teat()", "") },
  { name: "everything can be changed while nothing is hidden", shown: null, change: { from: 0, to: text.length }, want: "" },
]) {
  test(name, () => assert.equal(state(shown).update({ changes: change }).state.doc.toString(), want, why));
}

for (const { name, selection, want } of [
  { name: "a selection of everything becomes the core", selection: { anchor: 0, head: text.length }, want: [core.from, core.to] },
  { name: "the cursor does not leave the core", selection: { anchor: 3 }, want: [core.from, core.from] },
  { name: "a selection in the core stays", selection: { anchor: core.from + 1, head: core.to - 1 }, want: [core.from + 1, core.to - 1] },
]) {
  test(name, () => {
    const { anchor, head } = state().update({ selection }).state.selection.main;
    assert.deepEqual([anchor, head], want);
  });
}

test("the markers tell where the core is after a change by the page", () => {
  const marked = (core) => `package main\n// --- core\n${core}\n// --- end\n`;
  const before = EditorState.create({ doc: marked("tea()"), extensions: [coreField] });
  const hidden = before.update({ effects: setCore.of({ from: 25, to: 30 }) }).state;
  const after = "// toast\n" + marked("toast()\neggs()");
  const changes = { from: 0, to: before.doc.length, insert: after };
  const { from, to } = hidden.update({ changes, userEvent: "program", filter: false }).state.field(coreField);
  assert.equal(after.slice(from, to), "toast()\neggs()");
});

test("what the page changes passes the core's protection", () => {
  const after = text.replace("package main", "package main\n\nimport \"fmt\"").replace("eat", "fmt.Println");
  const next = state().update({ changes: changesBetween(text, after), filter: false }).state;
  assert.equal(next.doc.toString(), after);
  const { from, to } = next.field(coreField);
  assert.equal(after.slice(from, to), "\tbrew()\n\tfmt.Println()");
});

for (const { name, problem, want } of [
  { name: "the word at a problem is underlined", problem: { line: 3, column: 2 }, want: "brew" },
  { name: "a sign that is no word is underlined up to a space", problem: { line: 2, column: 13 }, want: "{" },
  { name: "a problem at the end of a line is at its last character", problem: { line: 3, column: 8 }, want: ")" },
  { name: "a problem without a column is at the line's first word", problem: { line: 1, column: 0 }, want: "package" },
  { name: "a problem after the last line is at the last line", problem: { line: 99, column: 1 }, want: "" },
]) {
  test(name, () => {
    const fresh = EditorState.create({ doc: text, extensions: [problemsField] });
    const placed = fresh.update({ effects: setProblems.of([{ message: "wrong", ...problem }]) }).state.field(problemsField);
    assert.equal(text.slice(placed[0].from, placed[0].to), want);
  });
}

test("the words of a problem stay, those of a new one wait", () => {
  const update = (state, effect) => state.update({ effects: effect }).state;
  const tea = { line: 1, column: 1, message: "undefined: tea" }, toast = { line: 2, column: 1, message: "undefined: toast" };
  let s = EditorState.create({ doc: text, extensions: [problemsField] });
  s = update(update(s, setProblems.of([tea])), showWords.of(null));
  s = update(s, setProblems.of([{ ...tea, line: 2 }, toast]));
  assert.deepEqual(s.field(problemsField).map((p) => [p.line, p.message, p.words]), [[2, tea.message, true], [2, toast.message, false]]);
});

for (const { name, offset, after, want } of [
  { name: "an offset before a change stays", offset: 2, after: text + "// tea\n", want: 2 },
  { name: "an offset after a change moves", offset: core.from, after: "// tea\n" + text, want: core.from + 7 },
  { name: "an offset in replaced letters goes to their beginning", offset: 10, after: text.replace("package main", "package tea"), want: 8 },
]) {
  test(name, () => assert.equal(moveOffset(offset, changesBetween(text, after)), want));
}
