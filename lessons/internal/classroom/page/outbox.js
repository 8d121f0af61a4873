// What a run tells the page: output, pieces of the trace, the time, its state. Small writes
// are put together, and what is too much is cut.

/** A program may print so many bytes. */
export const MAX_OUTPUT = 1 << 20;

/** All pieces of a trace together may have so many bytes. */
export const MAX_TRACE = 16 << 20;

// Output is posted at once, because what the program does next may have no end. Only if
// there is very much, some of it waits for more.
const AT_ONCE = 500; // so many messages may follow each other,
const PER_MS = 1; // … and then so many in a ms
const PATIENCE_MS = 16; // other output waits so long
const LARGE = 16 << 10; // … or until there are so many characters

/** An Outbox posts messages with post(message, transfer). ms() gives program time, now() the reader's. */
export class Outbox {
  /** Whether the program printed more than it may. */
  full = false;
  /** Whether the trace became too long. */
  traceFull = false;
  /** How long the last piece of the trace was, in bytes. */
  pieceLength = 0;
  /** Once muted, nothing is printed any more. */
  muted = false;
  /** The end of what was printed to the standard error. */
  lastError = "";
  #post;
  #ms;
  #now;
  #decoders = { 1: new TextDecoder(), 2: new TextDecoder() };
  #printed = 0; // bytes
  #waiting = []; // output: { at, fd, text }
  #length = 0; // of #waiting, in characters
  #oldest = 0; // since when #waiting waits
  #allowed = AT_ONCE; // messages
  #allowedAt = 0;
  #header = null; // of the trace
  #chunks = []; // of a generation
  #chunked = 0; // bytes
  #traced = 0; // bytes of all pieces

  constructor(post, ms, now) {
    this.#post = post;
    this.#ms = ms;
    this.#now = now;
  }

  /** Prints. */
  write(fd, bytes) {
    if (this.muted || this.full) {
      return;
    }
    const room = MAX_OUTPUT - this.#printed;
    this.#printed += bytes.length;
    this.full = bytes.length > room;
    const text = this.#decoders[fd].decode(bytes.slice(0, room), { stream: true });
    if (fd === 2) {
      this.lastError = (this.lastError + text).slice(-8192);
    }
    this.#add(fd, text);
    if (this.full || this.#length > LARGE || this.late || this.#mayPost()) {
      this.flush();
    }
  }

  #add(fd, text) {
    if (text === "") {
      return;
    }
    const at = this.#ms();
    const last = this.#waiting.at(-1);
    if (last?.fd === fd && last.at === at) {
      last.text += text;
    } else {
      this.#oldest = this.#waiting.length === 0 ? this.#now() : this.#oldest;
      this.#waiting.push({ at, fd, text });
    }
    this.#length += text.length;
  }

  #mayPost() {
    const now = this.#now();
    this.#allowed = Math.min(AT_ONCE, this.#allowed + (now - this.#allowedAt) * PER_MS);
    this.#allowedAt = now;
    return this.#allowed >= 1 && this.#allowed-- > 0;
  }

  /** Posts what was printed. */
  flush() {
    if (this.#waiting.length > 0) {
      this.#post({ type: "output", parts: this.#waiting });
      this.#waiting = [];
      this.#length = 0;
    }
  }

  /** Whether output has waited for long. */
  get late() {
    return this.#waiting.length > 0 && this.#now() - this.#oldest > PATIENCE_MS;
  }

  /** Takes a part of the trace: first its header, then generations. ends: a generation does. */
  trace(chunk, ends) {
    if (this.#header === null) {
      this.#header = chunk;
      return;
    }
    this.#chunks.push(chunk);
    this.#chunked += chunk.length;
    this.traceFull ||= this.#traced + this.#header.length + this.#chunked > MAX_TRACE;
    if (this.traceFull) {
      this.#drop();
    } else if (ends) {
      this.#postPiece();
    }
  }

  #drop() {
    this.#chunks = [];
    this.#chunked = 0;
  }

  #postPiece() {
    const piece = new Uint8Array(this.#header.length + this.#chunked);
    let at = 0;
    for (const chunk of [this.#header, ...this.#chunks]) {
      piece.set(chunk, at);
      at += chunk.length;
    }
    this.#drop();
    this.#traced += this.pieceLength = piece.length;
    this.flush(); // the picture shows what was printed
    this.#post({ type: "trace", bytes: piece.buffer, at: this.#ms() }, [piece.buffer]);
  }

  /** Says what the run is doing. */
  state(state, more = {}) {
    this.flush();
    this.#post({ type: "state", state, at: this.#ms(), code: null, reason: "", ...more });
  }

  /** Says something about the run, in a sentence. */
  notice(text) {
    this.flush();
    this.#post({ type: "notice", at: this.#ms(), text });
  }

  /** Says how late it is. busy: the program computes, and does not listen. */
  time(real, busy) {
    this.flush();
    this.#post({ type: "time", at: this.#ms(), real, busy });
  }
}
