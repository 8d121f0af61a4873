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
 * While Go computes, only the real clock goes on. The others stand still, as if computing
 * took no time.
 *
 * While the program waits, time goes on with the reader's clock, faster or slower by a
 * factor, to the time that is due; under "instant" it jumps there. A program that is
 * woken sees exactly the time that was due, even if the reader's clock is a moment
 * later. The delay does not add up: the next wait ends by the reader's clock.
 */
export class Clock {
  #now; // the reader's time in ms
  #mode;
  #begun = false;
  #paused = false;
  #held = false;
  #at = START_NS; // the latest time that was seen
  #seen = START_NS; // … by Go
  #due = Infinity; // while the program waits, time goes no further
  #looks = 0; // at a clock that stands
  #anchor = { real: 0, at: START_NS }; // when both clocks were read
  #lag = 0; // how late the program was woken, in ns
  #spent = 0; // ms of the reader's time before #since
  #since = 0;

  constructor(mode = "real", now = () => performance.now()) {
    this.#mode = mode;
    this.#now = now;
  }

  get mode() {
    return this.#mode;
  }

  get paused() {
    return this.#paused;
  }

  // Whether time goes on while the program waits, and how fast; else 0.
  get #rate() {
    if (!this.#begun || this.#paused || this.#mode === "instant" || this.#mode === "step") {
      return 0;
    }
    return this.#mode === "real" ? 1 : this.#mode;
  }

  /** Program time in ms, from 0. */
  get ms() {
    return (this.#pass() - START_NS) / 1e6;
  }

  /** The reader's time so far, in ms, without pauses. */
  get real() {
    return this.#spent + (this.#begun && !this.#paused ? this.#now() - this.#since : 0);
  }

  /** Starts the clock. */
  begin() {
    this.#begun = true;
    this.#since = this.#now();
    this.#align();
  }

  /** The time that Go was told last. */
  get seen() {
    return this.#seen;
  }

  /** The time that Go is told. */
  nanotime() {
    if (this.#held) {
      return this.#seen;
    }
    if (this.#mode === "real") {
      this.#pass();
    } else if (++this.#looks > FREE_LOOKS) {
      this.#at += CREEP_NS;
    }
    return this.#seen = this.#at;
  }

  /** The date that Go is told, in ms. */
  wallMs() {
    return EPOCH_MS + (this.nanotime() - START_NS) / 1e6;
  }

  // Lets time go on, if it does.
  #pass() {
    if (this.#rate > 0 && (this.#mode === "real" || this.#due < Infinity)) {
      this.#at = Math.max(this.#at, Math.min(this.#due, Math.floor(this.#mapped() - this.#lag)));
    }
    return this.#at;
  }

  // The time at which the program would be if it had never been late.
  #mapped() {
    return this.#anchor.at + (this.#now() - this.#anchor.real) * 1e6 * this.#rate;
  }

  #align() {
    this.#anchor = { real: this.#now(), at: this.#at };
    this.#lag = 0;
  }

  /** The program waits until due. Returns for how long, in ms of the reader's time: 0 if it is due, Infinity if it waits for the reader. */
  wait(due) {
    this.#due = due;
    this.#lag = 0;
    if (this.#paused || this.#mode === "step" || due >= FAR_NS) {
      return Infinity;
    }
    return this.#rate === 0 ? 0 : Math.max(0, (due - this.#mapped()) / 1e6 / this.#rate);
  }

  /** The program waits no longer: it is due, or earlier. */
  wake(due) {
    const rate = this.#rate;
    const lag = rate > 0 ? this.#mapped() - due : 0;
    this.#looks = 0;
    this.#due = Infinity;
    this.#at = Math.max(this.#at, due);
    if (lag < 0 || lag > LATE_MS * 1e6 * rate) {
      this.#align();
    } else {
      this.#lag = lag;
    }
  }

  /** Calls f while Go is told the time that it saw last: no timer becomes due meanwhile. */
  hold(f) {
    this.#held = true;
    try {
      return f();
    } finally {
      this.#held = false;
    }
  }

  /** Changes the speed; time goes on from where it is. */
  set(mode) {
    this.#pass();
    this.#mode = mode;
    this.#align();
  }

  /** Stops the clock. The program must be waiting. */
  pause() {
    this.#pass();
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
