// Compiling in the page. The compiler is Go's own; see tools.js for how it is run, and
// lessons/internal/classroom/toolchain for how it is made.

import { getJSON, Remote } from "./remote.js";
import { problemsIn } from "./messages.js";

/**
 * A compile worker is renewed when its tools took so many bytes since it began: what a
 * browser frees of that, and when, is its own choice.
 */
export const MEMORY = 300e6;

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

/**
 * A Compiler checks, formats and compiles what the reader edits. It sends the event
 * "progress", { what: "fetching" | "compiling" | "linking", bytes, of }.
 */
export class Compiler extends EventTarget {
  #root;
  #lint = null; // a promise of a Remote
  #build = null; // the same
  #busy = null; // the compile worker that is at work
  #kept = null; // the tools that a compile worker loaded: the next one takes them
  #sources = new Map(); // slug → a promise of lessons/SLUG.json
  #context = { lesson: "", test: false };
  #last = Promise.resolve();

  /** root is the URL of the site. */
  constructor(root) {
    super();
    this.#root = new URL(root, globalThis.location?.href).href;
  }

  /**
   * Fetches and starts everything in the background, and compiles a program once, so that
   * the first edit is fast. What cannot be fetched now is fetched when it is needed. context:
   * { lesson, test }, which check uses where it is given none.
   */
  async warm(context = {}) {
    this.#context = { ...this.#context, ...context };
    try {
      await Promise.all([this.#lintWorker(), this.#buildWorker(), this.#lesson(this.#context.lesson)]);
      await this.#inTurn(() => this.#compile({ ...PLAY, imports: ["fmt"] }, { "main.go": WARM }, null));
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

  async #check(files, { path, siblings, tests }) {
    const lint = await this.#lintWorker();
    return lint.call("check", { path, files, siblings: { ...siblings, ...tests } });
  }

  /** Formats as gofmt does: { text, offset }. offset is where the cursor is, before and after. */
  async format(text, offset = 0) {
    const lint = await this.#lintWorker();
    return lint.call("format", { text, offset });
  }

  /** Compiles and links: { module, bytes }, or { problems } if that is not possible. */
  async compile({ lesson = "", files, test = false }) {
    this.#buildWorker().catch(() => {}); // at the same time; inTurn says why it failed
    const program = await this.#program({ lesson, test });
    const report = await this.#check(files, program);
    if (report.problems.length > 0) {
      return { problems: report.problems };
    }
    return this.#inTurn(() => this.#compile({ ...program, imports: report.imports }, { ...program.siblings, ...files }, program.test));
  }

  /** Ends the compilation that is under way. The next one starts the compiler again. */
  stop() {
    if (this.#busy) {
      this.#busy.stop("the compilation was stopped");
      this.#build = this.#busy = null;
    }
  }

  #inTurn(work) {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => {});
    return result;
  }

  async #compile({ path, imports, embed = null }, files, test) {
    const worker = await this.#buildWorker();
    let result;
    this.#busy = worker;
    try {
      result = await worker.call("build", { path, files, imports, embed, test });
    } catch (error) {
      if (this.#busy === worker) {
        this.#build = null;
        worker.stop(error.message);
      }
      throw error;
    } finally {
      this.#busy = null;
    }
    if (result.memory > MEMORY) {
      this.#renew(worker);
    }
    if (result.printed !== undefined) {
      return { problems: problemsIn(result.printed, { ...files, ...test?.tests }) };
    }
    return { module: result.module, bytes: result.bytes };
  }

  // renew starts a further compile worker with what this one fetched. Without a network it
  // may not start: then this one goes on.
  #renew(worker) {
    this.#build = (async () => {
      const next = this.#newBuild();
      try {
        await next.call("hello");
      } catch {
        return worker;
      }
      const packs = await worker.call("release");
      worker.stop("it was renewed");
      return this.#loadBuild(next, packs);
    })();
    this.#build.catch(() => (this.#build = null));
  }

  #buildWorker() {
    if (!this.#build) {
      this.#build = this.#loadBuild(this.#newBuild(), {});
      this.#build.catch(() => (this.#build = null));
    }
    return this.#build;
  }

  #newBuild() {
    return new Remote(new URL("./compileworker.js", import.meta.url), (detail) => {
      this.dispatchEvent(new CustomEvent("progress", { detail }));
    });
  }

  async #loadBuild(worker, packs) {
    const transfer = Object.values(packs).flatMap(({ types, objects }) => [types.buffer, objects.buffer]);
    const kept = this.#kept && { ...this.#kept, packs };
    try {
      this.#kept = await worker.call("load", { root: this.#root, kept }, transfer);
    } catch (error) {
      worker.stop(error.message);
      throw error;
    }
    return worker;
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
