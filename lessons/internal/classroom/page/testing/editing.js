// Fakes for the tests of editing: an editor, a compiler, timers, a storage, a picture.

import { EditSession } from "../edits.js";
import { EditStore } from "../editstore.js";

/** Two programs. */
export const tea = "package main // tea\n", toast = "package main // toast\n";

/** FakeEditor is an editor without a page. */
export class FakeEditor extends EventTarget {
  text = "";
  cursor = 3;
  marked = [];

  type(text) {
    this.text = text;
    this.dispatchEvent(new CustomEvent("change"));
  }

  setText(text, offset) {
    this.text = text;
    this.cursor = offset;
  }

  setProblems(problems, { now }) {
    this.marked = problems;
    this.now = now;
  }
}

/** FakeCompiler finds what is in found, and answers with answer. */
export class FakeCompiler extends EventTarget {
  calls = [];
  found = [];

  warm(context) {
    this.context = context;
  }

  stop() {
    this.stopped = true;
    this.reject?.(new Error("the compilation was stopped"));
  }

  async check(files) {
    this.calls.push(`check ${Object.values(files)}`.trim());
    return this.found;
  }

  endWarmUp() {}

  async format(text, offset) {
    return { text: text.replaceAll(";", ""), offset: offset + 1 };
  }

  async compile({ files }) {
    this.calls.push(`compile ${Object.values(files)}`.trim());
    return this.answer ?? { bytes: "bytes" };
  }
}

/** FakeTimers wait until pass. */
export class FakeTimers {
  waiting = [];
  setTimeout = (f, ms) => this.waiting.push({ f, ms });
  clearTimeout = (n) => n && (this.waiting[n - 1] = null);

  pass(ms) {
    for (const timer of this.waiting.splice(0)) if (timer && timer.ms <= ms) timer.f();
  }
}

/** fakeStorage is a localStorage, which may be full. */
export function fakeStorage({ full = false, kept = {} } = {}) {
  const items = new Map(Object.entries(kept));
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      if (full && items.size > 0) throw new DOMException("full", "QuotaExceededError");
      items.set(key, value);
    },
    removeItem: (key) => items.delete(key),
    key: (i) => [...items.keys()][i],
    get length() { return items.size; },
  };
}

/** session opens an EditSession on fakes. */
export async function session({ storage = fakeStorage(), open, ...more } = {}) {
  const editor = new FakeEditor(), compiler = new FakeCompiler(), timers = new FakeTimers();
  const started = [], shown = [], said = [];
  const s = new EditSession({
    editor, compiler, timers, original: tea, page: "06-gather", hash: "h1", program: "06.wasm", store: new EditStore(storage),
    show: (_, problems) => shown.push(problems), start: (run) => started.push(run), ...more,
  });
  for (const type of ["state", "notice", "progress", "edited"]) s.addEventListener(type, ({ detail }) => said.push(Object.values(detail)[0]));
  s.open(open);
  await settled();
  return { s, editor, compiler, timers, started, shown, said, storage };
}

/** settled waits until every promise that is ready has been answered. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

/** FakePicture knows what is compared, and the titles of the runs. */
export class FakePicture {
  title = "gather";
  compared = [];
  entitle({ title }) { this.title = title; }
  compareWith(other) { this.compared.push(other); }
  snapshot() { return `${this.title}: kept`; }
}
