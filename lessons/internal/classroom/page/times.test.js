import assert from "node:assert/strict";
import { test } from "node:test";
import { clockOf } from "./stage.js";
import { happenedAt, instantAfter, instantBefore, timeText } from "./times.js";

for (const { name, got, want } of [
  { name: "a factor is a number", got: clockOf("0.25"), want: 0.25 },
  { name: "a word is a word", got: clockOf("instant"), want: "instant" },
  { name: "no time is 0 s", got: timeText(0), want: "0 s" },
  { name: "less than a second is in ms", got: timeText(20), want: "20 ms" },
  { name: "a part of a millisecond is kept", got: timeText(0.0125), want: "0.013 ms" },
  { name: "more is in s", got: timeText(1500), want: "1.5 s" },
  { name: "from two minutes on there are minutes", got: timeText(125_000), want: "2 min 5 s" },
  { name: "a whole hour is in minutes", got: timeText(3_600_000), want: "60 min" },
  { name: "back from the end is the last instant", got: instantBefore([0, 1, 2], null), want: 2 },
  { name: "back from an instant is the one before", got: instantBefore([0, 1, 2], 2), want: 1 },
  { name: "back from the first instant is the end", got: instantBefore([0, 1, 2], 0), want: null },
  { name: "a step from an instant is the next one", got: instantAfter([0, 1, 2], 1), want: 2 },
  { name: "a step from the last instant is the end", got: instantAfter([0, 1, 2], 2), want: null },
]) {
  test(name, () => assert.equal(got, want));
}

for (const [name, instants, moment, at, want] of [
  ["an event of an instant happened in it", [0, 1000, 2000], 1000, 1000, true],
  ["on the real clock an event is a little earlier than its instant", [0, 1005, 2002], 1005, 1004.6, true],
  ["an event of the instant before did not happen in this one", [0, 1000, 2000], 1000, 0, false],
  ["an event that comes later did not happen yet", [0, 1000, 2000], 1000, 2000, false],
  ["the first instant has everything up to it", [0, 1000], 0, 0, true],
  ["times that differ by a rounding are the same", [0, 1000.0000001], 1000, 1000.0000001, true],
]) {
  test(name, () => assert.equal(happenedAt(instants, moment, at), want));
}
