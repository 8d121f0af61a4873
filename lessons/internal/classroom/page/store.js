// What is kept in the reader's browser: answers, progress, the clock, the theme.
// Answers and progress are kept with the hash of the lesson's program, so that an
// updated lesson asks anew. Without storage everything works, and nothing is kept.

const PREFIX = "gosyncio:";

/** Store keeps small texts. */
export class Store {
  #storage;

  constructor(storage = browserStorage()) {
    this.#storage = storage;
  }

  /** get returns what is kept under a key, or null. */
  get(key) {
    try {
      return this.#storage?.getItem(PREFIX + key) ?? null;
    } catch {
      return null;
    }
  }

  /** set keeps a text, and reports whether it could. */
  set(key, text) {
    try {
      this.#storage.setItem(PREFIX + key, text);
      return true;
    } catch {
      return false;
    }
  }

  /** answer returns the number of the answer that was given to a lesson's question, or null. */
  answer(slug, source) {
    const [kept, answer] = (this.get(`answer:${slug}`) ?? "").split(" ");
    return kept === source && answer ? Number(answer) : null;
  }

  /** setAnswer keeps an answer; -1 if the question was skipped, null to forget it. */
  setAnswer(slug, source, answer) {
    return this.set(`answer:${slug}`, answer === null ? "" : `${source} ${answer}`);
  }

  /** isDone tells whether a lesson's program was run to its end. */
  isDone(slug, source) {
    return this.get(`done:${slug}`) === source;
  }

  /** setDone keeps that it was. */
  setDone(slug, source) {
    return this.set(`done:${slug}`, source);
  }
}

/** browserStorage is localStorage, or null: to ask for it fails where cookies are blocked. */
export function browserStorage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/** UNKEPT is a sentence for the reader. */
export const UNKEPT = "This browser keeps nothing: its storage is full or switched off. Everything works, but your answers are forgotten when you leave.";
