// The page checks what a run's worker posts: a program may have found a way to post, too.

import { MAX_OUTPUT, MAX_TRACE } from "./outbox.js";

const STATES = ["running", "paused", "done", "failed"];
const TEXT = 64 << 10; // of one part of the output, at most

const isTime = (x) => typeof x === "number" && x >= 0 && x < Infinity;
const isText = (x, most) => typeof x === "string" && x.length <= most;
const isPart = (p) => isTime(p?.at) && (p.fd === 1 || p.fd === 2) && isText(p.text, MAX_OUTPUT);

const CHECKS = {
  output: (m) => Array.isArray(m.parts) && m.parts.length <= TEXT && m.parts.every(isPart),
  trace: (m) => m.bytes instanceof ArrayBuffer && isTime(m.at),
  time: (m) => isTime(m.at) && isTime(m.real) && typeof m.busy === "boolean",
  notice: (m) => isTime(m.at) && isText(m.text, 500),
  state: (m) => STATES.includes(m.state) && isTime(m.at) && isText(m.reason, 500) && (m.code === null || Number.isInteger(m.code)),
};

/** A Gate lets the messages of one run through. */
export class Gate {
  #printed = 0; // characters
  #traced = 0; // bytes

  /** Whether message has the right shape, and is not too much. */
  admits(message) {
    if (typeof message !== "object" || message === null || !Object.hasOwn(CHECKS, message.type) || !CHECKS[message.type](message)) {
      return false;
    }
    if (message.type === "output") {
      this.#printed += message.parts.reduce((n, part) => n + part.text.length, 0);
    }
    if (message.type === "trace") {
      this.#traced += message.bytes.byteLength;
    }
    return this.#printed <= MAX_OUTPUT && this.#traced <= MAX_TRACE;
  }
}
