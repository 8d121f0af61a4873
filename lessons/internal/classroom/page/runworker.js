// The worker that runs a program. The page (run.js) gives it a module or its bytes, and
// commands; it gives back what Outbox posts. It runs another program only after the first has
// ended, and only if the page can't load a fresh worker: without a network, say.

import "./wasm_exec.js";

import { lockdown } from "./lockdown.js";
import { Program } from "./program.js";

// Taken before the lockdown: what the program must not reach.
const post = globalThis.postMessage.bind(globalThis);
const setTimer = globalThis.setTimeout.bind(globalThis);
const now = performance.now.bind(performance);
const { port1, port2 } = new MessageChannel();
const send = port2.postMessage.bind(port2);

const turns = []; // resolved one by one
port1.onmessage = () => turns.shift()();

const host = {
  post,
  now,
  sleep: (ms) => new Promise((resolve) => { setTimer(resolve, ms); }),
  yield: () => new Promise((resolve) => {
    turns.push(resolve);
    send(null);
  }),
};

// Each program needs a Go object, and there are none to be had after the lockdown.
const RUNS = 200;
const gos = Array.from({ length: RUNS }, () => new globalThis.Go());
let left = ["everything"];
let program = null;

function start({ module, args, env, clock }) {
  if (left.length > 0) {
    const reason = `This browser can't take from a program: ${left.join(", ").slice(0, 200)}. So nothing is run; a newer browser can.`;
    post({ type: "state", state: "failed", at: 0, code: null, reason });
  } else if (program === null && gos.length > 0) {
    program = new Program(gos.pop(), host, { args, env, clock });
    program.run(module).finally(() => { program = null; });
  }
}

const commands = {
  start,
  pause: () => program?.pause(),
  resume: () => program?.resume(),
  step: () => program?.step(),
  clock: ({ clock }) => program?.setClock(clock),
};

globalThis.addEventListener("message", (event) => {
  if (event.isTrusted && Object.hasOwn(commands, event.data?.do)) {
    commands[event.data.do](event.data);
  }
});

left = lockdown(globalThis);
post({ type: "ready" });
