// The compiler of a site, in node: every lesson, the suites, the table of programs, faults.
// TestTheCompilerInNode makes the site and starts this; without a site nothing is tested.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { Native } from "./testing/native.js";
import { serveSite } from "./testing/site.js";
import { Worker } from "./testing/webworker.js";

const folder = process.env.CLASSROOM_SITE;
const lessons = resolve(fileURLToPath(import.meta.url), "../../../..");
const readJSON = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));

let Compiler, site, compiler, temporary, workers = 0, change = () => false;

async function open() {
  temporary = await mkdtemp(join(tmpdir(), "classroom-"));
  globalThis.Worker = class extends Worker {
    constructor(url) {
      super(url);
      workers++;
    }
  };
  ({ Compiler } = await import(pathToFileURL(join(folder, "assets/compile.js"))));
  site = await serveSite(folder, (...args) => change(...args));
  compiler = new Compiler(site.root);
}

// run runs a program in node with Go's own glue: { code, output, errors }.
async function run(bytes, args = [], { limit = 60_000 } = {}) {
  const file = join(temporary, "main.wasm");
  writeFileSync(file, bytes);
  const glue = join(folder, "assets/wasm_exec.js");
  const script = `globalThis.fs = require("fs"); globalThis.path = require("path"); require(${JSON.stringify(glue)});
    const go = new Go(); go.argv = process.argv.slice(1); go.exit = process.exit;
    process.on("exit", (code) => { if (code === 0 && !go.exited) { go._pendingEvent = { id: 0 }; go._resume(); } });
    WebAssembly.instantiate(fs.readFileSync(go.argv[0]), go.importObject).then(({ instance }) => go.run(instance));`;
  const child = spawn(process.execPath, ["--stack-size=8192", "-e", script, file, ...args]);
  const printed = { output: "", errors: "" };
  child.stdout.on("data", (data) => (printed.output += data));
  child.stderr.on("data", (data) => (printed.errors += data));
  const timer = setTimeout(() => child.kill("SIGKILL"), limit);
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  return { code, ...printed };
}

const slugs = () => readdirSync(join(folder, "assets/tools/lessons")).map((name) => name.replace(".json", ""));
const lesson = (slug) => readJSON(`assets/tools/lessons/${slug}.json`);

describe("the compiler in the page", { skip: folder ? false : "TestTheCompilerInNode says how to make a site" }, () => {
  before(open);
  after(async () => {
    site.close();
    await rm(temporary, { recursive: true });
    setImmediate(() => process.exit()); // its workers stay
  });

  test("every lesson is the same program, byte by byte, that the installed compiler makes", async (t) => {
    const native = await Native.open(folder);
    for (const slug of slugs()) {
      await t.test(slug, async () => {
        const { path, program } = lesson(slug);
        const { bytes, problems } = await compiler.compile({ lesson: slug, files: { "main.go": program.files["main.go"] } });
        assert.deepEqual(problems, undefined);
        assert.ok(Buffer.from(bytes).equals(await native.build({ path, program })), "the bytes differ");
      });
    }
    await rm(native.dir, { recursive: true });
  });

  test("a lesson that was edited prints what was edited", async () => {
    const text = lesson("02-hello").program.files["main.go"].replace("Hello", "Good morning");
    const { bytes } = await compiler.compile({ lesson: "02-hello", files: { "main.go": text } });
    assert.match((await run(bytes)).output, /Good morning/);
  });

  test("each program of the table is compiled, or its problem is shown", async (t) => {
    for (const row of readJSON("programs.json")) {
      await t.test(`${row.Name}: ${row.Says}`, () => checkRow(row));
    }
  });

  test("the suite of an exercise says what is missing, and what is right", async (t) => {
    for (const { slug, run: pattern, args } of [
      { slug: "15-chat", run: "^TestChat$", args: [] },
      { slug: "16-philosophy", run: "^TestExercise$", args: [] },
    ]) {
      await t.test(`${slug}: the stub`, () => suite(slug, pattern, args, stub(slug), (output) => assert.match(output, /--- FAIL/)));
      await t.test(`${slug}: the solution`, () => suite(slug, pattern, args, solution(slug), (output) => {
        assert.match(output, /--- PASS/);
        assert.doesNotMatch(output, /--- (FAIL|SKIP)/);
      }));
    }
  });

  test("a wrong solution fails in the row that names its fault", async (t) => {
    for (const name of ["echoing", "hoarding"]) {
      const file = join(lessons, "15-chat/testdata/wrong", `${name}.txt`);
      await t.test(name, { skip: readable(file) ? false : `there is no ${file}` }, () => wrong(readFileSync(file, "utf8")));
    }
  });
  faults();
});

const readable = (file) => {
  try {
    return readFileSync(file).length > 0;
  } catch {
    return false;
  }
};

async function checkRow(row) {
  const result = await compiler.compile({ files: { "main.go": row.Text } });
  if (row.Problems) {
    const [got] = result.problems, [want] = row.Problems;
    assert.deepEqual([got.file, got.line, got.column], ["main.go", want.Line, want.Column], got.message);
    assert.ok(got.message.includes(want.Message), got.message);
    assert.ok((got.hint ?? "").includes(want.Hint), got.hint);
    return;
  }
  assert.equal(result.problems, undefined);
  if (row.Loops) {
    assert.equal((await run(result.bytes, [], { limit: 1000 })).code, null);
    return;
  }
  const { code, output, errors } = await run(result.bytes);
  assert.equal(output, (row.Prints ?? []).map((line) => `${line}\n`).join(""));
  for (const text of row.Fails ?? []) {
    assert.ok(errors.includes(text), errors);
  }
  assert.equal(code, row.Fails ? 2 : row.Exit);
}

const stub = (slug) => lesson(slug).exercise.files["exercise.go"];

// The solution, in the place of exercise.go: it may be several files of one package.
function solution(slug) {
  const { program, exercise } = lesson(slug);
  return Object.fromEntries(Object.entries(program.files).filter(([name]) => !(name in exercise.files)));
}

async function suite(slug, pattern, args, files, check) {
  const given = typeof files === "string" ? { "exercise.go": files } : { ...files, "exercise.go": "package main\n" };
  const { bytes, problems } = await compiler.compile({ lesson: slug, test: true, files: given });
  assert.equal(problems, undefined);
  check((await run(bytes, ["-test.v", `-test.run=${pattern}`, ...args])).output);
}

// wrong tests a file of testdata/wrong: the right lines and the wrong ones.
async function wrong(text) {
  const [, row, file, right, bad] = /^.*?\n\nfails: (.*?)\nfile: (.*?)\n--- right\n(.*)--- wrong\n(.*)$/s.exec(text);
  const files = { ...solution("15-chat") };
  const all = { ...lesson("15-chat").exercise.files, ...files };
  assert.equal(all[file].split(right).length, 2, `${file} does not have the right lines once`);
  files[file] = all[file].replace(right, () => bad);
  const [level, name] = row.replaceAll(" ", "_").split("/");
  const escape = (s) => s.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  await suite("15-chat", `^TestChat$/^${escape(level)}$/^${escape(name)}$`, ["-patience=2s"], files,
    (output) => assert.ok(output.includes(`--- FAIL: TestChat/${level}/${name}`), output));
}

function faults() {
  test("a check finds the problems of what is typed, and takes the other files along", async () => {
    assert.deepEqual(await compiler.check({ "main.go": lesson("15-chat").program.files["main.go"] }, { lesson: "15-chat" }), []);
    const [problem] = await compiler.check({ "main.go": "package main\n\nfunc main() { tea() }\n" });
    assert.deepEqual([problem.line, problem.column, problem.message], [3, 15, "undefined: tea"]);
  });

  test("a program that is nested too deeply is refused, and the next one is not", async () => {
    const deep = `package main\n\nfunc main() { _ = ${"(".repeat(50_000)}1${")".repeat(50_000)} }\n`;
    await assert.rejects(compiler.compile({ files: { "main.go": deep } }), /the program is nested too deeply/);
    assert.deepEqual(await compiler.check({ "main.go": "package main\n\nfunc main() {}\n" }), []);
  });

  test("gofmt keeps the cursor", async () => {
    assert.deepEqual(await compiler.format("package main\nvar 茶  =1\n", 18), { text: "package main\n\nvar 茶 = 1\n", offset: 19 });
  });

  test("progress is told: fetching in bytes, compiling, linking", async () => {
    const fresh = new Compiler(site.root), seen = [];
    fresh.addEventListener("progress", ({ detail }) => seen.push(detail));
    await fresh.compile({ files: { "main.go": "package main\n\nfunc main() {}\n" } });
    const kinds = seen.map(({ what }) => what);
    assert.deepEqual([...new Set(kinds)], ["fetching", "compiling", "linking"]);
    for (const { what, bytes, of } of seen) {
      assert.ok(what !== "fetching" || (bytes > 0 && bytes <= of), `${bytes} of ${of}`);
    }
  });

  test("a tool runs again and again in one instance, whose memory does not grow, and fetches nothing again", async () => {
    const asked = [];
    change = (path) => (asked.push(path), false);
    const before = workers;
    for (let i = 0; i < 6; i++) {
      const { problems } = await compiler.compile({ files: { "main.go": `package main\n\nfunc main() { println(${i}) }\n` } });
      assert.equal(problems, undefined);
    }
    change = () => false;
    assert.deepEqual([asked, workers], [[], before]);

    const { Machine } = await import(pathToFileURL(join(folder, "assets/machine.js")));
    const { ToolFS } = await import(pathToFileURL(join(folder, "assets/toolfs.js")));
    const machine = new Machine(new WebAssembly.Module(readFileSync(join(folder, "assets/tools/link.wasm"))), 32 << 20);
    const { fs, path, process } = globalThis; // the machine takes their places
    const first = await machine.run(["link", "-V"], new ToolFS()), memory = machine.memory;
    const wrong = await machine.run(["link", "-unknown"], new ToolFS()), again = await machine.run(["link", "-V"], new ToolFS());
    Object.assign(globalThis, { fs, path, process });
    assert.match(first.printed, /^link version go1\./);
    assert.deepEqual(again, first);
    assert.deepEqual([wrong.code, machine.memory], [2, memory]);
  });

  test("a download that is cut is said, and tried again", async () => {
    const fresh = new Compiler(site.root);
    let isCut = true;
    change = (path, response) => {
      if (!path.endsWith("base.objects.pack") || !isCut) {
        return false;
      }
      response.writeHead(200, { "Content-Length": 1000 });
      response.write("x");
      setTimeout(() => response.destroy(), 10);
      return true;
    };
    const files = { "main.go": "package main\n\nfunc main() {}\n" };
    await assert.rejects(fresh.compile({ files }));
    isCut = false;
    assert.ok((await fresh.compile({ files })).bytes.length > 1e6);
    change = () => false;
  });

  test("tools that are newer than the packs are said, in a sentence", async () => {
    const fresh = new Compiler(site.root);
    change = (path, response) => {
      if (!path.endsWith("/tools.json")) {
        return false;
      }
      response.end(JSON.stringify({ ...readJSON("assets/tools/tools.json"), go: "go1.99" }));
      return true;
    };
    await assert.rejects(fresh.compile({ files: { "main.go": "package main\n\nfunc main() {}\n" } }),
      /the compiler is go1\.99, and the packages were compiled by go1\.\d+(\.\d+)?: load the page again/);
    change = () => false;
  });

  test("a compilation can be stopped, and the next one works", async () => {
    const files = { "main.go": lesson("06-gather").program.files["main.go"] };
    const stopped = compiler.compile({ lesson: "06-gather", files });
    stopped.catch(() => {});
    await new Promise((resolve) => compiler.addEventListener("progress", resolve, { once: true }));
    compiler.stop();
    await assert.rejects(stopped, /the compilation was stopped/);
    assert.ok((await compiler.compile({ lesson: "06-gather", files })).bytes);
  });
}
