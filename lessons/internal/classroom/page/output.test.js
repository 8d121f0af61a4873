import assert from "node:assert/strict";
import { before, test } from "node:test";

import { Output } from "./output.js";

// As much of an element as the output uses.
class Element {
  dataset = {};
  nodes = [];
  classes = new Set();
  classList = { toggle: (name, on) => (on ? this.classes.add(name) : this.classes.delete(name)) };
  setAttribute() {}
  append(...nodes) { for (const node of nodes) this.nodes.push(node instanceof Element ? Object.assign(node, { parent: this }) : node); }
  replaceChildren(...nodes) { this.nodes = []; this.append(...nodes); }
  remove() { this.parent.nodes.splice(this.parent.nodes.indexOf(this), 1); }
  closest() { return null; }
  get children() { return this.nodes.filter((node) => node instanceof Element); }
  get childElementCount() { return this.children.length; }
  get firstElementChild() { return this.children[0]; }
  get textContent() { return this.nodes.map((node) => node.textContent ?? node).join(""); }
}

function printed(...parts) {
  const element = new Element();
  const output = new Output(element);
  for (const [at, fd, text] of parts) output.print(at, fd, text);
  return { element, output, lines: element.children.map((line) => line.textContent) };
}

before(() => {
  globalThis.document = { createElement: () => new Element() };
});

for (const [name, parts, want] of [
  ["a line has the time at which it was printed", [[2000, 1, "toast ready\n"]], ["2 s toast ready"]],
  ["parts of a line are one line, with the time of the first", [[1000, 1, "toast "], [2000, 1, "ready\n"]], ["1 s toast ready"]],
  ["one text may be several lines", [[0, 1, "tea\neggs\n"]], ["0 s tea", "0 s eggs"]],
  ["an empty line is a line", [[0, 1, "tea\n\neggs\n"]], ["0 s tea", "0 s ", "0 s eggs"]],
  ["the last line may have no end", [[0, 1, "tea"]], ["0 s tea"]],
  ["errors do not end a line of the output", [[0, 1, "tea "], [0, 2, "burnt\n"], [5, 1, "ready\n"]], ["0 s tea ready", "0 s burnt"]],
  ["HTML is only text", [[0, 1, "<b>tea</b>\n"]], ["0 s <b>tea</b>"]],
]) {
  test(name, () => assert.deepEqual(printed(...parts).lines, want));
}

test("what is printed in one frame is shown together", () => {
  const element = new Element();
  const frames = [];
  const output = new Output(element, (show) => frames.push(show));
  for (let i = 0; i < 10_000; i++) output.print(0, 1, "tea\n");
  assert.equal(frames.length, 1);
  assert.equal(element.childElementCount, 0);
  frames[0]();
  assert.equal(element.childElementCount, 2000);
  output.print(0, 1, "eggs\n");
  output.flush();
  assert.equal(element.children.at(-1).textContent, "0 s eggs", "at the end of a run nothing waits for a frame");
});

test("errors are marked", () => {
  const { element } = printed([0, 1, "tea\n"], [0, 2, "burnt\n"]);
  assert.deepEqual(element.children.map((line) => line.className), ["output-line", "output-line output-error"]);
});

test("what was printed after the playhead is pale", () => {
  const { element, output } = printed([1000, 1, "eggs\n"], [2000, 1, "toast\n"]);
  const pale = () => element.children.map((line) => line.classes.has("later"));
  output.dim(1000);
  assert.deepEqual(pale(), [false, true]);
  output.dim(null);
  assert.deepEqual(pale(), [false, false]);
});

test("only the last 2000 lines are shown", () => {
  const { lines } = printed([0, 1, Array.from({ length: 2500 }, (_, i) => `line ${i}\n`).join("")]);
  assert.equal(lines.length, 2000);
  assert.equal(lines[0], "0 s line 500");
});
