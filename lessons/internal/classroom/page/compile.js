// Compiling in the page. The compiler is Go's own; see tools.js for how it is run, and
// lessons/internal/classroom/toolchain for how it is made.

import { getJSON, Remote } from "./remote.js";
import { mismatch, problemsIn } from "./messages.js";
import { Tool } from "./tool.js";

/** An empty program, for /play/: its own package, beside no other file. */
const PLAY = { path: "gosyncio/play", program: { edit: "main.go", files: {} } };

const WARM = `package main

import (
	"context"
	"fmt"
	"time"

	"gosyncio/gather"
	"gosyncio/sleep"
	"gosyncio/task"
)

func cook(ctx context.Context, d time.Duration) (string, error) { return sleep.Then(ctx, d, "tea") }

func main() {
	task.Main(func(ctx context.Context) error {
		fmt.Println(gather.All(ctx, task.Each([]time.Duration{time.Second}, cook)...))
		return nil
	})
}
`;

// A browser makes its fast code of what runs often. A third round changes little.
const ROUNDS = 2;

// Every program needs these packages, whatever it imports, and each test these.
const ALWAYS = ["runtime", "syscall/js"];
const TESTED = ["os", "testing", "testing/internal/testdeps"];

/**
 * A Compiler checks, formats and compiles what the reader edits. It sends the event
 * "progress", { what: "fetching" | "compiling" | "linking", bytes, of }.
 */
export class Compiler extends EventTarget {
  #root;
  #lint = null; // a promise of a Remote
  #tools = { compile: this.#tool("compile"), link: this.#tool("link") };
  #described = null; // a promise of tools.json and packs/index.json
  #sources = new Map(); // slug → a promise of lessons/SLUG.json
  #context = { lesson: "", test: false };
  #checked = { question: "", report: null }; // the last one, and a promise of its answer
  #fetches = new Map(); // tool → { bytes, of }
  #asked = false; // the reader has asked for a program

  /** root is the URL of the site. */
  constructor(root) {
    super();
    this.#root = new URL(root, globalThis.location?.href).href;
  }

  /**
   * Fetches and starts everything in the background, and compiles a program, so that the
   * first edit is fast. When the reader wants a program, that is enough. What cannot
   * be fetched now is fetched when it is needed. context: { lesson, test }, which check uses
   * where it is given none.
   */
  async warm(context = {}) {
    this.#context = { ...this.#context, ...context };
    try {
      this.#start();
      await Promise.all([this.#lintWorker(), this.#tools.compile.ready(), this.#tools.link.ready(), this.#lesson(this.#context.lesson)]);
      const program = { ...PLAY, files: { "main.go": WARM }, imports: ["fmt"] };
      for (let round = 0; round < ROUNDS && !this.#asked; round++) {
        await this.#build(program, () => !this.#asked);
      }
    } catch {
      // The reader is told when it is needed: check and compile try again.
    }
  }

  /**
   * Finds problems: [{ file, line, column, message, hint }]. Lines and columns count from 1,
   * columns in UTF-16 code units. The lesson's other files are taken along.
   */
  async check(files, context = this.#context) {
    const { problems } = await this.#check(files, await this.#program(context));
    return problems;
  }

  // check asks once, also if the reader pauses, presses Run, and nothing is to be formatted.
  #check(files, { path, siblings, tests }) {
    const asked = { path, files, siblings: { ...siblings, ...tests } };
    const question = JSON.stringify(asked);
    if (this.#checked.question !== question) {
      const report = this.#lintWorker().then((lint) => lint.call("check", asked));
      report.catch(() => (this.#checked = { question: "", report: null }));
      this.#checked = { question, report };
    }
    return this.#checked.report;
  }

  /** Formats as gofmt does: { text, offset }. offset is where the cursor is, before and after. */
  async format(text, offset = 0) {
    const lint = await this.#lintWorker();
    return lint.call("format", { text, offset });
  }

  /** Compiles and links: { bytes }, a program, or { problems } if that is not possible. */
  async compile({ lesson = "", files, test = false }) {
    this.endWarmUp();
    this.#start();
    const program = await this.#program({ lesson, test });
    const report = await this.#check(files, program);
    if (report.problems.length > 0) {
      return { problems: report.problems };
    }
    return this.#build({ ...program, files: { ...program.siblings, ...files }, imports: report.imports });
  }

  /** Ends the warm-up after its present step. The reader waits: what is warm now has to do. */
  endWarmUp() {
    this.#asked = true;
  }

  /** Ends the compilation that is under way. The next one starts the compiler again. */
  stop() {
    this.#tools.compile.stop();
    this.#tools.link.stop();
  }

  // start has the tools fetched at the same time as the rest. Who runs them learns why that
  // failed.
  #start() {
    Object.values(this.#tools).forEach((tool) => tool.ready().catch(() => {}));
  }

  #tool(name) {
    const describe = async () => {
      const { tools, index } = await this.#describe();
      return { name, root: this.#root, bytes: tools[name].bytes, index, needs: needed(index) };
    };
    return new Tool(describe, (detail) => this.#progress(name, detail));
  }

  #describe() {
    if (!this.#described) {
      const names = ["tools.json", "packs/index.json"];
      this.#described = Promise.all(names.map((name) => getJSON(new URL(`assets/tools/${name}`, this.#root).href)))
        .then(([{ go, tools }, index]) => {
          if (go !== index.go) {
            throw new Error(mismatch(go, index.go));
          }
          return { tools, index };
        });
      this.#described.catch(() => (this.#described = null));
    }
    return this.#described;
  }

  // What both tools fetch is told as one sum.
  #progress(name, detail) {
    if (detail.what === "fetching") {
      this.#fetches.set(name, detail);
      const sum = (key) => [...this.#fetches.values()].reduce((n, fetched) => n + fetched[key], 0);
      detail = { ...detail, bytes: sum("bytes"), of: sum("of") };
      if (detail.bytes >= detail.of) {
        this.#fetches.clear();
      }
    }
    this.dispatchEvent(new CustomEvent("progress", { detail }));
  }

  // build makes a program of a unit { path, files, imports, embed, test }. test: { main, tests }
  // makes the binary that go test would make of it. After the compiler it asks goesOn.
  async #build(unit, goesOn = () => true) {
    const { index } = await this.#describe();
    const needs = needed(index, unit);
    this.#tools.link.run("fetch", needs).catch(() => {}); // link says why
    const compiled = unit.test ? await this.#compileTest(unit, needs, index) : await this.#compileMain(unit, needs, index);
    if (compiled.printed === undefined && !goesOn()) {
      return {};
    }
    const { bytes, printed } = compiled.printed === undefined ? await this.#tools.link.run("link", { needs, ...compiled }) : compiled;
    return printed === undefined ? { bytes } : { problems: problemsIn(printed, { ...unit.files, ...unit.test?.tests }) };
  }

  async #compileMain({ path, files, embed }, needs, index) {
    const { archive: main, printed } = await this.#tools.compile.run("compile", { needs, path, as: "main", files: hooked(files, index), embed });
    return { main, printed };
  }

  async #compileTest({ path, files, embed, test }, needs, index) {
    const { compile } = this.#tools;
    const tested = await compile.run("compile", { needs, path, files: { ...files, ...test.tests }, embed });
    if (tested.printed !== undefined) {
      return { printed: tested.printed };
    }
    const archives = { [path]: tested.archive };
    const { archive: main, printed } = await compile.run("compile", {
      needs, path: `${path}.test`, as: "main", files: hooked({ "_testmain.go": test.main }, index), archives,
    });
    return { main, printed, archives, flags: ["-X=testing.testBinary=1"] };
  }

  #lintWorker() {
    if (!this.#lint) {
      const worker = new Remote(new URL("./lintworker.js", import.meta.url));
      this.#lint = worker.call("load", { root: this.#root }).then(() => worker);
      this.#lint.catch((error) => {
        this.#lint = null;
        worker.stop(error.message);
      });
    }
    return this.#lint;
  }

  async #program({ lesson = "", test = false }) {
    const { path, program, exercise } = await this.#lesson(lesson);
    if (!test) {
      return { path, siblings: program.files, embed: program.embed, test: null };
    }
    if (!exercise) {
      throw new Error(`lesson ${lesson} has no exercise: it has no TASK.md`);
    }
    const { files, embed, tests, main } = exercise;
    return { path, siblings: files, embed, tests, test: { tests, main } };
  }

  async #lesson(slug) {
    if (slug === "") {
      return PLAY;
    }
    if (!this.#sources.has(slug)) {
      const sources = getJSON(new URL(`assets/tools/lessons/${slug}.json`, this.#root).href);
      this.#sources.set(slug, sources);
      sources.catch(() => this.#sources.delete(slug));
    }
    return this.#sources.get(slug);
  }
}

// needed lists the packages whose packs a program needs.
function needed({ hook = "" }, { imports = [], test = null } = {}) {
  const hooks = [...hook.matchAll(/import _ "(.*)"/g)].map(([, path]) => path);
  return [...ALWAYS, ...imports, ...hooks, ...(test ? TESTED : [])];
}

// The hook is a second file, after all others: no line of the reader's is moved.
function hooked(files, { hook }) {
  return hook ? { ...files, "zz_hook.go": hook } : files;
}
