// Every live lesson prints in the page what its slide.md says, and when.
//
//     node --test lessons/internal/classroom/page/testing/lessons.js
//
// It builds the lessons for WebAssembly, so it is not among the unit tests.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { build, root, run } from "./node.js";
import { byInstant, transcript } from "./transcript.js";

const live = [
  "00-context", "02-hello", "03-coroutine", "04-await", "05-create-task", "06-gather", "07-wait-for", "08-wait",
  "09-async-with", "10-async-for", "11-echo", "14-testing", "15-chat", "16-philosophy",
];

const expected = async (lesson) => transcript(await readFile(join(root, "lessons", lesson, "slide.md"), "utf8"));

for (const lesson of live) {
  test(lesson, async (t) => {
    const module = await build("lessons/" + lesson);
    const want = byInstant(await expected(lesson));
    const first = await run(module, { clock: "instant" });
    await t.test("prints its transcript, line and time, under instant", () => {
      assert.equal(first.stderr, "");
      assert.deepEqual(byInstant(first.lines), want);
      assert.equal(first.last.state, "done");
    });
    await t.test("does the same in each of 100 runs", async () => {
      for (let i = 0; i < 100; i++) {
        const next = await run(module, { clock: "instant" });
        assert.deepEqual([next.lines, next.last], [first.lines, first.last]);
      }
    });
    await t.test("leaves a trace that is short, and in few pieces", () => {
      assert.ok(first.traces.length >= 1 && first.traces.length <= 100, `${first.traces.length} pieces`);
    });
    await t.test("prints the same at 16 times the speed", async () => {
      const { lines, last } = await run(module, { clock: 16 });
      assert.deepEqual(byInstant(lines), want);
      assert.equal(last.state, "done");
    });
  });
}

test("on the real clock, each live lesson prints the same, and nothing too early", async (t) => {
  const modules = await Promise.all(live.map((lesson) => build("lessons/" + lesson)));
  await Promise.all(live.map((lesson, i) => t.test(lesson, async (t) => {
    const { lines, last } = await run(modules[i], { clock: "real" });
    const want = await expected(lesson);
    assert.equal(last.state, "done");
    assert.deepEqual(lines.map((line) => line.text).sort(), want.map((line) => line.text).sort());
    const late = lines.map(({ at, text }) => at - want.findLast((line) => line.text === text && line.at <= at).at);
    t.diagnostic(`${lesson}: at most ${Math.ceil(Math.max(...late))} ms late`); // on a machine that others use too
  })));
});

test("13-io-or-cpu runs on the real clock, and measures what a browser can", async () => {
  const { lines, stderr, last } = await run(await build("lessons/13-io-or-cpu"), { clock: "real" });
  assert.equal(last.state, "done", stderr);
  for (const text of ["kettles, goroutines, 1 core: faster", "doughs, goroutines, 1 core: not faster"]) {
    assert.ok(lines.some((line) => line.text === text), JSON.stringify(lines));
  }
});
