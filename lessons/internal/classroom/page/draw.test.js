// Drives draw.wasm as drawworker.js does, in Node. It is built with
//
//	GOOS=js GOARCH=wasm go build -o FILE ./lessons/internal/classroom/draw
//
// and named by DRAW_WASM; without it these tests are skipped.
import { test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";
import { engine } from "./drawworker.js";

const file = process.env.DRAW_WASM;
const skip = file ? false : "DRAW_WASM is not set";

/** The traces of a run, which stand one after the other in a file. */
function traces(name) {
  const all = gunzipSync(readFileSync(new URL(`../../picture/testdata/${name}.traces.gz`, import.meta.url)));
  const parts = [], head = "go 1.26 trace\0\0\0";
  for (let at = 0; at >= 0;) {
    const next = all.indexOf(head, at + 1);
    parts.push(new Uint8Array(all.subarray(at, next < 0 ? all.length : next)));
    at = next;
  }
  return parts;
}

function start() {
  const answers = [], waiting = [];
  const send = engine({
    load: async () => new WebAssembly.Module(readFileSync(file)),
    runtime: async () => {
      createRequire(import.meta.url)(execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim() + "/lib/wasm/wasm_exec.js");
      return globalThis.Go;
    },
    post: (message) => (waiting.shift() ?? ((m) => answers.push(m)))(message),
  });
  const next = () => answers.length ? Promise.resolve(answers.shift()) : new Promise((resolve) => waiting.push(resolve));
  return { send, next };
}

const order = { do: "draw", run: 1, number: 1, width: 940, height: 300, id: "picture", title: "gather", lines: ["eggs ready"], now: 0 };

test("draw.wasm draws a run of several traces as it grows", { skip }, async () => {
  const { send, next } = start();
  assert.deepEqual(await next(), { did: "start" });
  send({ do: "reset", run: 1 });
  const parts = traces("gather");
  send({ do: "add", run: 1, bytes: parts[0] });
  send({ ...order, now: 500 });
  let drawn = await next();
  assert.equal(drawn.error, undefined);
  assert.deepEqual(drawn.lanes.map(([name]) => name), ["main", "toast", "eggs"]);
  assert.equal(drawn.length, 500, "what runs goes on up to the present");
  assert.match(drawn.svg, /^<svg [^>]*class="lanes"/);
  assert.doesNotMatch(drawn.svg, /<style|style=/, "a strict policy forbids styles within");

  for (const bytes of parts.slice(1)) send({ do: "add", run: 1, bytes });
  send({ do: "end", run: 1, cutShort: false });
  send({ ...order });
  drawn = await next();
  assert.equal(drawn.length, 5000);
  assert.deepEqual(drawn.instants, [0, 1000, 2000, 3000, 4000, 5000]);
  assert.ok(drawn.lanes.every(([, ending]) => ending !== "running"));
  assert.ok(drawn.events.some(([at, , text]) => at === 1000 && text === "eggs prints: eggs ready"));
  assert.equal(drawn.cutShort, false);
});

test("draw.wasm stacks two runs and says what was saved", { skip }, async () => {
  const { send, next } = start();
  await next();
  const parts = traces("gather");
  for (const [run, count] of [[1, 2], [2, parts.length]]) {
    send({ do: "reset", run });
    for (const bytes of parts.slice(0, count)) send({ do: "add", run, bytes });
    send({ do: "end", run, cutShort: true });
  }
  send({ ...order, run: 2, before: 1 });
  assert.match((await next()).verdict, /4 s longer: 1 s → 5 s/);
});

test("draw.wasm says what is wrong, and goes on", { skip }, async () => {
  const { send, next } = start();
  await next();
  send({ do: "add", run: 7, bytes: new Uint8Array(3) });
  assert.equal((await next()).error, "there is no run 7: reset it first");
  send({ do: "reset", run: 7 });
  send({ do: "add", run: 7, bytes: new TextEncoder().encode("no trace at all") });
  assert.match((await next()).error, /no execution trace/);
  send({ ...order, run: 7 });
  assert.equal((await next()).error, undefined);
});
