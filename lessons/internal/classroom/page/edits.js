// What happens to an edit: it is kept, checked, formatted, compiled and run.

import { withNewlines } from "./editor.js";
import { EditStore, hashOf } from "./editstore.js";
import { isIn, showProblems } from "./problems.js";

/** PAUSE is how long, in ms, the reader has not typed before the program is checked and kept. */
export const PAUSE = 250;

/** UNSEEN is how long, in ms, an edit has run when a run of the original is made, if it has not ended before. */
export const UNSEEN = 500;

const BEFORE = "before your edit", AFTER = "after your edit"; // titles of the two runs in one picture

/**
 * EditSession leads a program from the editor to a run.
 *
 * - editor, compiler, picture: see editor.js, compile.js, picture.js
 * - problems: the region that lists the problems
 * - start({ program, edited }): runs a program, a URL or a WebAssembly.Module
 * - page, hash: under what an edit is kept; original: the program without edits
 * - title: what the picture of a run of the original is called
 * - program: the URL of the compiled original, or null: then that is compiled, too
 * - record(title): resolves to the picture of a run of the original, or to null; it
 *   is asked at the first run of an edit, if the reader has not run the original
 * - lesson: the slug whose other files are compiled along; file: the edited one
 *
 * Events: "state" { state: "compiling" | "failed" | "idle" }, "progress" { text,
 * part }, "notice" { text }, "edited" { edited }, "compared" { compared }: whether the
 * picture shows two runs.
 */
export class EditSession extends EventTarget {
  #o;
  #base;
  #hash;
  #timer;
  #checks = 0; // only the latest check may speak,
  #builds = 0; // and only the latest build
  #before = null; // a run of the original
  #recorded = false;
  #saved = "";
  #waits = false; // the reader waits for the compiler,
  #warms = false; // or it is warmed up, and only what is fetched is told

  constructor(options) {
    super();
    this.#o = { file: "main.go", lesson: "", test: false, program: null, picture: null, record: null, title: "", show: showProblems, timers: globalThis, ...options };
    this.#o.store ??= new EditStore();
    this.#o.original = withNewlines(this.#o.original).replace(/\n*$/, "\n"); // as gofmt leaves it
    this.#base = this.#o.original;
    this.#hash = this.#o.hash;
    this.#o.editor.addEventListener("change", () => this.#changed());
    this.#o.editor.addEventListener("run", () => this.run());
    this.#o.compiler.addEventListener("progress", ({ detail }) => this.#progress(detail));
  }

  /**
   * open shows what was kept, or the original, and starts the compiler in the
   * background. A shared program is shown in their place, and kept in a place of
   * its own, so the reader's own edit stays.
   */
  open({ shared = null } = {}) {
    const { editor, store, page } = this.#o;
    if (shared !== null) {
      this.#base = withNewlines(shared);
      this.#hash = `shared-${hashOf(this.#base)}`;
    }
    const kept = store.load(page, this.#hash);
    this.#saved = kept ?? this.#base;
    editor.text = this.#saved;
    this.#send("edited", { edited: this.edited });
    this.#warm();
    this.check();
  }

  // check takes the same other files along as warm.
  async #warm() {
    this.#warms = true;
    await this.#o.compiler.warm({ lesson: this.#o.lesson, test: this.#o.test });
    if (this.#warms) this.#send("progress", { text: "", part: null });
    this.#warms = false;
  }

  #progress(detail) {
    if (this.#waits || (this.#warms && detail.what === "fetching")) this.#send("progress", progressOf(detail));
  }

  /** edited tells whether the program differs from the lesson's. */
  get edited() {
    return this.#o.editor.text !== this.#o.original;
  }

  #changed() {
    this.#o.timers.clearTimeout(this.#timer);
    this.#timer = this.#o.timers.setTimeout(() => {
      this.keep();
      this.check();
    }, PAUSE);
  }

  /** keep saves the text now; the page calls it when it is closed. */
  keep() {
    const { editor, store, page } = this.#o;
    const { text } = editor;
    if (text === this.#saved) return;
    this.#saved = text;
    if (text === this.#base) store.remove(page, this.#hash);
    else if (!store.save(page, this.#hash, text)) this.#send("notice", { text: store.problem });
    this.#send("edited", { edited: this.edited });
  }

  /** check looks for problems while the reader types, and returns whether there are none. */
  async check() {
    const turn = ++this.#checks;
    const problems = await this.#ask(() => this.#o.compiler.check(this.#files()), () => turn === this.#checks);
    if (turn !== this.#checks || problems === null) return false;
    this.#show(problems, false);
    return problems.length === 0;
  }

  /** reset shows the original, also in the place of a shared program, and forgets the edit. Undo takes it back. */
  reset() {
    const { editor, store, page, original } = this.#o;
    editor.text = original;
    this.#saved = original;
    store.remove(page, this.#hash);
    this.#send("edited", { edited: false });
    return this.check();
  }

  /** replace shows another program, as if the reader had typed it. */
  replace(text) {
    this.#o.editor.text = text;
    this.keep();
    return this.check();
  }

  /** run starts the program, compiled if it is not the original. It returns whether it started. */
  async run() {
    const { start, program } = this.#o;
    if (program && !this.edited) {
      this.#show([], true);
      this.#compare(false);
      start({ program, edited: false });
      return true;
    }
    const bytes = await this.build();
    if (!bytes) return false;
    const { edited } = this;
    this.#compare(edited);
    start({ program: bytes, edited });
    if (edited) this.#o.timers.setTimeout(() => this.#recordBefore(), UNSEEN); // first the reader's own run
    return true;
  }

  #compare(edited) {
    const { picture, title } = this.#o;
    this.#compareWith(edited ? this.#before : null);
    picture?.entitle({ title: edited ? AFTER : title });
  }

  async #recordBefore() {
    const { picture, record } = this.#o;
    if (this.#before || this.#recorded || !picture || !record) return;
    this.#recorded = true;
    this.#before = await record(BEFORE);
    if (this.edited) this.#compareWith(this.#before);
  }

  #compareWith(other) {
    this.#o.picture?.compareWith(other);
    this.#send("compared", { compared: other !== null });
  }

  /**
   * finished keeps the picture of a run of the original, to compare the next edit with. If
   * an edit was run, the original may be run now.
   */
  finished({ edited }) {
    const { picture, title } = this.#o;
    if (edited) this.#recordBefore();
    if (edited || !picture) return;
    this.#before?.drop?.();
    picture.entitle({ title: BEFORE });
    this.#before = picture.snapshot();
    picture.entitle({ title });
  }

  /** build checks, formats and compiles. It returns a program, or null, and then the problems are shown. */
  async build() {
    this.#o.timers.clearTimeout(this.#timer);
    this.#o.compiler.endWarmUp();
    this.keep();
    const turn = ++this.#builds;
    this.#checks++;
    [this.#waits, this.#warms] = [true, false];
    this.#send("state", { state: "compiling" });
    const result = await this.#ask(() => this.#build(turn), () => turn === this.#builds);
    if (turn !== this.#builds) return null; // a later build, or cancel, came in between
    this.#waits = false;
    if (result) this.#send("progress", { text: "", part: null }); // what was said is over
    if (result && result.text === this.#o.editor.text) this.#show(result.problems ?? [], true);
    if (result?.bytes) return result.bytes;
    this.#send("state", { state: "failed" });
    return null;
  }

  /** cancel forgets a build that is under way. */
  cancel() {
    this.#builds++;
    this.#waits = false;
    this.#o.compiler.stop();
    this.#send("state", { state: "idle" });
  }

  async #build(turn) {
    const { compiler, editor, lesson, test } = this.#o;
    const before = editor.text;
    const problems = await compiler.check(this.#files());
    if (problems.length > 0 || turn !== this.#builds) return { problems, text: before };
    const { text, offset } = await compiler.format(before, editor.cursor);
    if (turn === this.#builds && text !== before && editor.text === before) {
      editor.setText(text, offset);
      this.keep();
    }
    return { ...(await compiler.compile({ lesson, files: { [this.#o.file]: text }, test })), text };
  }

  #files() {
    return { [this.#o.file]: this.#o.editor.text };
  }

  // ask returns null if the compiler itself fails: a download was cut, say. If nobody
  // waits for the answer any more, nothing is said.
  async #ask(what, isAwaited) {
    try {
      return await what();
    } catch (error) {
      if (isAwaited()) this.#send("notice", { text: `The compiler did not answer: ${error.message}. Try again; if it fails again, reload the page, your edit is kept.` });
      return null;
    }
  }

  #show(problems, now) {
    const { editor, file } = this.#o;
    editor.setProblems(problems.filter((p) => isIn(p, file)), { now });
    this.#o.show(this.#o.problems, problems, { file, goTo: (line, column) => editor.goTo(line, column) });
    this.#send("problems", { problems });
  }

  #send(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** progressOf returns words, and the part that is done (0 to 1) where that is known. */
export function progressOf({ what, bytes, of }) {
  if (what !== "fetching") return { text: `${what} …`, part: null };
  const mb = (n) => (n / 1e6).toFixed(1);
  if (!of) return { text: `fetching the compiler: ${mb(bytes)} MB`, part: null };
  return { text: `fetching the compiler: ${mb(bytes)} of ${mb(of)} MB`, part: Math.min(1, bytes / of) };
}
