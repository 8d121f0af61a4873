import assert from "node:assert/strict";
import { test } from "node:test";

import { Clock, FAR_NS, FREE_LOOKS, START_NS, isClock } from "./clock.js";

const MS = 1e6;

/** A clock, and the reader's time, which the test sets. */
function make(mode) {
  const reader = { ms: 5000 };
  const clock = new Clock(mode, () => reader.ms);
  clock.begin();
  return { clock, reader };
}

const at = (ms) => START_NS + ms * MS;

test("time stands still until the program begins", () => {
  const reader = { ms: 0 };
  const clock = new Clock("real", () => reader.ms);
  reader.ms = 700;
  assert.equal(clock.nanotime(), START_NS);
  clock.begin();
  reader.ms = 710;
  assert.equal(clock.ms, 10);
});

test("while Go computes, only the real clock goes on", () => {
  for (const [mode, want] of [["real", 30], [1, 0], [16, 0], [0.25, 0], ["instant", 0], ["step", 0]]) {
    const { clock, reader } = make(mode);
    reader.ms += 30;
    assert.equal(clock.ms, want, String(mode));
    assert.equal(clock.nanotime(), at(want), String(mode));
  }
});

test("how long a wait for one second takes depends on the clock", () => {
  for (const [mode, want] of [["real", 1000], [4, 250], [0.25, 4000], ["instant", 0], ["step", Infinity]]) {
    assert.equal(make(mode).clock.wait(at(1000)), want, String(mode));
  }
});

test("a wait for what never comes has no end on any clock", () => {
  for (const mode of ["real", 2, "instant", "step"]) {
    assert.equal(make(mode).clock.wait(FAR_NS), Infinity, String(mode));
  }
});

test("a program that is woken late sees the time that was due, and the next wait is shorter", () => {
  for (const mode of ["real", 1]) {
    const { clock, reader } = make(mode);
    clock.wait(at(1000));
    reader.ms += 1007;
    clock.wake(at(1000));
    assert.equal(clock.nanotime(), at(1000), String(mode));
    assert.equal(clock.wait(at(2000)), 993, String(mode));
  }
});

test("a program that is woken much too late does not catch up", () => {
  const { clock, reader } = make("real");
  clock.wait(at(1000));
  reader.ms += 60_000; // the laptop slept
  clock.wake(at(1000));
  assert.equal(clock.nanotime(), at(1000));
  assert.equal(clock.wait(at(2000)), 1000);
});

test("time goes no further than to what is due while the program waits", () => {
  const { clock, reader } = make(2);
  clock.wait(at(1000));
  reader.ms += 100;
  assert.equal(clock.ms, 200);
  reader.ms += 5000;
  assert.equal(clock.ms, 1000);
});

test("while the clock is held, Go is told the time that it saw last", () => {
  const { clock, reader } = make("real");
  reader.ms += 10;
  const seen = clock.nanotime();
  reader.ms += 10;
  assert.equal(clock.hold(() => clock.nanotime()), seen);
  assert.equal(clock.nanotime(), at(20));
});

test("a pause counts neither for the program nor for the reader", () => {
  const { clock, reader } = make("real");
  clock.wait(at(1000));
  reader.ms += 300;
  clock.pause();
  assert.equal(clock.wait(at(1000)), Infinity);
  reader.ms += 9000;
  assert.deepEqual([clock.ms, clock.real], [300, 300]);
  clock.resume();
  assert.equal(clock.wait(at(1000)), 700);
  assert.equal(clock.real, 300);
});

test("a step during a pause jumps, and time goes on from there", () => {
  const { clock, reader } = make("real");
  clock.wait(at(1000));
  clock.pause();
  clock.wake(at(1000));
  assert.equal(clock.ms, 1000);
  reader.ms += 50;
  clock.resume();
  assert.equal(clock.wait(at(1500)), 500);
});

test("a change of clock goes on from the present time", () => {
  const { clock, reader } = make(0.25);
  clock.wait(at(1000));
  reader.ms += 400;
  clock.set(4);
  assert.equal(clock.ms, 100);
  assert.equal(clock.wait(at(1000)), 225);
  clock.set("instant");
  assert.equal(clock.wait(at(1000)), 0);
});

test("a loop that waits for a time ends, though computing takes no time", () => {
  const { clock } = make("instant");
  const end = at(10);
  let looks = 0;
  while (clock.nanotime() < end) {
    looks++;
  }
  assert.ok(looks >= FREE_LOOKS && looks < 2 * FREE_LOOKS, `${looks}`);
});

test("a clock is real, instant, step or a factor from 1/16 to 16", () => {
  for (const [mode, want] of [["real", true], ["instant", true], ["step", true], [0.25, true], [16, true],
    ["fast", false], [0, false], [-1, false], [17, false], [NaN, false], ["4", false], [null, false], [undefined, false]]) {
    assert.equal(isClock(mode), want, String(mode));
  }
});
