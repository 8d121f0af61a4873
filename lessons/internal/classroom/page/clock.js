// The program's clock. Go asks it for the time, and gives it no timers: the run
// loop (program.js) asks Go when the next one is due, and lets the clock get there.
//
// All times are nanoseconds as Go's runtime.nanotime gives them, in a Number, unless
// a name says ms.

/** What Go's clock shows, in ms, when the program begins. A stamp of the trace, in ns, is the program time stamp / 1e6 - START_MS. */
export const START_MS = 1000;

/** The same in ns. */
export const START_NS = START_MS * 1e6;

/** A timer that is due here or later never fires: 146 years. */
export const FAR_NS = 2 ** 62;

/** The date at which each run begins, so that runs repeat. */
export const EPOCH_MS = Date.UTC(2026, 0, 1, 8);

/** Within one instant, so many looks at a clock that stands still are free. After that each one moves it, so that a loop that waits for a time ends. */
export const FREE_LOOKS = 4e6;
const CREEP_NS = 10_000;

/** A program that is late by more than this, in ms of the reader's time, does not catch up. */
const LATE_MS = 100;

/** Reports whether mode is a clock: "real", "instant", "step", or a factor from 1/16 to 16. */
export function isClock(mode) {
  return mode === "real" || mode === "instant" || mode === "step" ||
    (typeof mode === "number" && mode >= 1 / 16 && mode <= 16);
}

/**
 * A Clock stands or runs. It stands before the program begins, while it is paused, and
 * under "instant" and "step"; then only wake moves it. It runs with the reader's
 * clock under "real", and faster or slower by a factor.
 *
 * While the program waits, it is woken when the time is due; it then sees exactly
 * that time, even if the reader's clock is a moment later, and time goes on from there
 * while it computes. The delay does not add up: the next wait ends by the reader's clock.
 */
export class Clock {
  #now; // the reader's time in ms
  #mode;
  #begun = false;
  #paused = false;
  #at = START_NS; // the latest time that was seen
  #looks = 0; // at a clock that stands
  #anchor = { real: 0, at: START_NS }; // when both clocks were read
  #lag = 0; // how far the program is behind that since it was woken
  #spent = 0; // ms of the reader's time before #since
  #since = 0;

  constructor(mode = "real", now = () => performance.now()) {
    this.#mode = mode;
    this.#now = now;
  }

  /** Program time in ms, from 0. */
  get ms() {
    return (this.nanotime() - START_NS) / 1e6;
  }

  /** The reader's time so far, in ms, without pauses. */
  get real() {
    return this.#spent + (this.#begun && !this.#paused ? this.#now() - this.#since : 0);
  }

  get mode() {
    return this.#mode;
  }

  get paused() {
    return this.#paused;
  }

  get #rate() {
    return this.#mode === "real" ? 1 : this.#mode;
  }

  get #stands() {
    return !this.#begun || this.#paused || typeof this.#rate !== "number";
  }

  /** Starts the clock. */
  begin() {
    this.#begun = true;
    this.#since = this.#now();
    this.#align();
  }

  /** What runtime.nanotime1 returns. */
  nanotime() {
    return this.#stands ? this.#at : this.#run();
  }

  /** The same, counted: Go asks. */
  look() {
    if (this.#stands && ++this.#looks > FREE_LOOKS) {
      this.#at += CREEP_NS;
    }
    return this.nanotime();
  }

  /** What runtime.walltime returns, in ms. */
  wallMs() {
    return EPOCH_MS + (this.nanotime() - START_NS) / 1e6;
  }

  #run() {
    const at = Math.floor(this.#mapped() - this.#lag);
    return this.#at = Math.max(this.#at, at);
  }

  // The time at which the program would be if it had never been late.
  #mapped() {
    return this.#anchor.at + (this.#now() - this.#anchor.real) * 1e6 * this.#rate;
  }

  #align() {
    this.#anchor = { real: this.#now(), at: this.#at };
    this.#lag = 0;
  }

  /** How long, in ms of the reader's time, until due: 0 if now, Infinity if never by itself. */
  wait(due) {
    if (this.#paused || this.#mode === "step" || due >= FAR_NS) {
      return Infinity;
    }
    return this.#stands ? 0 : Math.max(0, (due - this.#mapped()) / 1e6 / this.#rate);
  }

  /** The program waits no longer: it is due, or earlier. */
  wake(due) {
    this.#looks = 0;
    if (this.#stands) {
      this.#at = Math.max(this.#at, due);
      return;
    }
    const lag = this.#mapped() - due;
    this.#at = Math.max(this.#at, due);
    if (lag > LATE_MS * 1e6 * this.#rate || lag < 0) {
      this.#align();
    } else {
      this.#lag = lag;
    }
  }

  /** Changes the speed; time goes on from where it is. */
  set(mode) {
    this.nanotime();
    this.#mode = mode;
    this.#align();
  }

  /** Stops the clock. The program must be waiting. */
  pause() {
    this.nanotime();
    this.#spent = this.real;
    this.#paused = true;
  }

  /** Lets it go on. */
  resume() {
    this.#paused = false;
    this.#since = this.#now();
    this.#align();
  }
}
