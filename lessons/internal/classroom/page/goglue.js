// What Go's wasm_exec.js connects to the world is connected to this run's clock, files and
// outbox instead.

import { FAR_NS } from "./clock.js";
import { LANGUAGE } from "./lockdown.js";

/** A program may have so much memory, in bytes. */
export const MAX_MEMORY = 1 << 30;

/** Thrown to leave a program that must not go on; it can't be continued. */
export class Stopped extends Error {}

/** Connects a new Go with this run's parts. Returns its hook and its timeouts: see offerHook and connect. */
export function prepare(go, { clock, fs, outbox, seed, check }) {
  const global = programGlobal(fs, (text) => outbox.write(2, new TextEncoder().encode(text)));
  setGlobal(go, global);
  const hook = offerHook(global, { clock, outbox });
  return { hook, timeouts: connect(go, { clock, fs, hook, seed, check }) };
}

/** What a program sees as js.Global(): the language, and files. There is no way from here to the page or the network. */
export function programGlobal(fs, print) {
  const global = Object.create(null);
  for (const name of LANGUAGE) {
    global[name] = globalThis[name];
  }
  const log = (...args) => print(args.map(String).join(" ") + "\n");
  return Object.assign(global, {
    globalThis: global, fs, process: fs.process(), path: fs.path(),
    console: { log, info: log, debug: log, warn: log, error: log },
  });
}

/** Lets a Go object of wasm_exec.js take global for globalThis. */
export function setGlobal(go, global) {
  intercept(go, "_values", (values) => values.map((value, id) => id === 5 ? global : value));
  intercept(go, "_ids", (ids) => new Map([...ids].map(([value, id]) => [id === 5 ? global : value, id])));
}

function intercept(object, name, change) {
  Object.defineProperty(object, name, {
    configurable: true,
    set(value) {
      Object.defineProperty(object, name, { value: change(value), writable: true, configurable: true });
    },
  });
}

/** Returns a function that fills bytes, with the same numbers for the same seed. */
export function randomizer(seed) {
  let state = seed >>> 0;
  const next = () => { // splitmix32
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  return (bytes) => {
    for (let i = 0; i < bytes.length; i++) {
      bytes[i] = next();
    }
  };
}

/**
 * Replaces the imports that tell Go the time, give it random numbers and print. check()
 * is called often; it throws Stopped if the program must not go on. Go's tracer wakes
 * itself every 100 ms, an hour of sleep 36,000 times: when it asks for the time in order
 * to sleep, it is told the far future, and sleeps until it is stopped. Returns the timeouts
 * that Go set and did not clear: id → when, in ns.
 */
export function connect(go, { clock, fs, hook, seed, check }) {
  const memory = memoryOf(go);
  const timeouts = new Map();
  const random = randomizer(seed);
  const imports = go.importObject.gojs;
  Object.assign(imports, timeImports(memory, { clock, hook, check, timeouts }), {
    "runtime.getRandomData": (sp) => random(memory.slice(sp + 8)),
    "runtime.wasmWrite": (sp) => {
      fs.writeSync(memory.int64(sp + 8), memory.bytes(memory.int64(sp + 16), memory.int32(sp + 24)));
      check();
    },
    "runtime.resetMemoryDataView": limitMemory(go, imports["runtime.resetMemoryDataView"]),
  });
  return timeouts;
}

// Go's memory. A stack pointer is unsigned, and wasm gives it with a sign.
function memoryOf(go) {
  const int64 = (at) => go.mem.getUint32(at >>> 0, true) + go.mem.getInt32((at >>> 0) + 4, true) * 2 ** 32;
  const bytes = (at, length) => new Uint8Array(go.mem.buffer, at, length);
  return {
    int64, bytes,
    int32: (at) => go.mem.getInt32(at >>> 0, true),
    slice: (at) => bytes(int64(at), int64(at + 8)),
    setInt32: (at, n) => go.mem.setInt32(at >>> 0, n, true),
    setInt64: (at, n) => {
      go.mem.setUint32(at >>> 0, n, true); // modulo 2**32
      go.mem.setUint32((at >>> 0) + 4, Math.floor(n / 2 ** 32), true);
    },
  };
}

function timeImports(memory, { clock, hook, check, timeouts }) {
  let lastTimeout = 0;
  return {
    "runtime.nanotime1": (sp) => {
      check();
      const caller = functionOf(memory.int64(sp)); // the return address
      memory.setInt64(sp + 8, caller === hook.tracerSleep ? FAR_NS : clock.nanotime());
    },
    "runtime.walltime": (sp) => {
      const ms = clock.wallMs();
      memory.setInt64(sp + 8, Math.floor(ms / 1000));
      memory.setInt32(sp + 16, Math.floor(ms % 1000 * 1e6));
    },
    "runtime.scheduleTimeoutEvent": (sp) => {
      timeouts.set(++lastTimeout, clock.nanotime() + memory.int64(sp + 8) * 1e6);
      memory.setInt32(sp + 16, lastTimeout);
    },
    "runtime.clearTimeoutEvent": (sp) => {
      timeouts.delete(memory.int32(sp + 8));
    },
  };
}

function limitMemory(go, resetView) {
  return (sp) => {
    resetView(sp);
    if (go.mem.buffer.byteLength > MAX_MEMORY) {
      throw new Stopped("The program needs more than 1 GB of memory, and was stopped.");
    }
  };
}

/**
 * Offers global.classroomHook, which the package hook calls once. Its functions then are
 * hook.idle(flush) → when the next timer is due, and hook.stop().
 */
export function offerHook(global, { clock, outbox }) {
  const hook = { registered: false, idle: null, stop: null, tracerSleep: -1, succeeds: false, finished: false };
  const buffer = new Uint8Array(64 << 10);
  global.classroomHook = (idle, stop) => {
    delete global.classroomHook;
    Object.assign(hook, { registered: true, stop, idle: (flush) => nextUp(Number(idle(flush))) });
    return {
      buffer,
      write: (n, ends) => {
        outbox.trace(buffer.slice(0, n), ends);
        hook.finished = ends && hook.succeeds;
      },
      sleepsForever: (pc) => { hook.tracerSleep = functionOf(pc); },
      ending: (succeeds) => {
        outbox.muted = true;
        hook.succeeds = succeeds;
      },
      begin: () => clock.begin(),
    };
  };
  return hook;
}

// A program counter of wasm is the number of a function, and a place in it.
function functionOf(pc) {
  return Math.floor(pc / 2 ** 16);
}

// Go's time may lie between two Numbers: the timer must not be taken for due too early.
function nextUp(ns) {
  return ns < 2 ** 53 ? ns : Math.min(ns + 2 ** -52 * ns, Math.max(ns, FAR_NS));
}
