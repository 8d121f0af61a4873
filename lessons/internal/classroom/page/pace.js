// When the next piece of the trace is posted.
//
// A piece costs about as much as a few instants, and one of a program with 100,000 goroutines
// a second. But a program that panics takes along what has not been posted.

const FIRST = 200; // so many instants give a piece each,
const SMALL = 64 << 10; // … as long as the pieces are no longer than this
const EVERY_MS = 50; // after that, there is one in so many ms of the reader's time, or
const SHARE = 8; // … in so many times as long as the last one took

/** A Pace is asked between instants. now() is the reader's time in ms. */
export class Pace {
  /** Whether Go ran since the last piece. */
  dirty = false;
  #now;
  #pieces = 0;
  #length = 0; // of the last piece
  #took = 0; // ms
  #at = -Infinity;

  constructor(now) {
    this.#now = now;
  }

  /** Whether a piece should be posted now. */
  get due() {
    if (!this.dirty) {
      return false;
    }
    return (this.#pieces < FIRST && this.#length < SMALL) || this.#now() - this.#at >= Math.max(EVERY_MS, SHARE * this.#took);
  }

  /** How long the loop may wait without asking again, in ms. */
  get patience() {
    return this.dirty ? EVERY_MS : Infinity;
  }

  /** A piece of that length has been posted; that began at since. */
  posted(length, since) {
    this.#pieces++;
    this.#length = length;
    this.#at = this.#now();
    this.#took = this.#at - since;
    this.dirty = false;
  }
}
