import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

/** Locks a thread down and evaluates, in code that was written before, what is left. */
function inThread(expression, before = "") {
  const code = `
    ${before};
    const { parentPort } = require("node:worker_threads");
    const post = parentPort.postMessage.bind(parentPort);
    const look = () => ${expression};
    import(${JSON.stringify(import.meta.resolve("./lockdown.js"))}).then(({ lockdown }) => {
      const left = lockdown(globalThis);
      let found;
      try { found = look(); } catch (e) { found = e.name; }
      post({ left, found });
    });`;
  return new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true });
    worker.on("error", reject);
    worker.on("message", (message) => {
      worker.terminate();
      resolve(message);
    });
  });
}

const gone = [
  "fetch", "WebSocket", "MessageChannel", "BroadcastChannel", "eval", "Function", "setTimeout", "setInterval", "queueMicrotask",
  "process", "performance", "crypto", "structuredClone", "SharedArrayBuffer", "Atomics",
];

test("the ways out are gone, and the language stays", async () => {
  const { left, found } = await inThread(`({
    gone: ${JSON.stringify(gone)}.filter((name) => globalThis[name] !== undefined),
    kept: [new Map([[1, 2]]).get(1), JSON.stringify([Math.max(1, 2)]), typeof WebAssembly.Module, new TextDecoder().decode(new Uint8Array([65]))],
  })`);
  assert.deepEqual(left, []);
  assert.deepEqual(found, { gone: [], kept: [2, "[2]", "function", "A"] });
});

test("no function leads to a constructor that makes code of text", async () => {
  for (const kind of ["() => {}", "async () => {}", "function* () {}", "async function* () {}", "Array.prototype.map", "class {}"]) {
    const { found } = await inThread(`(${kind}).constructor("return 1")()`);
    assert.equal(found, "TypeError", kind);
  }
});

test("a way out that can't be removed is named", async () => {
  const { left } = await inThread("0", `Object.defineProperty(globalThis, "fetch", { value: fetch, configurable: false, writable: false })`);
  assert.deepEqual(left, ["fetch"]);
});
