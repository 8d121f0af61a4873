// One of Go's tools, seen from the page: a worker that runs it.

import { Remote } from "./remote.js";

/** A Tool is the compiler or the linker. They have a worker each, and so work at the same time. */
export class Tool {
  #describe;
  #onprogress;
  #module = null; // the tool, once it is loaded: after stop the next worker takes it
  #current = null; // a promise of a Remote
  #busy = new Set(); // of Remotes

  /**
   * describe() resolves to what the worker is told of the site: { name, root, bytes, index,
   * needs }: the tool and its size, packs/index.json, and the packages that every program
   * needs. onprogress(detail) takes what the worker tells.
   */
  constructor(describe, onprogress) {
    this.#describe = describe;
    this.#onprogress = onprogress;
  }

  /** Fetches and starts the tool. */
  ready() {
    return this.#current ?? this.#keep(this.#open());
  }

  // The next call tries again if what is kept fails.
  #keep(current) {
    this.#current = current;
    current.catch(() => this.#forget(current));
    return current;
  }

  #forget(current) {
    if (this.#current === current) {
      this.#current = null;
    }
  }

  async #open() {
    const worker = new Remote(new URL("./toolworker.js", import.meta.url), this.#onprogress);
    try {
      const site = await this.#describe();
      this.#module = await worker.call("load", { site, module: this.#module });
    } catch (error) {
      worker.stop(error.message);
      throw error;
    }
    return worker;
  }

  /** Calls a function of the worker: fetch, compile or link. Calls are answered in turn. */
  async run(name, argument) {
    const current = this.ready();
    const worker = await current;
    this.#busy.add(worker);
    try {
      return await worker.call(name, argument);
    } catch (error) {
      this.#forget(current);
      worker.stop(error.message);
      throw error;
    } finally {
      this.#busy.delete(worker);
    }
  }

  /** Ends what is under way; nothing else is lost but time. The next call starts the tool again. */
  stop() {
    if (this.#busy.size > 0) {
      this.#current = null;
      this.#busy.forEach((worker) => worker.stop("the compilation was stopped"));
    }
  }
}
