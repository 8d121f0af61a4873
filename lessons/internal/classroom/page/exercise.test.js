import assert from "node:assert/strict";
import { test } from "node:test";
import { verdictOf } from "./exercise.js";
import { Suite } from "./suite.js";

const row = (name, verdict) => `=== RUN   ${name}\n${verdict ? `--- ${verdict}: ${name} (0.00s)\n` : ""}`;

for (const { name, printed, reason, want } of [
  { name: "every row passes", printed: row("TestTea", "PASS") + row("TestEggs", "PASS"), want: "All 2 rows pass." },
  { name: "the only row passes", printed: row("TestTea", "PASS"), want: "The row passes." },
  { name: "a row fails", printed: row("TestTea", "PASS") + row("TestEggs", "FAIL"), want: "1 of 2 rows pass." },
  { name: "a row is skipped", printed: row("TestTea", "SKIP") + row("TestEggs", "PASS"), want: "1 of 2 rows pass. 1 can't run in a page." },
  { name: "a row has not ended", printed: row("TestTea", ""), want: "0 of 1 rows pass. The program ended before the others did." },
  { name: "a row was stopped", printed: row("TestTea", ""), reason: "The program was stopped.", want: "0 of 1 rows pass. The program was stopped." },
  { name: "no row was run", printed: "panic: early\n", reason: "The program panicked.", want: "The program panicked." },
]) {
  test(`the sentence when ${name}`, () => {
    const suite = new Suite();
    suite.feed(printed);
    suite.end();
    assert.equal(verdictOf(suite, reason), want);
  });
}
