// One run of a Go program, from its start to its end, in whatever has WebAssembly: a worker
// of the page, or node.
//
// Go computes until every goroutine waits; then its call returns, and an instant is over.
// The loop asks the hook when the next timer is due, lets the clock get there, and
// resumes Go. In between it listens: a program can be paused only when it waits.

import { Clock, FAR_NS } from "./clock.js";
import { Stopped, prepare } from "./goglue.js";
import { MemFS } from "./memfs.js";
import { Outbox } from "./outbox.js";
import { Pace } from "./pace.js";
import { endOf } from "./reasons.js";

const YIELD_MS = 8; // how long the loop goes on without listening
const BEAT_MS = 40; // how often it says how late it is: the picture is as old as that, and as its drawing
const SEED = 2026;
const TOO_LONG = "The picture ends here: the trace of this run is longer than 16 MB. The program goes on.";

/**
 * A Program is one run. go is a new Go of wasm_exec.js. host is what it needs from its
 * surroundings: post(message, transfer), now(), and sleep(ms) and yield(), which resolve.
 */
export class Program {
  #host;
  #clock;
  #outbox;
  #fs;
  #go;
  #hook;
  #timeouts;
  #steps = 0;
  #code = null; // what it exited with
  #crash = null;
  #inside = false; // the loop is calling Go
  #touched = false; // Go ran outside the loop: JavaScript called it
  #nudge = () => {};
  #pace;
  #listenedAt = 0;
  #beatAt = 0;
  #looks = 0;
  #wasPaused = false;

  constructor(go, host, { clock = "real", args = [], env = {} } = {}) {
    this.#host = host;
    this.#clock = new Clock(clock, host.now);
    this.#pace = new Pace(host.now);
    this.#outbox = new Outbox(host.post, () => this.#clock.ms, host.now);
    this.#fs = new MemFS((fd, bytes) => this.#outbox.write(fd, bytes), () => this.#clock.wallMs());
    this.#go = go;
    go.argv = ["program", ...args];
    go.env = { HOME: "/", PWD: "/", TMPDIR: "/tmp", ...env };
    go.exit = (code) => { this.#code = code; };
    const parts = { clock: this.#clock, fs: this.#fs, outbox: this.#outbox, seed: SEED, check: () => this.#check() };
    ({ hook: this.#hook, timeouts: this.#timeouts } = prepare(go, parts));
    const resume = go._resume;
    go._resume = () => this.#inside ? resume.call(go) : this.#resumedOutside(() => resume.call(go));
  }

  /** Runs the program, a module or its bytes, to its end. */
  async run(program) {
    this.#listenedAt = this.#beatAt = this.#host.now();
    this.#outbox.state("running");
    try {
      const module = program instanceof WebAssembly.Module ? program : new WebAssembly.Module(program);
      const instance = new WebAssembly.Instance(module, this.#go.importObject);
      if (!WebAssembly.Module.exports(module).some((e) => e.name === "resume")) {
        throw new Error("this is no program of Go");
      }
      this.#enter(() => this.#go.run(instance).catch((e) => { this.#crash ??= e; }));
      await null; // run's error, if any, is known now
      if (this.#hook.registered) {
        this.#over || this.#due(); // Go's first return may be early: it has started a goroutine to return
      } else {
        this.#clock.begin();
      }
      await this.#loop();
    } catch (e) {
      this.#crash ??= e;
    }
    this.#end();
  }

  /** Stops the program as soon as every goroutine waits. */
  pause() {
    this.#clock.paused || this.#clock.pause();
    this.#nudge();
  }

  /** Lets it go on; under "step", for one instant. */
  resume() {
    this.#clock.paused && this.#clock.resume();
    this.#clock.mode === "step" ? this.step() : this.#nudge();
  }

  /** Runs a program that is paused to the end of its next instant, and pauses one that is not. */
  step() {
    if (this.#standing) {
      this.#steps = 1;
      this.#nudge();
    } else {
      this.pause();
    }
  }

  get #standing() {
    return this.#clock.paused || this.#clock.mode === "step";
  }

  /** Changes the clock. */
  setClock(mode) {
    this.#clock.set(mode);
    this.#nudge();
  }

  // Called from inside Go: may it go on?
  #check() {
    if (this.#outbox.full) {
      throw new Stopped("The program printed more than 1 MB, and was stopped.");
    }
    if (this.#hook.finished) {
      this.#code = 0;
      throw new Stopped("");
    }
    if (++this.#looks % 1000 === 0) {
      this.#beat(true);
    }
  }

  #beat(busy) {
    const now = this.#host.now();
    if (now - this.#beatAt >= BEAT_MS) {
      this.#beatAt = now;
      this.#outbox.time(this.#clock.real, busy);
    }
  }

  // Calls Go, which returns when every goroutine waits.
  #enter(into) {
    this.#inside = true;
    try {
      return into();
    } finally {
      this.#inside = false;
    }
  }

  // JavaScript that the program started calls Go.
  #resumedOutside(resume) {
    try {
      this.#enter(resume);
    } catch (e) {
      this.#crash ??= e;
    }
    this.#touched = true;
    this.#nudge();
  }

  get #over() {
    return this.#code !== null || this.#crash !== null;
  }

  async #loop() {
    while (!this.#over) {
      this.#instant();
      if (this.#over) {
        return;
      }
      const due = this.#due();
      if (due <= this.#clock.seen) { // time went on while Go looked for work
        this.#wake(due);
        continue;
      }
      this.#pace.due && this.#flush();
      if (due >= FAR_NS) {
        await this.#deadlock();
      } else if (await this.#wait(due)) {
        this.#wake(due);
      }
    }
  }

  #wake(due) {
    this.#clock.wake(due);
    this.#enter(() => this.#go._resume());
  }

  // Hands over results of calls until every goroutine waits for time, or forever.
  #instant() {
    this.#pace.dirty = true;
    while (this.#fs.busy && !this.#over) {
      this.#enter(() => this.#fs.next());
      this.#outbox.full && this.#check();
    }
    this.#outbox.late && this.#outbox.flush();
  }

  // When the next timer is due.
  #due() {
    return this.#hook.registered ? this.#idle(false) : Math.min(FAR_NS, ...this.#timeouts.values());
  }

  // Posts the trace so far. No timer may be due, or it would fire meanwhile.
  #flush() {
    const before = this.#host.now();
    this.#hook.registered && this.#idle(true);
    this.#pace.posted(this.#outbox.pieceLength, before);
    this.#traceLimit();
  }

  #idle(flush) {
    return this.#clock.hold(() => this.#enter(() => this.#hook.idle(flush)));
  }

  #traceLimit() {
    if (this.#outbox.traceFull && this.#hook.stop) {
      this.#stopTrace();
      this.#outbox.notice(TOO_LONG);
    }
  }

  #stopTrace() {
    const { stop } = this.#hook;
    this.#hook.stop = null;
    stop && this.#enter(stop);
  }

  // Resolves to true when Go should be resumed for a timer that is due, to false when
  // it ran meanwhile.
  async #wait(due) {
    for (this.#touched = false; !this.#over; ) {
      const ms = this.#steps > 0 ? 0 : this.#clock.wait(due);
      if (ms > 0 || this.#host.now() - this.#listenedAt > YIELD_MS) {
        await this.#listen(ms);
        if (this.#touched) {
          return false;
        }
      } else {
        this.#steps = 0;
        this.#leavePause();
        return true;
      }
    }
    return false;
  }

  async #listen(ms) {
    const nudged = new Promise((resolve) => { this.#nudge = resolve; });
    if (ms === Infinity) {
      this.#enterPause();
      await nudged;
    } else if (ms < 2) {
      this.#beat(false);
      await this.#host.yield();
    } else {
      this.#pace.due && this.#flush();
      this.#outbox.flush();
      this.#beat(false);
      await Promise.race([nudged, this.#host.sleep(Math.min(ms - 1, this.#pace.patience, BEAT_MS))]);
    }
    this.#nudge = () => {};
    this.#listenedAt = this.#host.now();
  }

  #enterPause() {
    this.#pace.dirty && this.#flush();
    this.#wasPaused = true;
    this.#outbox.state("paused");
  }

  #leavePause() {
    if (this.#wasPaused && !this.#standing) {
      this.#outbox.state("running");
      this.#wasPaused = false;
    }
  }

  // No timer is left. Perhaps JavaScript will call Go; else Go is told to look.
  async #deadlock() {
    this.#touched = false;
    await this.#host.yield();
    if (this.#touched || this.#over || this.#due() < FAR_NS || this.#fs.busy) {
      return;
    }
    this.#pace.dirty && this.#flush();
    this.#stopTrace();
    this.#timeouts.clear();
    this.#enter(() => this.#go._resume()); // without an event: Go sets its timers anew
    if (this.#timeouts.size > 0) {
      throw new Stopped("The program sleeps for more than 100 years, and was stopped.");
    }
    this.#go._pendingEvent = { id: 0 };
    this.#enter(() => this.#go._resume());
  }

  #end() {
    this.#outbox.time(this.#clock.real, false);
    const { state, code, reason } = endOf(this.#code, this.#crash, this.#outbox.lastError);
    this.#outbox.state(state, { code, reason });
  }
}
