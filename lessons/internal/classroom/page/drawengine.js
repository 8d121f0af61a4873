// The picture engine, as the page sees it: a worker that all pictures of a page
// share, so that two runs can be drawn as one.

/** A worker that reads and draws runs. Event "failed" { message, run }: run is undefined if it concerns all. */
export class Engine extends EventTarget {
  static #engines = new Map();

  /** The engine of a site: one for each page. */
  static at(root) {
    const url = new URL("assets/drawworker.js", new URL(root, globalThis.location?.href)).href;
    if (!this.#engines.has(url)) this.#engines.set(url, new Engine(() => new Worker(url, { type: "module", name: "picture" })));
    return this.#engines.get(url);
  }

  #start; #worker = null; #works = false; #broken = false; #waiting = new Map(); #runs = 0; #orders = 0;

  /** @param {() => Worker} start makes the worker */
  constructor(start) {
    super();
    this.#start = start;
    this.#open();
  }

  /** A number for a run. */
  number() { return ++this.#runs; }

  /** Sends a command that has no answer unless it fails. */
  send(message, transfer = []) {
    if (this.#broken && message.do === "reset") this.#reopen(); // the network may be back
    this.#worker.postMessage(message, transfer);
  }

  /** Sends a command, and resolves to its answer. */
  ask(message) {
    const number = ++this.#orders;
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      this.send({ ...message, number });
    });
  }

  #open() {
    this.#worker = this.#start();
    this.#worker.addEventListener("message", (event) => this.#hear(event.data));
    this.#worker.addEventListener("error", (event) => this.#fail(event.message || "the worker can't be loaded"));
  }

  #hear(answer) {
    if (answer.did === "start") [this.#works, this.#broken] = [!answer.error, Boolean(answer.error)];
    if (answer.did === "stop" && this.#works) {
      this.#renew(answer.error);
      return;
    }
    const resolve = this.#waiting.get(answer.number);
    this.#waiting.delete(answer.number);
    if (answer.error) this.#fail(answer.error, answer.run);
    resolve?.(answer);
  }

  // What the worker knew is gone: each picture starts anew with its next run.
  #renew(error) {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#reopen();
    this.#fail(error);
    for (const resolve of waiting) resolve({ error });
  }

  #reopen() {
    this.#works = this.#broken = false; // one that can't even start is not replaced before the next run
    this.#worker.terminate();
    this.#open();
  }

  #fail(message, run) {
    this.dispatchEvent(new CustomEvent("failed", { detail: { message, run } }));
  }
}
