import assert from "node:assert/strict";
import { test } from "node:test";
import { TOOLS, buildingText, whileBuilding } from "./building.js";

const path = "programs/06-gather.wasm";
const sentence = "The program is being built, once: 3 of 17 parts of the classroom are ready.";

for (const { name, progress, want, of = path } of [
  { name: "a classroom that is being built says how far it is", progress: { done: 3, of: 17, doing: [path], failed: [] }, want: sentence },
  { name: "a classroom that is built says nothing", progress: { done: 17, of: 17, doing: [], failed: [] }, want: "" },
  { name: "a static site says nothing", progress: { done: 1, of: 1, doing: [], failed: [] }, want: "" },
  { name: "a host that knows nothing of it says nothing", progress: {}, want: "" },
  { name: "a program that could not be built says where to look", progress: { done: 3, of: 17, doing: [], failed: [path] }, want: "The program could not be built. The terminal says why." },
  { name: "a compiler that is being built says how far it is, and what was done last",
    progress: { done: 3, of: 17, doing: [TOOLS], failed: [], step: "built compile.wasm: 30.1 MB" }, of: TOOLS,
    want: "The compiler is being built, once: 3 of 17 parts of the classroom are ready. The last step: built compile.wasm: 30.1 MB." },
  { name: "a compiler that could not be built says where to look", progress: { done: 17, of: 17, failed: [TOOLS] }, of: TOOLS, want: "The compiler could not be built. The terminal says why." },
  { name: "a program that is being built says nothing of the compiler's steps", progress: { done: 3, of: 17, step: "packed std" }, want: sentence },
  { name: "another program that could not be built changes nothing", progress: { done: 3, of: 17, doing: [], failed: ["programs/05-tea.wasm"] }, want: sentence },
]) {
  test(name, () => assert.equal(buildingText(progress, of), want));
}

// A server whose progress is each of answers in turn; its clock goes on when next is called.
function server(...answers) {
  const told = [];
  let due = null;
  const leave = whileBuilding(new URL("http://127.0.0.1:3999/"), path, (text) => told.push(text), {
    later: (ask) => { due = ask; },
    get: async (url) => {
      assert.equal(url.href, "http://127.0.0.1:3999/progress.json");
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return { ok: true, json: async () => answer };
    },
  });
  const next = async () => {
    const ask = due;
    due = null;
    await ask?.();
    return due !== null;
  };
  return { told, leave, next };
}

test("a page that waits tells each step once, and no more when it has the program", async () => {
  const { told, leave, next } = server({ done: 3, of: 17 }, { done: 3, of: 17 }, { done: 4, of: 17 });
  for (let i = 0; i < 3; i++) assert.equal(await next(), true);
  leave();
  assert.equal(await next(), false);
  assert.deepEqual(told, [sentence, sentence.replace("3", "4")]);
});

test("a page that need not wait tells nothing", async () => {
  const { told, leave, next } = server();
  leave();
  assert.equal(await next(), false);
  assert.deepEqual(told, []);
});

test("a page asks no more once everything is built", async () => {
  const { told, next } = server({ done: 17, of: 17 });
  assert.equal(await next(), false);
  assert.deepEqual(told, []);
});

test("a page without a network tells nothing: the program's own request does", async () => {
  const { told, next } = server(new TypeError("fetch failed"));
  assert.equal(await next(), false);
  assert.deepEqual(told, []);
});
