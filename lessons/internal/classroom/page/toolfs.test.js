import assert from "node:assert/strict";
import { test } from "node:test";

import { ToolFS } from "./toolfs.js";

// call calls a function of Node's fs; the result or the error's code.
function call(fs, name, ...args) {
  let result;
  fs[name](...args, (error, value) => (result = error ? error.code : value));
  return result;
}

function read(fs, path, length = 100) {
  const fd = call(fs, "open", path, 0, 0);
  const buffer = new Uint8Array(length);
  const n = call(fs, "read", fd, buffer, 0, length, null);
  call(fs, "close", fd);
  return new TextDecoder().decode(buffer.subarray(0, n));
}

const { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_EXCL, O_APPEND } = new ToolFS().constants;

test("a file that was put there is read, also from a relative path", () => {
  const fs = new ToolFS();
  fs.put("/pkg/fmt.a", "archive");
  fs.chdir("/pkg");
  assert.equal(read(fs, "fmt.a"), "archive");
  assert.equal(read(fs, "../pkg/./fmt.a"), "archive");
});

test("a file is read in parts, and anywhere", () => {
  const fs = new ToolFS();
  fs.put("/a", "abcdef");
  const fd = call(fs, "open", "/a", 0, 0);
  const buffer = new Uint8Array(4);
  for (const { position, n, want } of [
    { position: null, n: 4, want: "abcd" }, { position: null, n: 4, want: "ef" }, { position: null, n: 4, want: "" },
    { position: 1, n: 2, want: "bc" },
  ]) {
    const got = call(fs, "read", fd, buffer, 0, n, position);
    assert.equal(new TextDecoder().decode(buffer.subarray(0, got)), want);
  }
});

test("what is written is there, and grows", () => {
  const fs = new ToolFS();
  const fd = call(fs, "open", "/out", O_RDWR | O_CREAT | O_TRUNC, 0o666);
  const part = new Uint8Array(5000).fill(65);
  for (let i = 0; i < 3; i++) {
    assert.equal(call(fs, "write", fd, part, 0, part.length, null), 5000);
  }
  call(fs, "write", fd, new Uint8Array([66]), 0, 1, 0);
  assert.equal(fs.take("/out").length, 15000);
  assert.equal(call(fs, "fstat", fd).size, 15000);
  assert.deepEqual([...fs.take("/out").subarray(0, 2)], [66, 65]);
});

test("a part of a pack is not changed by a file that begins as one", () => {
  const fs = new ToolFS(), pack = new TextEncoder().encode("pack");
  fs.put("/p", pack);
  const fd = call(fs, "open", "/p", O_WRONLY | O_APPEND, 0);
  call(fs, "write", fd, new Uint8Array([33]), 0, 1, null);
  assert.equal(new TextDecoder().decode(fs.take("/p")), "pack!");
  assert.equal(new TextDecoder().decode(pack), "pack");
});

test("truncate cuts and extends", () => {
  const fs = new ToolFS();
  fs.put("/a", "abc");
  call(fs, "truncate", "/a", 2);
  assert.equal(read(fs, "/a"), "ab");
  call(fs, "truncate", "/a", 3);
  assert.equal(read(fs, "/a"), "ab\0");
});

test("rename, unlink and folders", () => {
  const fs = new ToolFS();
  call(fs, "mkdir", "/tmp", 0o777);
  fs.put("/tmp/a", "a");
  call(fs, "rename", "/tmp/a", "/tmp/b");
  assert.deepEqual(call(fs, "readdir", "/tmp"), ["b"]);
  call(fs, "unlink", "/tmp/b");
  assert.equal(fs.take("/tmp/b"), null);
  assert.equal(call(fs, "stat", "/tmp").isDirectory(), true);
});

test("errors have Node's codes", async (t) => {
  const fs = new ToolFS();
  fs.put("/dir/file", "x");
  for (const { name, args, code } of [
    { name: "open", args: ["/none", 0, 0], code: "ENOENT" },
    { name: "open", args: ["/none/file", O_WRONLY | O_CREAT, 0], code: "ENOENT" },
    { name: "open", args: ["/dir", O_WRONLY, 0], code: "EISDIR" },
    { name: "open", args: ["/dir/file", O_WRONLY | O_CREAT | O_EXCL, 0], code: "EEXIST" },
    { name: "stat", args: ["/none"], code: "ENOENT" },
    { name: "mkdir", args: ["/dir", 0], code: "EEXIST" },
    { name: "readdir", args: ["/dir/file"], code: "ENOTDIR" },
    { name: "unlink", args: ["/dir"], code: "EISDIR" },
    { name: "rename", args: ["/none", "/a"], code: "ENOENT" },
    { name: "close", args: [99], code: "EBADF" },
    { name: "symlink", args: ["/a", "/b"], code: "ENOSYS" },
  ]) {
    await t.test(`${name} ${args[0]}: ${code}`, () => assert.equal(call(fs, name, ...args), code));
  }
});

test("what a tool prints is one text, also where a character is cut in two", () => {
  const fs = new ToolFS(), tea = new TextEncoder().encode("茶\n");
  fs.writeSync(2, tea.subarray(0, 1));
  call(fs, "write", 2, tea, 1, tea.length - 1, null);
  assert.equal(fs.printed, "茶\n");
});

test("a tool reads into its own memory, and is told when that is not possible", () => {
  const fs = new ToolFS();
  fs.put("/a", "abcdef");
  fs.chdir("/w");
  const fd = call(fs, "open", "/a", 0, 0), dir = call(fs, "open", "/w", 0, 0);
  const into = new Uint8Array(4);
  for (const { fd: from, position, want, text = "", why = "" } of [
    { fd, position: null, want: 4, text: "abcd" }, { fd, position: null, want: 2, text: "ef" }, { fd, position: null, want: 0 },
    { fd, position: 1, want: 4, text: "bcde" }, { fd: dir, position: null, want: -1, why: "a folder" }, { fd: 99, position: 0, want: -1, why: "not open" },
  ]) {
    assert.equal(fs.readInto(from, into, position), want, why);
    assert.equal(new TextDecoder().decode(into.subarray(0, Math.max(0, want))), text, why);
  }
});

test("a tool writes from its own memory, and is told when that is not possible", () => {
  const fs = new ToolFS();
  fs.put("/a", "abcdef");
  const out = call(fs, "open", "/out", O_RDWR | O_CREAT, 0o666), readOnly = call(fs, "open", "/a", 0, 0);
  const from = new TextEncoder().encode("tea");
  assert.equal(fs.writeFrom(out, from, null), 3);
  assert.equal(fs.writeFrom(out, from, null), 3);
  assert.equal(fs.writeFrom(out, from, 1), 3);
  assert.equal(read(fs, "/out"), "tteaea");
  for (const fd of [readOnly, 1, 99]) {
    assert.equal(fs.writeFrom(fd, from, null), -1);
  }
});

test("a function that is called at once returns its error and its value", () => {
  const fs = new ToolFS();
  fs.put("/a", "abc");
  assert.deepEqual(fs.now("open", "/a", 0, 0), [null, 3]);
  assert.equal(fs.now("open", "/b", 0, 0)[0].code, "ENOENT");
});

test("a large file is written into the memory of the one before, and has nothing of it", () => {
  const before = new ToolFS();
  const write = (fs, bytes, position) => fs.writeFrom(call(fs, "open", "/out", O_WRONLY | O_CREAT, 0o666), bytes, position);
  write(before, new Uint8Array(2e6).fill(1), 0);
  const fs = new ToolFS(before.spare("/out"));
  write(fs, new Uint8Array(10).fill(2), 2e6 - 10);
  assert.equal(fs.spare("/out").buffer, before.spare("/out").buffer);
  assert.deepEqual([fs.take("/out").length, fs.take("/out")[0], fs.take("/out").at(-1)], [2e6, 0, 2]);
  const larger = new ToolFS(fs.spare("/out"));
  write(larger, new Uint8Array(3e6), 0);
  assert.notEqual(larger.spare("/out").buffer, fs.spare("/out").buffer);
});
