import assert from "node:assert/strict";
import { test } from "node:test";

import { verdicts } from "./prediction.js";

const words = (verdict) => Object.entries(verdict).filter(([, on]) => on).map(([word]) => word).sort().join(" ");

const cases = [
  ["a right answer stays alone", 1, 1, ["isFixed isHidden", "isChosen isFixed isRight says", "isFixed isHidden"]],
  ["a wrong answer stands beside the right one and says what it overlooks", 0, 1, ["isChosen isFixed isWrong says", "isFixed isRight", "isFixed isHidden"]],
  ["the last answer may be the right one", 0, 2, ["isChosen isFixed isWrong says", "isFixed isHidden", "isFixed isRight"]],
  ["a skipped question gives nothing away and can still be answered", -1, 1, ["", "", ""]],
];
for (const [name, answer, right, want] of cases) {
  test(name, () => assert.deepEqual(verdicts(answer, right, 3).map(words), want));
}
