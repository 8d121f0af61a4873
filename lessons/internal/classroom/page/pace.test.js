import assert from "node:assert/strict";
import { test } from "node:test";

import { Pace } from "./pace.js";

/** A pace; the reader's time; and instant(length, ms), which tells whether an instant gave a piece. */
function make() {
  const time = { ms: 0 };
  const pace = new Pace(() => time.ms);
  const instant = (length = 3000, ms = 0) => {
    pace.dirty = true;
    if (!pace.due) {
      return false;
    }
    const since = time.ms;
    time.ms += ms;
    pace.posted(length, since);
    return true;
  };
  return { pace, time, instant };
}

test("where nothing happened, no piece is due", () => {
  const { pace, time } = make();
  time.ms += 1000;
  assert.equal(pace.due, false);
});

test("the first 200 instants give a piece each, then there is one every 50 ms", () => {
  const { time, instant } = make();
  for (let i = 0; i < 200; i++) {
    assert.equal(instant(), true, `instant ${i}`);
  }
  assert.equal(instant(), false);
  time.ms += 49;
  assert.equal(instant(), false);
  time.ms += 1;
  assert.equal(instant(), true);
});

test("after a long piece, the next one has to wait", () => {
  const { time, instant } = make();
  instant(100_000);
  assert.equal(instant(), false);
  time.ms += 50;
  assert.equal(instant(), true);
});

test("pieces take a small share of the time", () => {
  const { time, instant } = make();
  instant(2_000_000, 1000);
  time.ms += 7999;
  assert.equal(instant(), false);
  time.ms += 1;
  assert.equal(instant(), true);
});
