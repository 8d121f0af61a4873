import assert from "node:assert/strict";
import { test } from "node:test";

import { missingText } from "./support.js";

const whole = { WebAssembly: {}, Worker: class {}, ResizeObserver: class {} };

test("a browser that has everything is told nothing", () => {
  assert.equal(missingText(whole), "");
});

for (const [name, word] of [["WebAssembly", "no WebAssembly"], ["Worker", "no workers"], ["ResizeObserver", "no ResizeObserver"]]) {
  test(`a browser without ${name} is told to open another`, () => {
    const text = missingText({ ...whole, [name]: undefined });
    assert.match(text, new RegExp(`${word}: open the page in a current`));
  });
}
