// Programs that do harm, end badly or last long, each in the page's own code.
//
//     node --test lessons/internal/classroom/page/testing/faults.js
//
// It builds programs for WebAssembly, so it is not among the unit tests.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Worker } from "node:worker_threads";

import { build, launch, run } from "./node.js";

const program = (name, options) => build("lessons/internal/classroom/page/testing/testdata/" + name, options);

const ends = [
  { name: "hour", why: "an hour is one jump", state: "done", at: 3600_000, lines: ["an hour later"] },
  { name: "naps", why: "a nap may be shorter than a millisecond", state: "done", at: 1000, lines: ["1 s in naps"] },
  { name: "long", why: "Go's timers reach as far as 146 years", state: "done", at: 120 * 365 * 86400_000, lines: ["120 years later"] },
  { name: "exitzero", why: "another goroutine still prints", state: "done", at: 0, lines: ["done"] },
  { name: "spinning", why: "another goroutine has no end", state: "done", at: 0, stderr: /^done\n$/ },
  { name: "crowd", state: "done", at: 1000, lines: ["all 100000 are back"] },
  { name: "callsback", why: "JavaScript calls Go later", state: "done", at: 0, lines: ["7"] },
  { name: "exit", state: "failed", at: 0, code: 3, reason: /exit code 3/, lines: ["before"] },
  { name: "panics", state: "failed", at: 1000, code: 2, reason: /panicked/, stderr: /^panic: assignment to entry in nil map\n/ },
  { name: "deadlock", state: "failed", at: 1000, code: 2, reason: /deadlock/, stderr: /^fatal error: all goroutines are asleep - deadlock!/ },
  { name: "taskdeadlock", why: "task.Main listens to no signals here", state: "failed", at: 1000, code: 2, reason: /deadlock/, stderr: /^fatal error: all goroutines are asleep - deadlock!/ },
  { name: "forever", state: "failed", at: 0, code: null, reason: /more than 100 years/ },
  { name: "gigabyte", state: "failed", at: 0, code: null, reason: /1 GB of memory/ },
  { name: "grows", state: "failed", at: 0, code: null, reason: /1 GB of memory/ },
  { name: "recursion", state: "failed", at: 0, code: null, reason: /calls itself without end/ },
];

for (const { name, why = "", state, at, code = 0, reason = /^$/, lines = [], stderr = /^$/ } of ends) {
  test(`${name} ends as ${state}${why && ": " + why}`, async () => {
    const got = await run(await program(name), { clock: "instant" });
    assert.equal(got.last.state, state, got.last.reason);
    assert.equal(got.last.code, code);
    assert.match(got.last.reason, reason);
    assert.ok(Math.abs(got.last.at - at) <= at * 1e-12, `at ${got.last.at} ms`);
    assert.deepEqual(got.lines.map((line) => line.text), lines);
    assert.match(got.stderr, stderr);
  });
}

test("a busy wait ends, though computing takes no time", async () => {
  const { lines, last } = await run(await program("busy"), { clock: "instant" });
  assert.equal(last.state, "done");
  assert.ok(lines[0].at >= 1000 && lines[0].at < 1001, `at ${lines[0].at} ms`);
});

test("endless output is cut at 1 MB, and the program stopped", async () => {
  for (const name of ["prints", "printsraw", "printsslow"]) {
    const { parts, last } = await run(await program(name), { clock: "instant" });
    assert.deepEqual([last.state, last.code], ["failed", null], name);
    assert.match(last.reason, /more than 1 MB/, name);
    assert.equal(parts.reduce((n, { text }) => n + text.length, 0), 1 << 20, name);
  }
});

test("a trace is cut at 16 MB with a notice, and the program goes on without it", async () => {
  const { lines, last, traces, messages } = await run(await program("traces"), { clock: "instant" });
  assert.deepEqual([last.state, lines.at(-1).text], ["done", "done"]);
  assert.ok(traces.reduce((n, trace) => n + trace.length, 0) <= 16 << 20);
  const notices = messages.filter((message) => message.type === "notice");
  assert.equal(notices.length, 1);
  assert.match(notices[0].text, /longer than 16 MB/);
});

test("what a program prints before a loop without end has been posted", async () => {
  const module = await program("loop");
  const worker = new Worker(new URL("./thread.js", import.meta.url), { workerData: { module, clock: "instant" } });
  try {
    await new Promise((resolve, reject) => {
      worker.on("message", (message) => message.type === "output" && message.parts[0].text === "looping\n" && resolve());
      worker.on("error", reject);
    });
  } finally {
    await worker.terminate(); // as Stop does
  }
});

test("chance and the date are the same in each run", async () => {
  const module = await program("random");
  const [first, second] = [await run(module, { clock: "instant" }), await run(module, { clock: "instant" })];
  assert.equal(first.lines.length, 21);
  assert.deepEqual(second.lines, first.lines);
});

test("a program has files, arguments and an environment", async () => {
  const files = await run(await program("files"), { clock: "instant" });
  assert.deepEqual(files.lines.map((line) => line.text), [
    "green tea", "- pot", "d stove/", "stat /tmp/kitchen/tea: No such file or directory", "/tmp", "0 EOF", "/tmp",
  ]);
  const args = await run(await program("arguments"), { args: ["-x", "ü"], env: { GODEBUG: "gctrace=0", TEA: "green" } });
  assert.deepEqual(args.lines[0].text, "[-x ü] gctrace=0 green");
});

test("more arguments than fit are a sentence", async () => {
  const { last } = await run(await program("arguments"), { args: ["x".repeat(9000)] });
  assert.equal(last.state, "failed");
  assert.match(last.reason, /total length of command line and environment variables exceeds limit/);
});

test("after the lockdown, nothing that a program can reach leads out", async () => {
  const module = await program("crawls");
  assert.match(await crawl(module, false), /^reached Function$/m, "the crawl finds what is there");
  assert.equal(await crawl(module, true), "looked everywhere\n");
});

async function crawl(module, locked) {
  const worker = new Worker(new URL("./thread.js", import.meta.url), { workerData: { module, locked, clock: "instant" } });
  let printed = "";
  try {
    await new Promise((resolve, reject) => {
      worker.on("error", reject);
      worker.on("message", (message) => {
        printed += (message.parts ?? []).map(({ text }) => text).join("");
        if (message.state === "done" || message.state === "failed") {
          printed += message.reason;
          resolve();
        }
      });
    });
    return printed;
  } finally {
    await worker.terminate();
  }
}

test("a program without the hook runs as well, on timers of whole milliseconds", async () => {
  const { lines, traces, last } = await run(await program("hour", { hook: false }), { clock: "instant" });
  assert.deepEqual([last.state, last.at, lines[0].text, traces.length], ["done", 3600_000, "an hour later", 0]);
  const stuck = await run(await program("deadlock", { hook: false }), { clock: "instant" });
  assert.match(stuck.stderr, /^fatal error: all goroutines are asleep - deadlock!/);
});

test("step runs one instant after the other", async () => {
  const at = [];
  const { ended } = await launch(await build("lessons/06-gather"), {
    clock: "step",
    on: (message, run) => {
      if (message.state === "paused") {
        at.push(message.at);
        queueMicrotask(() => run.step());
      }
    },
  });
  await ended;
  assert.deepEqual(at, [0, 1000, 2000, 3000, 4000]);
});

test("a pause stops a program whose clock jumps", async () => {
  const { promise, resolve } = deferred();
  let asked = false;
  const { messages } = await launch(await program("printsslow"), {
    clock: "instant",
    on: (message, run) => {
      if (message.type === "output" && !asked) {
        asked = true;
        setImmediate(() => run.pause());
      }
      message.state === "paused" && resolve();
    },
  });
  await promise;
  const said = messages.length;
  for (let i = 0; i < 10; i++) {
    await new Promise((resolve) => { setImmediate(resolve); });
  }
  assert.deepEqual([messages.length, messages.at(-1).state], [said, "paused"]);
});

function deferred() {
  let resolve;
  const promise = new Promise((r) => { resolve = r; });
  return { promise, resolve };
}

test("a pause stops the program, a step goes on to the next instant, and resume to the end", async () => {
  const said = [];
  const { ended } = await launch(await build("lessons/02-hello"), {
    clock: "real",
    on: (message, run) => {
      said.push(message.state ?? message.parts?.map(({ text }) => text).join(""));
      if (message.type === "output" && message.parts[0].text.startsWith("Hello")) {
        setImmediate(() => run.pause());
      }
      if (message.state === "paused") {
        queueMicrotask(() => said.filter((what) => what === "paused").length === 1 ? run.step() : (run.setClock("instant"), run.resume()));
      }
    },
  });
  await ended;
  assert.deepEqual(said.filter((what) => typeof what === "string"), [
    "running", "Hello ...\n", "paused", "the kettle whistles\n", "paused", "running", "... World!\n", "done",
  ]);
});
