import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOf, tokensOf } from "./printed.js";

for (const { name, text, want } of [
  { name: "a keyword, a name and a number", text: "return tea + 2", want: [["k", "return"], ["", " tea + "], ["m", "2"]] },
  { name: "a keyword inside a name is none", text: "format, go2", want: [["", "format, go2"]] },
  { name: "a comment ends with its line", text: "x // if\ny", want: [["", "x "], ["c", "// if"], ["", "\ny"]] },
  { name: "a string may look like a comment", text: '"http://tea"', want: [["s", '"http://tea"']] },
  { name: "a string may have a quote inside", text: String.raw`"a\"b" + 'x'`, want: [["s", String.raw`"a\"b"`], ["", " + "], ["s", "'x'"]] },
  { name: "a raw string has several lines", text: "`a\n\\`", want: [["s", "`a\n\\`"]] },
  { name: "a string that is not closed ends nowhere", text: '"tea\nif', want: [["", '"tea\n'], ["k", "if"]] },
  { name: "an empty program", text: "", want: [] },
]) {
  test(`on paper: ${name}`, () => {
    assert.deepEqual(tokensOf(text), want);
    assert.equal(tokensOf(text).map(([, part]) => part).join(""), text, "nothing is lost");
  });
}

for (const { name, text, lines, want } of [
  { name: "without lines all of it is printed", text: "a\n\tb\n\n", lines: null, want: "a\n\tb" },
  { name: "the core stands at the margin", text: "a\n\tb\n\n\t\tc\nd", lines: [2, 4], want: "b\n\n\tc" },
]) {
  test(`on paper: ${name}`, () => assert.equal(linesOf(text, lines), want));
}
