import assert from "node:assert/strict";
import { test } from "node:test";
import { isMore } from "./more.js";

for (const { name, box, want } of [
  { name: "all of it is seen", box: { scrollHeight: 300, clientHeight: 300, scrollTop: 0 }, want: false },
  { name: "the margin below is not worth a button", box: { scrollHeight: 310, clientHeight: 300, scrollTop: 0 }, want: false },
  { name: "a part is below", box: { scrollHeight: 500, clientHeight: 300, scrollTop: 100 }, want: true },
  { name: "the reader is at the end", box: { scrollHeight: 500, clientHeight: 300, scrollTop: 199.5 }, want: false },
]) {
  test(`more below: ${name}`, () => assert.equal(isMore(box), want));
}
