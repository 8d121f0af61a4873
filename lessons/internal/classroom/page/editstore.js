// What a reader typed, kept in localStorage under the hash of the program that it
// began with. When a lesson is updated its hash is another, so an old edit is never
// shown as an edit of the new program.

import { browserStorage } from "./store.js";

const PREFIX = "gosyncio:edit:";

/** EditStore keeps one text for each page and hash. Storage may be missing or full: then problem says so. */
export class EditStore {
  #storage;

  /** problem is a sentence, or "" while the storage works. */
  problem = "";

  constructor(storage = browserStorage()) {
    this.#storage = storage;
  }

  /** load returns the kept text, or null. */
  load(page, hash) {
    try {
      return this.#storage?.getItem(key(page, hash)) ?? null;
    } catch {
      return null; // save tells the reader, when there is something to keep
    }
  }

  /** save keeps a text. It returns whether it could; problem then says why not. */
  save(page, hash, text) {
    this.problem = "";
    if (!this.#storage) {
      this.problem = "This browser keeps nothing for this page, so your edit is gone when you close it. Share gives you a link that keeps it.";
      return false;
    }
    if (this.#set(key(page, hash), text)) return true;
    this.#forgetOthers(page, hash);
    if (this.#set(key(page, hash), text)) return true;
    this.problem = "This browser's storage for this site is full, so your edit is gone when you close the page. Share gives you a link that keeps it.";
    return false;
  }

  #set(key, text) {
    try {
      this.#storage.setItem(key, text);
      return true;
    } catch {
      return false;
    }
  }

  /** remove forgets the text. */
  remove(page, hash) {
    this.problem = "";
    try {
      this.#storage?.removeItem(key(page, hash));
    } catch {
      // nothing was kept
    }
  }

  // Edits of older versions of this page can never be shown again.
  #forgetOthers(page, hash) {
    try {
      const keys = Array.from({ length: this.#storage.length }, (_, i) => this.#storage.key(i));
      for (const k of keys) {
        if (k?.startsWith(`${PREFIX}${page}:`) && k !== key(page, hash)) this.#storage.removeItem(k);
      }
    } catch {
      // then nothing is won
    }
  }
}

function key(page, hash) {
  return `${PREFIX}${page}:${hash}`;
}

/** hashOf is a short name for a text (FNV-1a, 64 bits). It is no protection, it tells texts apart. */
export function hashOf(text) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(36);
}
