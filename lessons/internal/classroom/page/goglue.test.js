import assert from "node:assert/strict";
import { test } from "node:test";

import { FAR_NS } from "./clock.js";
import { offerHook, programGlobal, randomizer, setGlobal } from "./goglue.js";
import { MemFS } from "./memfs.js";

test("the same seed gives the same bytes, and another one gives others", () => {
  const some = (seed) => {
    const bytes = new Uint8Array(64);
    randomizer(seed)(bytes);
    return bytes;
  };
  assert.deepEqual(some(1), some(1));
  assert.notDeepEqual(some(1), some(2));
  assert.ok(new Set(some(1)).size > 40, "they look like chance");
});

test("a program's global object is not the worker's, and has no more than the language and files", () => {
  const printed = [];
  const global = programGlobal(new MemFS(() => {}, () => 0), (text) => printed.push(text));
  assert.equal(Object.getPrototypeOf(global), null);
  assert.equal(global.globalThis, global);
  for (const name of ["fetch", "self", "postMessage", "setTimeout", "Function", "eval", "WebAssembly", "crypto"]) {
    assert.equal(global[name], undefined, name);
  }
  global.console.log("tea", 1);
  assert.deepEqual(printed, ["tea 1\n"]);
});

test("Go's run takes another object for globalThis", () => {
  const go = {}, global = { name: "the program's" };
  setGlobal(go, global);
  go._values = [NaN, 0, null, true, false, globalThis, go];
  go._ids = new Map([[0, 1], [globalThis, 5], [go, 6]]);
  assert.deepEqual([go._values[5], go._ids.get(global), go._ids.get(globalThis), go._ids.get(go)], [global, 5, undefined, 6]);
});

test("the hook is registered once, and a time between two Numbers counts as the later one", () => {
  const global = {};
  const hook = offerHook(global, { clock: {}, outbox: {} });
  let due = 5;
  global.classroomHook(() => due, () => {});
  assert.equal(global.classroomHook, undefined);
  for (const [asked, want] of [[5, 5], [2 ** 53 - 1, 2 ** 53 - 1], [2 ** 60, 2 ** 60 + 2 ** 8], [FAR_NS, FAR_NS], [2 ** 63, 2 ** 63]]) {
    due = asked;
    assert.equal(hook.idle(false), want, String(asked));
  }
});
