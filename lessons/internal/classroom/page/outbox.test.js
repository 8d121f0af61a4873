import assert from "node:assert/strict";
import { test } from "node:test";

import { MAX_OUTPUT, MAX_TRACE, Outbox } from "./outbox.js";

const bytes = (text) => new TextEncoder().encode(text);

/** An outbox; its messages; and both times, which the test sets. */
function make() {
  const messages = [];
  const times = { program: 0, reader: 0 };
  const outbox = new Outbox((message) => messages.push(message), () => times.program, () => times.reader);
  const text = () => messages.flatMap((m) => m.parts ?? []).map((p) => p.text).join("");
  return { outbox, messages, times, text };
}

test("what is printed is posted at once, with its time", () => {
  const { outbox, messages, times } = make();
  times.program = 1500;
  outbox.write(1, bytes("tea\n"));
  outbox.write(2, bytes("burnt\n"));
  assert.deepEqual(messages, [
    { type: "output", parts: [{ at: 1500, fd: 1, text: "tea\n" }] },
    { type: "output", parts: [{ at: 1500, fd: 2, text: "burnt\n" }] },
  ]);
});

test("very much output comes in few messages, with nothing lost", () => {
  const { outbox, messages, text } = make();
  for (let i = 0; i < 100_000; i++) {
    outbox.write(1, bytes("y\n"));
  }
  assert.ok(messages.length < 600, `${messages.length} messages`);
  outbox.flush();
  assert.equal(text(), "y\n".repeat(100_000));
});

test("a letter that comes in two parts stays whole", () => {
  const { outbox, text } = make();
  const [first, second] = bytes("ü");
  outbox.write(1, Uint8Array.of(first));
  outbox.write(1, Uint8Array.of(second));
  assert.equal(text(), "ü");
});

test("output is cut at its limit", () => {
  const { outbox, text } = make();
  outbox.write(1, bytes("x".repeat(MAX_OUTPUT - 2)));
  assert.equal(outbox.full, false);
  outbox.write(2, bytes("1234"));
  outbox.write(1, bytes("more"));
  assert.equal(outbox.full, true);
  assert.deepEqual([text().length, text().slice(-3)], [MAX_OUTPUT, "x12"]);
});

test("nothing is printed once it is muted", () => {
  const { outbox, messages } = make();
  outbox.muted = true;
  outbox.write(1, bytes("never"));
  assert.deepEqual(messages, []);
});

test("each generation is posted behind the trace's header", () => {
  const { outbox, messages, times } = make();
  outbox.trace(bytes("header"), false);
  outbox.trace(bytes(" one"), false);
  outbox.trace(bytes("."), true);
  times.program = 7;
  outbox.trace(bytes(" two"), false);
  outbox.trace(bytes("."), true);
  const pieces = messages.map((m) => [m.type, new TextDecoder().decode(m.bytes), m.at]);
  assert.deepEqual(pieces, [["trace", "header one.", 0], ["trace", "header two.", 7]]);
});

test("a trace is cut at its limit, to whole generations", () => {
  const { outbox, messages } = make();
  outbox.trace(bytes("header"), false);
  for (let i = 0; i < 20; i++) {
    outbox.trace(new Uint8Array(1 << 20), false);
    outbox.trace(bytes("."), true);
  }
  const sent = messages.reduce((n, m) => n + m.bytes.byteLength, 0);
  assert.deepEqual([outbox.traceFull, messages.length], [true, 15]);
  assert.ok(sent <= MAX_TRACE);
});

test("what was printed is posted before anything else is said", () => {
  for (const say of [(o) => o.state("done"), (o) => o.notice("too long"), (o) => o.time(1, false)]) {
    const { outbox, messages } = make();
    for (let i = 0; i < 1000; i++) {
      outbox.write(1, bytes("y"));
    }
    say(outbox);
    assert.deepEqual(messages.slice(-2).map((m) => m.type)[0], "output");
    assert.notEqual(messages.at(-1).type, "output");
  }
});
