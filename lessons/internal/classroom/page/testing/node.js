// Runs programs in node, on the page's own code. Only for tests.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { Program } from "../program.js";

const execute = promisify(execFile);

/** The root of the repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../../../..");

let cached;

/** Go's class, from the installed toolchain. */
export async function loadGo() {
  if (!cached) {
    const { stdout } = await execute("go", ["env", "GOROOT"], { cwd: root });
    await import(pathToFileURL(join(stdout.trim(), "lib/wasm/wasm_exec.js")));
    cached = globalThis.Go;
  }
  return cached;
}

/** Builds the main package in folder, with the hook, and returns its module. */
export async function build(folder, { hook = true } = {}) {
  const dir = await mkdtemp(join(tmpdir(), "classroom-"));
  try {
    const main = join(dir, "hook.go"), overlay = join(dir, "overlay.json"), wasm = join(dir, "main.wasm");
    await writeFile(main, 'package main\n\nimport _ "gosyncio/lessons/internal/classroom/hook"\n');
    await writeFile(overlay, JSON.stringify({ Replace: hook ? { [join(root, folder, "zz_hook.go")]: main } : {} }));
    await execute("go", ["build", "-trimpath", "-buildvcs=false", "-overlay", overlay,
      "-ldflags=-s -w -checklinkname=0", "-o", wasm, "./" + folder],
    { cwd: root, env: { ...process.env, GOOS: "js", GOARCH: "wasm" } });
    return new WebAssembly.Module(await readFile(wasm));
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** The surroundings of a Program. */
export function hostOf(post) {
  const { performance, setImmediate, setTimeout } = globalThis; // a lockdown may take them
  return {
    post,
    now: () => performance.now(),
    sleep: (ms) => new Promise((resolve) => { setTimeout(resolve, ms); }),
    yield: () => new Promise((resolve) => { setImmediate(resolve); }),
  };
}

/** Starts a module. Returns the program, its messages, and a promise of its end. on(message, program) sees each message. */
export async function launch(module, { on = () => {}, ...options } = {}) {
  const messages = [];
  const program = new Program(new (await loadGo())(), hostOf((message) => {
    messages.push(message);
    on(message, program);
  }), options);
  return { program, messages, ended: program.run(module) };
}

/** Runs a module to its end, and returns what it did. */
export async function run(module, options) {
  const { messages, ended } = await launch(module, options);
  const begun = performance.now();
  await ended;
  const took = performance.now() - begun;
  const parts = messages.filter((m) => m.type === "output").flatMap((m) => m.parts);
  return {
    took, messages, parts,
    lines: linesOf(parts.filter((p) => p.fd === 1)),
    stderr: parts.filter((p) => p.fd === 2).map((p) => p.text).join(""),
    last: messages.at(-1),
    traces: messages.filter((m) => m.type === "trace").map((m) => new Uint8Array(m.bytes)),
  };
}

// A line has the time of its last part.
function linesOf(parts) {
  const lines = [];
  let line = "";
  for (const { at, text } of parts) {
    const [first, ...rest] = text.split("\n");
    line += first;
    for (const next of rest) {
      lines.push({ at, text: line });
      line = next;
    }
  }
  return line === "" ? lines : [...lines, { at: parts.at(-1).at, text: line }];
}
