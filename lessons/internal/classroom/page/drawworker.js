// The worker that draws: it holds the picture engine (draw.wasm) and does one
// command after the other. picture.js talks to it.

/**
 * Starts the engine and answers its commands.
 * @param {object} io where it gets what it needs
 * @param {() => Promise<WebAssembly.Module>} io.load the engine's module
 * @param {() => Promise<Function>} io.runtime the class Go of wasm_exec.js
 * @param {(message: object, transfer?: Transferable[]) => void} io.post sends an answer
 * @returns {(message: object) => Promise<void>} takes a command
 */
export function engine({ load, runtime, post }) {
  const ready = start(load, runtime, (err) => post({ did: "stop", error: sentence(err) }));
  ready.then(() => { post({ did: "start" }); obey({ do: "warm" }, post); }, (err) => post({ did: "start", error: sentence(err) }));
  let last = ready;
  return (message) => {
    last = last.then(() => ready).then(() => obey(message, post)).catch((err) => post({ did: message.do, run: message.run, number: message.number, error: sentence(err) }));
    return last;
  };
}

async function start(load, runtime, stopped) {
  const [module, Go] = await Promise.all([load(), runtime()]);
  const go = new Go();
  go.env = { GOGC: "400" }; // one processor: collecting garbage stops the drawing
  const ready = new Promise((resolve) => { globalThis.gosyncioReady = resolve; });
  const instance = new WebAssembly.Instance(module, go.importObject);
  go.run(instance).then(() => stopped(new Error("the picture engine has stopped: run the program again")), stopped);
  await ready;
}

function obey(message, post) {
  const began = performance.now();
  const result = globalThis.gosyncioDraw(message.do, message) ?? {};
  const answer = { did: message.do, run: message.run, number: message.number, took: performance.now() - began, ...result };
  if (answer.error || message.do === "draw") {
    post(answer);
  }
}

function sentence(err) {
  return err instanceof Error ? err.message : String(err);
}

if (typeof WorkerGlobalScope !== "undefined" && globalThis instanceof WorkerGlobalScope) {
  const here = (name) => new URL(name, import.meta.url).href;
  const obeys = engine({
    load: async () => (await import("./fetch.js")).loadModule(here("draw.wasm")),
    runtime: async () => { await import("./wasm_exec.js"); return globalThis.Go; },
    post: (message) => globalThis.postMessage(message),
  });
  globalThis.addEventListener("message", (event) => obeys(event.data));
}
