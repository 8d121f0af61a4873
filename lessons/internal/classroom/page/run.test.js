import assert from "node:assert/strict";
import { test } from "node:test";

import { Gate } from "./gate.js";
import { MAX_OUTPUT, MAX_TRACE } from "./outbox.js";
import { Run } from "./run.js";

const module = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));

class FakeWorker {
  told = [];
  terminated = false;

  postMessage(message, moved) {
    this.told.push(structuredClone(message.module instanceof WebAssembly.Module ? { ...message, module: null } : message, { transfer: moved }));
    if (message.module instanceof WebAssembly.Module) this.told.at(-1).module = message.module;
  }

  terminate() {
    this.terminated = true;
  }

  say(message) {
    this.onmessage({ data: message });
  }
}

/** A Run; the workers that it made; and its events: [type, detail]. */
function make(options = {}) {
  const workers = [], events = [];
  const spawn = () => {
    workers.push(new FakeWorker());
    return workers.at(-1);
  };
  const run = new Run("http://127.0.0.1/course/", { spawn, ...options });
  for (const type of ["state", "output", "trace", "time", "notice"]) {
    run.addEventListener(type, ({ detail }) => events.push([type, detail]));
  }
  const states = () => events.filter(([type]) => type === "state").map(([, d]) => d.state);
  return { run, workers, events, states };
}

const state = (name, more = {}) => ({ type: "state", state: name, at: 0, code: null, reason: "", ...more });

test("a program is loaded from the site's root, and started", async () => {
  const asked = [];
  const { run, workers, states } = make({ load: (url) => { asked.push(url.href); return module; } });
  await run.start({ program: "assets/programs/06-gather.wasm", args: ["-x"], env: { TEA: "green" }, clock: 2 });
  assert.deepEqual(asked, ["http://127.0.0.1/course/assets/programs/06-gather.wasm"]);
  assert.deepEqual(workers[0].told, [{ do: "start", module, args: ["-x"], env: { TEA: "green" }, clock: 2 }]);
  workers[0].say(state("running"));
  workers[0].say(state("done", { at: 5000, code: 0 }));
  assert.deepEqual(states(), ["loading", "running", "done"]);
  workers[1].onmessage({ data: { type: "ready" } });
  assert.equal(workers[0].terminated, true, "a fresh worker is there for the next start");
});

test("a program's bytes are moved to a worker that is loaded, and copied to one that may fail to load", async () => {
  for (const { loaded, left } of [{ loaded: true, left: 0 }, { loaded: false, left: 8 }]) {
    const { run, workers } = make();
    await run.warm();
    if (loaded) workers[0].say({ type: "ready" });
    const program = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
    await run.start({ program });
    assert.equal(workers[0].told[0].module.length, 8);
    run.stop();
    assert.equal(program.length, left, "nothing stays behind to be collected later");
  }
});

test("where no fresh worker can be loaded, the one whose program has exited runs the next", async () => {
  const { run, workers, states } = make();
  await run.start({ program: module });
  workers[0].say(state("done", { code: 0 }));
  workers[1].onerror({}); // the network is gone
  await run.start({ program: module });
  workers[2].onerror({});
  assert.equal(workers[0].terminated, false);
  assert.deepEqual(workers[0].told.map((order) => order.do), ["start", "start"]);
  workers[0].say(state("done", { code: 0 }));
  assert.deepEqual(states(), ["loading", "done", "loading", "done"]);
});

test("a worker whose program was stopped is not used again", async () => {
  const { run, workers, events } = make();
  await run.start({ program: module });
  run.stop();
  assert.equal(workers[0].terminated, true);
  await run.start({ program: module });
  workers[1].onerror({});
  assert.equal(events.at(-1)[1].state, "failed");
});

test("a program that can't be loaded fails with a sentence", async () => {
  const { run, events } = make({ load: async () => { throw new Error("06-gather.wasm is not there (404)"); } });
  await run.start({ program: "x.wasm" });
  assert.equal(events.at(-1)[1].state, "failed");
  assert.match(events.at(-1)[1].reason, /^The program could not be loaded: 06-gather.wasm is not there \(404\)\. Check/);
});

test("a program is loaded once, and again only if that failed", async () => {
  const asked = [];
  const { run } = make({
    load: async (url) => {
      asked.push(url.pathname);
      if (asked.length === 1) {
        throw new Error("offline");
      }
      return module;
    },
  });
  await run.warm("a.wasm");
  await run.start({ program: "a.wasm" });
  await run.start({ program: "a.wasm" });
  await run.warm("a.wasm");
  await run.start({ program: "a.wasm" });
  await run.start({ program: "b.wasm" });
  run.stop();
  assert.deepEqual(asked, ["/course/a.wasm", "/course/a.wasm", "/course/b.wasm"]);
});

test("a program is rehearsed once, unseen, and not beside a run", async () => {
  const other = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  const { run, workers, events } = make({ load: async (url) => url.pathname.endsWith("a.wasm") ? module : other });
  await run.warm();
  await run.warm("a.wasm");
  const [spare, rehearsal] = workers;
  assert.deepEqual(rehearsal.told, [{ do: "start", module, args: [], env: {}, clock: "instant" }]);
  rehearsal.say({ type: "output", parts: [{ at: 0, fd: 1, text: "unseen" }] });
  assert.deepEqual([events, spare.told, rehearsal.terminated], [[], [], false]);
  rehearsal.say(state("done"));
  assert.equal(rehearsal.terminated, true);
  await run.warm("a.wasm");
  await run.warm(module);
  assert.equal(workers.length, 2);
  await run.warm("b.wasm");
  assert.equal(workers[2].terminated, false);
  await run.start({ program: "b.wasm" });
  assert.deepEqual([workers[2].terminated, spare.told.length], [true, 1]);
  run.stop();
});

test("an unknown clock is refused", async () => {
  const { run } = make();
  await assert.rejects(run.start({ program: module, clock: "fast" }), /clock is fast: want "real"/);
});

test("stop ends the worker whatever it does, and what it said late is not heard", async () => {
  const { run, workers, events, states } = make();
  await run.start({ program: module });
  workers[0].say(state("running"));
  run.stop();
  const heard = events.length;
  workers[0].say(state("done"));
  assert.equal(events.length, heard);
  assert.deepEqual([workers[0].terminated, states()], [true, ["loading", "running", "done"]]);
  assert.match(events.at(-1)[1].reason, /You stopped/);
  run.stop();
  assert.equal(events.length, heard, "there is nothing left to stop");
});

test("a start stops what runs, also what is still loading", async () => {
  let loaded;
  const { run, workers, states } = make({ load: () => new Promise((resolve) => { loaded = resolve; }) });
  const first = run.start({ program: "slow.wasm" });
  await run.start({ program: module });
  loaded(module);
  await first;
  assert.equal(workers.flatMap((w) => w.told).length, 1);
  await run.start({ program: module });
  assert.equal(workers[0].terminated, true);
  assert.deepEqual(states(), ["loading", "loading", "loading"]);
  run.stop();
});

test("commands reach the worker", async () => {
  const { run, workers } = make();
  run.pause();
  await run.start({ program: module });
  run.pause();
  run.step();
  run.setClock(4);
  run.setClock("nonsense");
  run.resume();
  assert.deepEqual(workers[0].told.slice(1), [{ do: "pause" }, { do: "step" }, { do: "clock", clock: 4 }, { do: "resume" }]);
  run.stop();
});

test("a program that says nothing computes, until it says what time it is", async () => {
  let now = 0;
  const { run, workers, states } = make({ now: () => now });
  await run.start({ program: module });
  workers[0].say(state("running"));
  now += 300;
  run.lookAfter();
  assert.equal(run.state, "running");
  now += 300;
  run.lookAfter();
  assert.equal(run.state, "computing");
  workers[0].say({ type: "time", at: 1, real: 1, busy: true });
  assert.equal(run.state, "computing");
  workers[0].say({ type: "time", at: 1, real: 1, busy: false });
  assert.deepEqual(states(), ["loading", "running", "computing", "running"]);
  run.stop();
});

test("output comes part by part, and a worker that breaks is a failure", async () => {
  const { run, workers, events } = make();
  await run.start({ program: module });
  workers[0].say({ type: "output", parts: [{ at: 1, fd: 1, text: "tea" }, { at: 2, fd: 2, text: "burnt" }] });
  assert.deepEqual(events.slice(-2), [["output", { at: 1, fd: 1, text: "tea" }], ["output", { at: 2, fd: 2, text: "burnt" }]]);
  workers[0].onerror({ message: "broken" });
  assert.deepEqual([run.state, events.at(-1)[1].reason], ["failed", "The program's worker failed: broken."]);
});

test("a message of another shape is not heard", async () => {
  const { run, workers, events } = make();
  await run.start({ program: module });
  const heard = events.length;
  const wrong = [
    null, undefined, 7, "state", [], {}, { type: "alert" }, { type: "constructor" }, { type: "toString" },
    state("idle"), state("loading"), state("running", { at: -1 }), state("running", { at: "0" }), state("done", { code: "0" }),
    state("done", { reason: "x".repeat(1000) }), state("done", { reason: { toString: () => "x" } }),
    { type: "output", parts: [{ at: 0, fd: 3, text: "x" }] }, { type: "output", parts: [{ at: 0, fd: 1, text: 7 }] },
    { type: "output", parts: [null] }, { type: "output", parts: "x" }, { type: "trace", bytes: "x", at: 0 },
    { type: "time", at: 0, real: NaN, busy: false }, { type: "time", at: Infinity, real: 0, busy: false },
    { type: "notice", at: 0, text: "x".repeat(1000) },
  ];
  for (const message of wrong) {
    workers[0].say(message);
    assert.equal(events.length, heard, JSON.stringify(message));
  }
  run.stop();
});

test("more than a program may say is not heard, even if the worker lets it through", () => {
  const gate = new Gate();
  const part = { at: 0, fd: 1, text: "x".repeat(MAX_OUTPUT) };
  assert.equal(gate.admits({ type: "output", parts: [part] }), true);
  assert.equal(gate.admits({ type: "output", parts: [{ ...part, text: "x" }] }), false);
  const other = new Gate();
  assert.equal(other.admits({ type: "trace", at: 0, bytes: new ArrayBuffer(MAX_TRACE) }), true);
  assert.equal(other.admits({ type: "trace", at: 0, bytes: new ArrayBuffer(1) }), false);
});
