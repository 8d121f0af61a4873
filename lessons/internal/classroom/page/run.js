// Running a program in the page. A Run has one worker for each start; the program can do
// nothing to the page, and stop always works. Where no new worker can be loaded, because the
// network is gone, the last one is used again, if its program has exited.

import { isClock } from "./clock.js";
import { loadModule } from "./fetch.js";
import { Gate } from "./gate.js";

const SILENT_MS = 500; // a program that says nothing for so long computes
const WATCH_MS = 100;
const REHEARSAL_MS = 2000;
const COMPUTING = "The program computes. It can be paused when every goroutine waits; until then only Stop works.";

const newWorker = () => new Worker(new URL("./runworker.js", import.meta.url), { type: "module", name: "program" });

/**
 * A Run runs one program at a time. Its events are CustomEvents:
 *
 *   state   { state, at, code, reason }   loading, running, computing, paused, done or failed
 *   output  { at, fd, text }              fd 1 or 2; text may be a part of a line, or several lines
 *   trace   { bytes, at }                 a whole trace of one part of the run; all of them in order are the run
 *   time    { at, real }                  program time and the reader's time so far
 *   notice  { at, text }                  a sentence about the run; the program goes on
 *
 * at is program time in ms.
 */
export class Run extends EventTarget {
  #root;
  #spawn;
  #load;
  #now;
  #loaded = { url: "", module: null }; // the last program that came from a URL
  #worker = null;
  #spare = null;
  #spareIsLoaded = false;
  #exited = null; // a worker whose program has exited, until a fresh one is ready
  #rehearsal = null; // a worker
  #rehearsed = null; // a module
  #curtain = 0;
  #starts = 0; // also the number of this start
  #state = "idle";
  #at = 0;
  #heard = 0; // when the worker posted last
  #watch = 0;

  /** root is the URL of the site's root; a program's URL is relative to it. */
  constructor(root, { spawn = newWorker, load = loadModule, now = () => performance.now() } = {}) {
    super();
    this.#root = root;
    this.#spawn = spawn;
    this.#load = load;
    this.#now = now;
  }

  /** What the run is doing: idle, or a state as in the event. */
  get state() {
    return this.#state;
  }

  /**
   * Prepares the next start. A program, a module or the URL of one, is loaded and
   * rehearsed: it runs once, in time that jumps, and nobody sees it. A browser
   * compiles functions when they are first called; in the rehearsal this delays nobody.
   */
  async warm(program = null) {
    this.#spareWorker();
    if (program === null) {
      return;
    }
    try {
      const module = await this.#module(program);
      if (module !== this.#rehearsed && this.#worker === null) {
        this.#rehearse(module);
      }
    } catch {
      // start says why
    }
  }

  #rehearse(module) {
    this.#endRehearsal();
    this.#rehearsed = module;
    const worker = this.#rehearsal = this.#spawn();
    worker.onmessage = ({ data }) => (data?.state === "done" || data?.state === "failed") && this.#endRehearsal();
    worker.postMessage({ do: "start", module, args: [], env: {}, clock: "instant" });
    this.#curtain = setTimeout(() => this.#endRehearsal(), REHEARSAL_MS);
  }

  #endRehearsal() {
    clearTimeout(this.#curtain);
    this.#rehearsal?.terminate();
    this.#rehearsal = null;
  }

  #spareWorker() {
    if (this.#spare === null) {
      const spare = this.#spare = this.#spawn();
      this.#spareIsLoaded = false;
      spare.onmessage = () => { // it is ready
        this.#spareIsLoaded = this.#spare === spare;
        this.#forgetExited();
      };
      spare.onerror = () => { this.#spare = null; }; // the next start tries again, and says why
    }
  }

  /**
   * Stops what runs, and starts a program: the URL of a .wasm, a module, or its bytes, which
   * may then be gone: they are moved to the worker.
   */
  async start({ program, args = [], env = {}, clock = "real" }) {
    if (!isClock(clock)) {
      throw new TypeError(`clock is ${String(clock)}: want "real", "instant", "step" or a factor from 1/16 to 16`);
    }
    this.#leave();
    const start = ++this.#starts;
    this.#at = 0;
    this.#enter("loading");
    this.#spareWorker();
    try {
      const module = await this.#module(program);
      if (start === this.#starts) {
        this.#run(module, { args, env, clock });
      }
    } catch (e) {
      if (start === this.#starts) {
        const advice = typeof program === "string" ? " Check the connection, and run it again." : "";
        this.#end("failed", null, `The program could not be loaded: ${e.message}.${advice}`);
      }
    }
  }

  async #module(program) {
    if (typeof program !== "string") {
      return program;
    }
    const url = new URL(program, this.#root);
    if (this.#loaded.url !== url.href) {
      this.#loaded = { url: url.href, module: this.#load(url) };
    }
    try {
      return await this.#loaded.module;
    } catch (e) {
      this.#loaded = { url: "", module: null }; // the next start tries again
      throw e;
    }
  }

  #run(module, { args, env, clock }) {
    this.#endRehearsal();
    const gate = new Gate();
    const fresh = this.#spare ?? this.#spawn();
    const moves = this.#spareIsLoaded && this.#spare !== null && module instanceof Uint8Array; // else another worker may need them
    this.#spare = null;
    this.#watch = setInterval(() => this.lookAfter(), WATCH_MS);
    this.#give(fresh, gate, { do: "start", module, args, env, clock }, moves ? [module.buffer] : []);
  }

  // Gives a program to a worker. If that can't be loaded, the one before gets it.
  #give(worker, gate, order, moved = []) {
    this.#worker = worker;
    worker.onmessage = ({ data }) => worker === this.#worker && this.#hear(gate, data);
    worker.onerror = (e) => {
      e.preventDefault?.();
      if (worker !== this.#worker) {
        return;
      }
      const exited = this.#exited;
      this.#exited = null;
      if (exited !== null) {
        this.#give(exited, gate, order);
        return;
      }
      this.#end("failed", null, `The program's worker failed: ${String(e.message ?? "it could not be loaded").slice(0, 200)}.`);
    };
    this.#heard = this.#now();
    worker.postMessage(order, moved);
  }

  #forgetExited() {
    this.#exited?.terminate();
    this.#exited = null;
  }

  // Takes one message of the worker.
  #hear(gate, message) {
    if (message?.type === "ready") {
      this.#forgetExited();
      return;
    }
    if (!gate.admits(message)) {
      return;
    }
    this.#heard = this.#now();
    this.#at = message.at ?? this.#at;
    switch (message.type) {
      case "output":
        return message.parts.forEach(({ at, fd, text }) => this.#emit("output", { at, fd, text }));
      case "trace":
        return this.#emit("trace", { bytes: message.bytes, at: message.at });
      case "notice":
        return this.#emit("notice", { at: message.at, text: message.text });
      case "time":
        message.busy || this.#state !== "computing" || this.#enter("running");
        return this.#emit("time", { at: message.at, real: message.real });
      case "state":
        return this.#change(message);
    }
  }

  #change({ state, code, reason }) {
    if (state === "done" || state === "failed") {
      if (code !== null) {
        this.#forgetExited();
        [this.#exited, this.#worker] = [this.#worker, null];
        this.#spareWorker();
      }
      this.#end(state, code, reason);
    } else {
      this.#enter(state, code, reason);
    }
  }

  /** Notices that the program has been silent; a timer calls it. */
  lookAfter() {
    if (this.#state === "running" && this.#now() - this.#heard > SILENT_MS) {
      this.#enter("computing", null, COMPUTING);
    }
  }

  #enter(state, code = null, reason = "") {
    this.#state = state;
    this.#emit("state", { state, at: this.#at, code, reason });
  }

  #end(state, code, reason) {
    this.#leave();
    this.#enter(state, code, reason);
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  // Ends the worker, whatever it does.
  #leave() {
    clearInterval(this.#watch);
    this.#worker?.terminate();
    this.#worker = null;
  }

  /** Ends the program, whatever it does. */
  stop() {
    if (this.#state !== "idle" && this.#state !== "done" && this.#state !== "failed") {
      this.#starts++;
      this.#end("done", null, "You stopped the program.");
    }
  }

  /** Pauses the program when every goroutine waits. */
  pause() {
    this.#tell({ do: "pause" });
  }

  /** Lets a paused program go on. */
  resume() {
    this.#tell({ do: "resume" });
  }

  /** Runs a paused program until every goroutine waits again; pauses one that runs. */
  step() {
    this.#tell({ do: "step" });
  }

  /** Changes the clock: "real", "instant", "step" or a factor. */
  setClock(clock) {
    if (isClock(clock)) {
      this.#tell({ do: "clock", clock });
    }
  }

  #tell(command) {
    this.#worker?.postMessage(command);
  }
}
