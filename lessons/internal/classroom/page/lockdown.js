// Takes from a worker all ways to the network, the page and the browser's storage, so that the
// program that will run in it has none.

/** The language itself, without what makes code of text. A program may have it. */
export const LANGUAGE = [
  "Object", "Array", "String", "Number", "Boolean", "Symbol", "BigInt", "Math", "JSON", "Date", "RegExp",
  "Map", "Set", "WeakMap", "WeakSet", "Promise", "Proxy", "Reflect", "Error", "TypeError", "RangeError",
  "SyntaxError", "ReferenceError", "EvalError", "URIError", "AggregateError", "ArrayBuffer", "DataView",
  "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
  "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "Intl", "NaN", "Infinity", "undefined",
  "parseInt", "parseFloat", "isNaN", "isFinite", "encodeURIComponent", "decodeURIComponent", "encodeURI", "decodeURI",
];

// What stays: the language, and what runs a program.
const KEPT = new Set([
  ...LANGUAGE, "globalThis", "WeakRef", "Iterator", "Float16Array", "WebAssembly", "TextEncoder", "TextDecoder",
]);

// These are looked for when all is done: if one is left, nothing may run.
const WAYS_OUT = [
  "fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport", "RTCPeerConnection",
  "Worker", "SharedWorker", "ServiceWorker", "importScripts", "indexedDB", "caches", "BroadcastChannel", "navigator",
  "postMessage", "addEventListener", "dispatchEvent", "onmessage", "self", "location", "close", "eval", "Function",
  "setTimeout", "setInterval", "MessageChannel", "Notification", "cookieStore", "storage", "FileSystemHandle",
];

/**
 * Removes from scope, a worker's global object, and from its prototypes everything that
 * is not the language. What the caller still needs it must have taken before. Returns
 * the names of ways out that could not be removed: if there are any, nothing may run.
 *
 * An import() can only be written in code. No way is left to make code of text: eval,
 * Function, timers that take text, and the constructors of functions are gone.
 */
export function lockdown(scope) {
  const everything = Object.prototype;
  for (let from = scope; from !== null && from !== everything; from = Object.getPrototypeOf(from)) {
    for (const key of Reflect.ownKeys(from)) {
      if (!(from === scope && KEPT.has(key)) && key !== Symbol.toStringTag) {
        remove(from, key);
      }
    }
  }
  const left = WAYS_OUT.filter((name) => scope[name] !== undefined);
  return functionMakers().some((prototype) => prototype.constructor !== undefined) ? [...left, "constructor"] : left;
}

// The prototypes of all kinds of functions lead to a constructor that takes text.
function functionMakers() {
  const prototypes = [function () {}, async function () {}, function* () {}, async function* () {}].map(Object.getPrototypeOf);
  for (const prototype of prototypes) {
    remove(prototype, "constructor");
  }
  return prototypes.filter((prototype) => Object.hasOwn(prototype, "constructor"));
}

function remove(from, key) {
  try {
    if (Reflect.deleteProperty(from, key)) {
      return;
    }
    Reflect.defineProperty(from, key, { value: undefined });
  } catch {
    // looked for afterwards
  }
}
