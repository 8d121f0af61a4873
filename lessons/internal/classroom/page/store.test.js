import assert from "node:assert/strict";
import { test } from "node:test";

import { Store } from "./store.js";

class Memory {
  #texts = new Map();
  getItem(key) { return this.#texts.get(key) ?? null; }
  setItem(key, text) { this.#texts.set(key, String(text)); }
}

const broken = { getItem() { throw new Error("no"); }, setItem() { throw new Error("full"); } };

test("an answer is kept for the program that it was given to", () => {
  const store = new Store(new Memory());
  assert.equal(store.setAnswer("06-gather", "abc", 2), true);
  assert.equal(store.answer("06-gather", "abc"), 2);
  assert.equal(store.answer("06-gather", "changed"), null);
  assert.equal(store.answer("07-wait-for", "abc"), null);
});

test("the first answer and a skipped question are answers", () => {
  const store = new Store(new Memory());
  for (const answer of [0, -1]) {
    store.setAnswer("06-gather", "abc", answer);
    assert.equal(store.answer("06-gather", "abc"), answer);
  }
});

test("an answer can be forgotten", () => {
  const store = new Store(new Memory());
  store.setAnswer("06-gather", "abc", 1);
  store.setAnswer("06-gather", "abc", null);
  assert.equal(store.answer("06-gather", "abc"), null);
});

test("a lesson is done until its program changes", () => {
  const store = new Store(new Memory());
  store.setDone("06-gather", "abc");
  assert.equal(store.isDone("06-gather", "abc"), true);
  assert.equal(store.isDone("06-gather", "changed"), false);
});

for (const [name, storage] of [["a full storage", broken], ["no storage", null]]) {
  test(`${name} keeps nothing and fails nothing`, () => {
    const store = new Store(storage);
    assert.equal(store.set("clock", "instant"), false);
    assert.equal(store.get("clock"), null);
    assert.equal(store.setAnswer("06-gather", "abc", 1), false);
    assert.equal(store.answer("06-gather", "abc"), null);
    assert.equal(store.isDone("06-gather", "abc"), false);
  });
}
