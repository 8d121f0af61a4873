import assert from "node:assert/strict";
import { test } from "node:test";
import { PAUSE, UNSEEN, progressOf } from "./edits.js";
import { hashOf } from "./editstore.js";
import { FakePicture, fakeStorage, session, settled, tea, toast } from "./testing/editing.js";

test("the original is run as it was built, without the compiler", async () => {
  const { s, compiler, started } = await session();
  assert.equal(await s.run(), true);
  assert.deepEqual(started, [{ program: "06.wasm", edited: false }]);
  assert.ok(!compiler.calls.some((c) => c.startsWith("compile")));
});

test("an edit is formatted, compiled and run, and the cursor is kept", async () => {
  const { s, editor, compiler, started } = await session();
  editor.type(toast.replace(" ", "; "));
  assert.equal(await s.run(), true);
  assert.deepEqual(started, [{ program: "bytes", edited: true }]);
  assert.equal(editor.text, toast);
  assert.equal(editor.cursor, 4);
  assert.equal(compiler.calls.at(-1), `compile ${toast.trim()}`);
});

test("Ctrl-Enter in the editor runs the program", async () => {
  const { editor, started } = await session();
  editor.dispatchEvent(new CustomEvent("run"));
  await settled();
  assert.equal(started.length, 1);
});

for (const { name, found = [], answer, want } of [
  { name: "what the check finds", found: [{ file: "main.go", line: 1, message: "undefined: x" }], want: "undefined: x" },
  { name: "what the compiler finds", answer: { problems: [{ file: "main.go", line: 1, message: "too large" }] }, want: "too large" },
]) {
  test(`a program with a problem does not start: ${name}`, async () => {
    const { s, editor, compiler, started, shown, said } = await session();
    editor.type(toast);
    Object.assign(compiler, { found, answer });
    assert.equal(await s.run(), false);
    assert.deepEqual(started, []);
    assert.equal(shown.at(-1)[0].message, want);
    assert.equal(editor.marked[0].message, want);
    assert.equal(editor.now, true);
    assert.equal(said.at(-1), "failed");
  });
}

test("problems of another file and without a line are in the region, and not in the editor", async () => {
  const { s, editor, compiler, shown } = await session();
  compiler.found = [{ file: "line.go", line: 3, message: "a" }, { file: "main.go", line: 0, message: "b" }, { line: 2, message: "c" }];
  await s.check();
  assert.deepEqual(shown.at(-1).map((p) => p.message), ["a", "b", "c"]);
  assert.deepEqual(editor.marked.map((p) => p.message), ["c"]);
});

test("an edit is checked and kept when the reader pauses", async () => {
  const { editor, compiler, timers, storage } = await session();
  compiler.calls = [];
  editor.type("package m");
  editor.type(toast);
  timers.pass(PAUSE - 1);
  assert.equal(storage.items.size, 0);
  editor.type(toast);
  timers.pass(PAUSE);
  await settled();
  assert.deepEqual(compiler.calls, [`check ${toast.trim()}`]);
  assert.deepEqual([...storage.items], [["gosyncio:edit:06-gather:h1", toast]]);
});

for (const { name, kept, open, want, why = "" } of [
  { name: "a kept edit comes back", kept: { "gosyncio:edit:06-gather:h1": toast }, want: toast },
  { name: "an edit of an older version of the lesson does not come back", kept: { "gosyncio:edit:06-gather:h0": toast }, want: tea },
  { name: "an edit of another lesson does not come back", kept: { "gosyncio:edit:07-wait-for:h1": toast }, want: tea },
  { name: "a shared program is shown in place of a kept edit", kept: { "gosyncio:edit:06-gather:h1": toast }, open: { shared: "eggs" }, want: "eggs" },
  {
    name: "an edit of a shared program comes back with its link", kept: { [`gosyncio:edit:06-gather:shared-${hashOf("eggs")}`]: "more eggs" },
    open: { shared: "eggs" }, want: "more eggs", why: "the link has the same program",
  },
]) {
  test(name, async () => assert.equal((await session({ storage: fakeStorage({ kept }), open })).editor.text, want, why));
}

test("a shared program is not run, and the reader's own edit is kept", async () => {
  const { s, editor, started, storage } = await session({
    storage: fakeStorage({ kept: { "gosyncio:edit:06-gather:h1": toast } }), open: { shared: "eggs" },
  });
  assert.deepEqual(started, []);
  editor.type("more eggs");
  s.keep();
  assert.equal(storage.items.get("gosyncio:edit:06-gather:h1"), toast);
});

test("Reset shows the original and forgets the edit", async () => {
  const { s, editor, storage } = await session({ storage: fakeStorage({ kept: { "gosyncio:edit:06-gather:h1": toast } }) });
  await s.reset();
  assert.equal(editor.text, tea);
  assert.equal(storage.items.size, 0);
  assert.equal(s.edited, false);
});

test("Reset shows the original in the place of a shared program, and the link still has it", async () => {
  const { s, editor, storage } = await session({ open: { shared: "eggs" } });
  await s.reset();
  assert.equal(editor.text, tea);
  s.open({ shared: "eggs" });
  assert.equal(editor.text, "eggs");
  assert.equal(storage.items.size, 0);
});

test("Undo after Reset keeps the edit again", async () => {
  const { s, editor, timers, storage } = await session({ storage: fakeStorage({ kept: { "gosyncio:edit:06-gather:h1": toast } }) });
  await s.reset();
  editor.type(toast);
  timers.pass(PAUSE);
  assert.equal(storage.items.get("gosyncio:edit:06-gather:h1"), toast);
});

for (const { name, original } of [
  { name: "Windows' line ends", original: tea.replaceAll("\n", "\r\n") },
  { name: "no newline at its end", original: tea.trimEnd() },
]) {
  test(`a lesson with ${name} is not edited at first`, async () => {
    const { s, editor, started } = await session({ original });
    assert.equal(s.edited, false);
    assert.equal(editor.text, tea);
    await s.run();
    assert.equal(started[0].program, "06.wasm");
  });
}

for (const { name, storage, want } of [
  { name: "no storage is a sentence", storage: null, want: /keeps nothing/ },
  { name: "a full storage is a sentence", storage: fakeStorage({ full: true, kept: { other: "x" } }), want: /is full/ },
]) {
  test(`${name}, and the program runs`, async () => {
    const { s, editor, started, said } = await session({ storage });
    editor.type(toast);
    assert.equal(await s.run(), true);
    assert.equal(started.length, 1);
    assert.ok(said.some((text) => want.test(text)), said.join("\n"));
  });
}

test("a full storage forgets edits of older versions of the lesson first", async () => {
  const storage = fakeStorage({ full: true, kept: { "gosyncio:edit:06-gather:h0": "old" } });
  const { s, editor } = await session({ storage });
  editor.type(toast);
  s.keep();
  assert.deepEqual([...storage.items], [["gosyncio:edit:06-gather:h1", toast]]);
});

test("what was typed while it was compiled stays, and the program that was compiled runs", async () => {
  const { s, editor, compiler, started } = await session();
  editor.type(toast);
  compiler.check = async () => (editor.type("package ma"), []);
  assert.equal(await s.run(), true);
  assert.equal(editor.text, "package ma");
  assert.equal(compiler.calls.at(-1), `compile ${toast.trim()}`);
  assert.equal(started.length, 1);
});

test("a cancelled build stops the compiler, starts nothing, and is no failure", async () => {
  const { s, editor, compiler, started, said } = await session();
  editor.type(toast);
  compiler.compile = () => new Promise((_, reject) => (compiler.reject = reject));
  const running = s.run();
  await settled();
  s.cancel();
  assert.equal(await running, false);
  assert.equal(compiler.stopped, true);
  assert.deepEqual(started, []);
  assert.deepEqual(said.slice(-2), ["compiling", "idle"]);
});

test("the compiler is warmed up with the lesson, whose other files are checked along", async () => {
  const { compiler } = await session({ lesson: "15-chat", test: true });
  assert.deepEqual(compiler.context, { lesson: "15-chat", test: true });
});

test("a compiler that can't be fetched is a sentence", async () => {
  const { s, editor, compiler, started, said } = await session();
  editor.type(toast);
  compiler.compile = async () => { throw new Error("the download was cut"); };
  assert.equal(await s.run(), false);
  assert.deepEqual(started, []);
  assert.ok(said.some((text) => /did not answer: the download was cut/.test(text)));
  assert.equal(said.at(-1), "failed");
});

test("an edited run is compared with the original's run, if there was one", async () => {
  const picture = new FakePicture();
  const { s, editor } = await session({ picture, title: "gather" });
  await s.run();
  s.finished({ edited: false });
  assert.equal(picture.title, "gather");
  editor.type(toast);
  await s.run();
  s.finished({ edited: true });
  assert.equal(picture.title, "after your edit");
  await s.reset();
  await s.run();
  assert.deepEqual(picture.compared, [null, "before your edit: kept", null]);
  assert.equal(picture.title, "gather");
});

for (const { name, later } of [
  { name: "has ended", later: ({ s }) => s.finished({ edited: true }) },
  { name: "goes on", later: ({ timers }) => timers.pass(UNSEEN) },
]) {
  test(`an edited run is compared with a run of the original that the reader has not seen, and that is made when the edited one ${name}`, async () => {
    let records = 0;
    const picture = new FakePicture();
    const given = await session({ picture, record: async (title) => (records++, `${title}: unseen`) });
    const { s, editor } = given;
    editor.type(toast);
    await s.run();
    await settled();
    assert.equal(records, 0, "the reader waits for the edited run");
    later(given);
    await settled();
    await s.run();
    assert.deepEqual(picture.compared, [null, "before your edit: unseen", "before your edit: unseen"]);
    s.finished({ edited: true });
    assert.equal(records, 1);
  });
}

test("progress is told while the reader waits; while the compiler is warmed up, only what is fetched", async () => {
  const { s, editor, compiler, said } = await session();
  const progress = (detail) => compiler.dispatchEvent(new CustomEvent("progress", { detail }));
  compiler.warm = () => {
    progress({ what: "fetching", bytes: 1e6 });
    progress({ what: "compiling" });
  };
  s.open();
  await settled();
  compiler.check = async () => (progress({ what: "linking" }), []);
  editor.type(toast);
  await s.run();
  progress({ what: "compiling" });
  assert.deepEqual(said.filter((text) => /…|fetching/.test(text)), ["fetching the compiler: 1.0 MB", "linking …"]);
  assert.ok(said.lastIndexOf("") > said.indexOf("linking …"), "what was said is taken back");
});

for (const { detail, want } of [
  { detail: { what: "fetching", bytes: 3_100_000, of: 17_240_000 }, want: "fetching the compiler: 3.1 of 17.2 MB" },
  { detail: { what: "fetching", bytes: 3_100_000 }, want: "fetching the compiler: 3.1 MB" },
  { detail: { what: "linking" }, want: "linking …" },
]) {
  test(`progress is told as: ${want}`, () => assert.equal(progressOf(detail).text, want));
}
