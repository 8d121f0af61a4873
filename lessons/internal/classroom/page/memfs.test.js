import assert from "node:assert/strict";
import { test } from "node:test";

import { MAX_BYTES, MemFS, constants } from "./memfs.js";

const { O_APPEND, O_CREAT, O_DIRECTORY, O_EXCL, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY } = constants;
const bytes = (text) => new TextEncoder().encode(text);

/** A file system whose calls are functions that return or throw. */
function make() {
  const printed = [];
  const fs = new MemFS((fd, what) => printed.push([fd, new TextDecoder().decode(what)]), () => 1000);
  const call = new Proxy({}, {
    get: (_, name) => (...args) => {
      let result;
      fs[name](...args, (error, value) => { result = { error, value }; });
      assert.equal(result, undefined, "a result is not handed over inside the call");
      fs.next();
      if (result.error) {
        throw result.error;
      }
      return result.value;
    },
  });
  return { fs, call, printed };
}

function write(call, path, text, flags = O_WRONLY | O_CREAT | O_TRUNC) {
  const fd = call.open(path, flags, 0o644);
  call.write(fd, bytes(text), 0, bytes(text).length, null);
  call.close(fd);
}

function read(call, path) {
  const fd = call.open(path, O_RDONLY, 0);
  const buffer = new Uint8Array(100);
  const n = call.read(fd, buffer, 0, 100, null);
  call.close(fd);
  return new TextDecoder().decode(buffer.subarray(0, n));
}

test("the standard output and error go to the reader, and the input is empty", () => {
  const { call, printed } = make();
  assert.equal(call.write(1, bytes("tea\n"), 0, 4, null), 4);
  assert.equal(call.write(2, bytes("xburntx"), 1, 5, null), 5);
  assert.deepEqual(printed, [[1, "tea\n"], [2, "burnt"]]);
  assert.equal(call.read(0, new Uint8Array(9), 0, 9, null), 0);
});

test("results are handed over one by one, in order", () => {
  const { fs } = make();
  const got = [];
  fs.stat("/", () => got.push("first"));
  fs.stat("/tmp", () => got.push("second"));
  fs.next();
  assert.deepEqual([got, fs.busy], [["first"], true]);
  fs.next();
  assert.deepEqual([got, fs.busy], [["first", "second"], false]);
});

test("what was written can be read, appended to, cut and written in the middle", () => {
  const { call } = make();
  write(call, "/tea", "green");
  write(call, "/tea", " tea", O_WRONLY | O_APPEND);
  assert.equal(read(call, "/tea"), "green tea");
  const fd = call.open("/tea", O_RDWR, 0);
  call.write(fd, bytes("black"), 0, 5, 0);
  call.ftruncate(fd, 5);
  assert.equal(read(call, "/tea"), "black");
  call.ftruncate(fd, 7);
  assert.equal(read(call, "/tea"), "black\0\0");
  assert.equal(call.fstat(fd).size, 7);
  call.truncate("/tea", 1);
  assert.equal(read(call, "/tea"), "b");
});

test("folders hold names, in order, and links lead elsewhere", () => {
  const { call } = make();
  call.mkdir("/kitchen", 0o755);
  write(call, "/kitchen/tea", "green");
  write(call, "/kitchen/eggs", "soft");
  call.symlink("kitchen", "/room");
  assert.deepEqual(call.readdir("/room"), ["eggs", "tea"]);
  assert.equal(call.readlink("/room"), "kitchen");
  assert.equal(call.lstat("/room").mode & 0o170000, 0o120000);
  assert.equal(call.stat("/room").isDirectory(), true);
  call.link("/kitchen/tea", "/tea");
  write(call, "/tea", "black");
  assert.equal(read(call, "/room/../kitchen/tea"), "black");
  assert.equal(call.stat("/tea").nlink, 2);
  call.rename("/kitchen/eggs", "/kitchen/tea");
  assert.deepEqual([call.readdir("/kitchen"), read(call, "/kitchen/tea")], [["tea"], "soft"]);
});

test("modes, owners and times are kept", () => {
  const { call } = make();
  write(call, "/tea", "");
  call.chmod("/tea", 0o600);
  call.chown("/tea", 1, 2);
  call.utimes("/tea", 5, 6);
  const { mode, uid, gid, atimeMs, mtimeMs } = call.stat("/tea");
  assert.deepEqual([mode, uid, gid, atimeMs, mtimeMs], [0o100600, 1, 2, 5000, 6000]);
});

test("the working directory can be changed", () => {
  const { fs, call } = make();
  const process = fs.process();
  call.mkdir("/kitchen", 0o755);
  process.chdir("kitchen");
  write(call, "tea", "green");
  assert.deepEqual([process.cwd(), read(call, "/kitchen/tea"), fs.path().resolve("a", "../b")], ["/kitchen", "green", "/kitchen/b"]);
  assert.throws(() => process.chdir("tea"), { code: "ENOTDIR" });
});

test("a wrong call fails with Node's code", () => {
  const { call } = make();
  call.mkdir("/kitchen", 0o755);
  write(call, "/kitchen/tea", "green");
  call.symlink("/loop", "/loop");
  const closed = call.open("/kitchen/tea", O_RDONLY, 0);
  const full = new Uint8Array(1);
  const table = [
    ["ENOENT", () => call.open("/none", O_RDONLY, 0)],
    ["ENOENT", () => call.open("/none/tea", O_CREAT | O_WRONLY, 0)],
    ["EEXIST", () => call.open("/kitchen/tea", O_CREAT | O_EXCL, 0)],
    ["EISDIR", () => call.open("/kitchen", O_WRONLY, 0)],
    ["ENOTDIR", () => call.open("/kitchen/tea", O_DIRECTORY, 0)],
    ["ENOTDIR", () => call.stat("/kitchen/tea/leaf")],
    ["ELOOP", () => call.stat("/loop")],
    ["EEXIST", () => call.mkdir("/kitchen", 0o755)],
    ["ENOTEMPTY", () => call.rmdir("/kitchen")],
    ["ENOTDIR", () => call.rmdir("/kitchen/tea")],
    ["EISDIR", () => call.unlink("/kitchen")],
    ["EINVAL", () => call.rename("/kitchen", "/kitchen/pan")],
    ["EINVAL", () => call.readlink("/kitchen/tea")],
    ["EPERM", () => call.link("/kitchen", "/room")],
    ["EBADF", () => call.write(closed, full, 0, 1, null)],
    ["EBADF", () => call.read(99, full, 0, 1, null)],
    ["EBADF", () => call.close(99)],
    ["EISDIR", () => call.truncate("/kitchen", 0)],
    ["ENOSPC", () => call.truncate("/kitchen/tea", MAX_BYTES + 1)],
  ];
  for (const [code, wrong] of table) {
    assert.throws(wrong, { code }, String(wrong));
  }
});

test("the room of files that are removed can be used again", () => {
  const { call } = make();
  for (let i = 0; i < 3; i++) {
    write(call, "/large", "");
    call.truncate("/large", MAX_BYTES);
    call.unlink("/large");
  }
});
