import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { gzipSync } from "node:zlib";

import { loadBytes, loadModule } from "./fetch.js";

const wasm = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
const real = globalThis.fetch;
afterEach(() => { globalThis.fetch = real; });

/** Answers fetch from files: path → { body, headers }. Returns what was asked for. */
function serve(files) {
  const asked = [];
  globalThis.fetch = async (url, { method = "GET" } = {}) => {
    const { pathname } = new URL(url);
    asked.push(`${method} ${pathname}`);
    const file = files[pathname];
    return file ? new Response(method === "HEAD" ? null : file.body, { headers: file.headers }) : new Response(null, { status: 404 });
  };
  return asked;
}

// fetch.js remembers what kind of host it is, so each test has one of its own.
const cases = [
  {
    name: "a host that compresses is asked for the file itself",
    host: "http://one.test",
    files: { "/x.pack": { body: wasm, headers: { "Content-Encoding": "gzip" } } },
    asked: ["HEAD /x.pack", "GET /x.pack"],
  },
  {
    name: "a host that does not compress is asked for the compressed file",
    host: "http://two.test",
    files: { "/x.pack": { body: wasm }, "/x.pack.gz": { body: gzipSync(wasm) } },
    asked: ["HEAD /x.pack", "HEAD /x.pack.gz", "GET /x.pack.gz"],
  },
  {
    name: "a host that says of the compressed file that it comes compressed has unpacked it already",
    host: "http://three.test",
    files: { "/x.pack": { body: wasm }, "/x.pack.gz": { body: wasm, headers: { "Content-Encoding": "gzip" } } },
    asked: ["HEAD /x.pack", "HEAD /x.pack.gz", "GET /x.pack.gz"],
  },
  {
    name: "a host that has only the file itself is asked for that",
    host: "http://four.test",
    files: { "/x.pack": { body: wasm } },
    asked: ["HEAD /x.pack", "HEAD /x.pack.gz", "GET /x.pack"],
  },
];

for (const { name, host, files, asked } of cases) {
  test(name, async () => {
    const log = serve(files);
    assert.deepEqual(await loadBytes(host + "/x.pack"), wasm);
    assert.deepEqual(log, asked);
  });
}

test("a host is asked once which kind it is", async () => {
  const log = serve({
    "/a.pack": { body: wasm }, "/a.pack.gz": { body: gzipSync(wasm) }, "/b.pack.gz": { body: gzipSync(wasm) },
  });
  await loadBytes("http://five.test/a.pack");
  await loadBytes("http://five.test/b.pack");
  assert.deepEqual(log.slice(-1), ["GET /b.pack.gz"]);
  assert.equal(log.length, 4);
});

test("progress is told in bytes, and of how many if that is known", async () => {
  serve({ "/x.pack": { body: wasm, headers: { "Content-Length": "8" } } });
  const told = [];
  await loadBytes("http://six.test/x.pack", (...progress) => told.push(progress));
  assert.deepEqual(told.at(-1), [8, 8]);
});

test("a file that is not there is a sentence with its name", async () => {
  serve({});
  await assert.rejects(loadBytes("http://seven.test/sub/x.pack"), { message: "x.pack is not there (404)" });
});

test("a module is compiled, whatever type the host says it has", async () => {
  serve({ "/x.wasm": { body: wasm, headers: { "Content-Encoding": "gzip", "Content-Type": "text/plain" } } });
  assert.ok(await loadModule("http://eight.test/x.wasm") instanceof WebAssembly.Module);
  serve({ "/x.wasm": { body: wasm }, "/x.wasm.gz": { body: gzipSync(wasm) } });
  assert.ok(await loadModule("http://nine.test/x.wasm") instanceof WebAssembly.Module);
});

test("bytes whose number is known are put where they stay; fewer may come, and not more", async () => {
  const size = (n) => loadBytes("http://eight.test/x.pack", () => {}, n);
  serve({ "/x.pack": { body: wasm } });
  assert.deepEqual(await size(wasm.length), wasm);
  assert.deepEqual(await size(wasm.length + 1), wasm);
  await assert.rejects(size(wasm.length - 1), { message: `x.pack is longer than ${wasm.length - 1} bytes: load the page again` });
});
