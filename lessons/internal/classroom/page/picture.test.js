import { test } from "node:test";
import assert from "node:assert/strict";
import { Pace, Picture } from "./picture.js";
import { Engine } from "./drawengine.js";
import { atOf, moved, xOf } from "./playhead.js";
import { timeText } from "./times.js";

test("a pace draws one after the other, and no more often than each 25 ms", async () => {
  let now = 0;
  const timers = [], pace = new Pace({ now: () => now, later: (f, ms) => timers.push({ f, at: now + ms }) });
  const began = [];
  let finish;
  pace.draw = () => { began.push(now); return new Promise((resolve) => { finish = resolve; }); };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const go = async () => { const timer = timers.shift(); now = Math.max(now, timer.at); timer.f(); await settle(); };

  pace.ask();
  pace.ask();
  assert.equal(timers.length, 1);
  await go();
  pace.ask(); // while it draws
  assert.equal(timers.length, 0, "one drawing at a time");
  now = 10;
  finish(10);
  await settle();
  await go();
  assert.deepEqual(began, [0, 25]);

  pace.ask();
  now = 250;
  finish(200); // a slow one leaves the reader's machine some time
  await settle();
  await go();
  assert.deepEqual(began, [0, 25, 590]);
  finish(0);
  await settle();
  assert.equal(timers.length, 0, "nobody asked again");
});

test("a pace goes on after a drawing that failed", async () => {
  const pace = new Pace({ now: () => 0, later: (f) => f() });
  let drawn = 0;
  pace.draw = async () => { if (drawn++ === 0) throw new Error("burnt"); return 0; };
  pace.ask();
  await new Promise((resolve) => setImmediate(resolve));
  pace.ask();
  assert.equal(drawn, 2);
});

const frame = { left: 100, right: 500, axis: 4000, length: 3000, instants: [0, 1000, 2000, 3000] };

test("a moment has a place, and a place its moment", () => {
  for (const [at, x] of [[0, 100], [1000, 200], [4000, 500]]) assert.equal(xOf(frame, at), x);
  for (const [x, at, why] of [
    [250, 1500, "between two instants"],
    [203, 1000, "an instant that is near attracts it"],
    [20, 0, "not before the start"],
    [490, 3000, "not after the end"],
  ]) assert.equal(atOf(frame, x), at, why);
  assert.equal(xOf({ left: 100, right: 500, axis: 0 }, 0), 100, "a run that takes no time");
});

test("the keys move the playhead from instant to instant", () => {
  for (const [key, at, to] of [
    ["ArrowRight", 0, 1000], ["ArrowRight", 1500, 2000], ["ArrowRight", 3000, 3000], ["ArrowUp", 1000, 2000],
    ["ArrowLeft", 3000, 2000], ["ArrowLeft", 1500, 1000], ["ArrowLeft", 0, 0], ["ArrowDown", 1000, 0],
    ["PageUp", 1000, 1300], ["PageDown", 100, 0], ["Home", 2000, 0], ["End", 0, 3000], ["x", 1000, null],
  ]) assert.equal(moved(key, at, frame.instants, frame.length), to, `${key} at ${at}`);
});

test("a moment is spoken in words", () => {
  for (const [ms, words] of [[0, "0 s"], [20, "20 ms"], [1500, "1.5 s"], [3000, "3 s"], [90_000, "90 s"], [150_000, "2 min 30 s"], [180_000, "3 min"]]) {
    assert.equal(timeText(ms), words);
  }
});

/** A worker that keeps what it is sent. */
class FakeWorker extends EventTarget {
  sent = [];
  terminate() { this.terminated = true; }
  postMessage(message) { this.sent.push(message); }
  answer(data) { this.dispatchEvent(Object.assign(new Event("message"), { data })); }
}

test("an engine gives each order its own answer, and tells of failures", async () => {
  const worker = new FakeWorker(), engine = new Engine(() => worker), failures = [];
  engine.addEventListener("failed", (event) => failures.push(event.detail.message));
  const first = engine.ask({ do: "draw", run: 1 }), second = engine.ask({ do: "draw", run: 2 });
  const [a, b] = worker.sent;
  worker.answer({ did: "draw", number: b.number, svg: "second" });
  worker.answer({ did: "draw", number: a.number, error: "burnt" });
  assert.equal((await second).svg, "second");
  assert.equal((await first).error, "burnt");
  worker.answer({ did: "add", error: "no execution trace" });
  assert.deepEqual(failures, ["burnt", "no execution trace"]);
});

test("an engine whose worker has stopped takes a new one", async () => {
  const workers = [], failures = [];
  const engine = new Engine(() => (workers.push(new FakeWorker()), workers.at(-1)));
  engine.addEventListener("failed", (event) => failures.push(event.detail.message));
  workers[0].answer({ did: "start" });
  const waiting = engine.ask({ do: "draw", run: 1 });
  workers[0].answer({ did: "stop", error: "the picture engine has stopped" });
  assert.equal((await waiting).error, "the picture engine has stopped", "nobody waits forever");
  assert.deepEqual(failures, ["the picture engine has stopped"]);
  assert.ok(workers[0].terminated);
  engine.send({ do: "reset", run: 1 });
  assert.deepEqual(workers[1].sent, [{ do: "reset", run: 1 }]);
  workers[1].answer({ did: "stop", error: "no memory" });
  assert.equal(workers.length, 2, "one that can't even start is not replaced");
  workers[1].answer({ did: "start", error: "draw.wasm is not there" });
  engine.send({ do: "add", run: 1 });
  assert.equal(workers.length, 2);
  engine.send({ do: "reset", run: 1 });
  assert.equal(workers.length, 3, "but the next run tries again");
});

test("a picture without an element keeps its run for another's compareWith", async () => {
  const worker = new FakeWorker();
  globalThis.Worker = function () { return worker; };
  const picture = new Picture(null, "http://127.0.0.1/");
  picture.addTrace(new Uint8Array(3));
  picture.setNow(null, { cutShort: true });
  picture.setNow(null);
  const kept = picture.snapshot();
  kept.drop();
  assert.deepEqual(worker.sent.map((message) => message.do), ["reset", "add", "end", "tell", "keep", "forget"]);
  assert.equal(worker.sent[2].cutShort, true);
  assert.equal(worker.sent[4].as, kept.run);
  assert.notEqual(kept.run, picture.run);
});

test("a picture tells each line once", () => {
  const worker = new FakeWorker();
  globalThis.Worker = function () { return worker; };
  const picture = new Picture(null, "http://127.0.0.1/again/");
  const told = () => {
    picture.snapshot();
    const { known, lines } = worker.sent.findLast((message) => message.do === "tell");
    return [known, lines];
  };
  picture.setLines(["tea", "toa"]);
  assert.deepEqual(told(), [0, ["tea", "toa"]]);
  picture.setLines(["tea", "toast", "eggs"]);
  assert.deepEqual(told(), [1, ["toast", "eggs"]], "the last one may have been a part of a line");
  picture.reset();
  picture.setLines(["jam"]);
  assert.deepEqual(told(), [0, ["jam"]]);
});
