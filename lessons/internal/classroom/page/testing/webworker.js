// A Worker as a browser has it, made of one of Node's: for the tests of modules that start
// workers.

import { isMainThread, parentPort, Worker as Thread, workerData } from "node:worker_threads";

/** What globalThis.Worker is in a test. */
export class Worker {
  #thread;

  constructor(url) {
    this.#thread = new Thread(new URL(import.meta.url), { workerData: { module: String(url) } });
    this.#thread.on("message", (data) => this.onmessage?.({ data }));
    this.#thread.on("error", (error) => this.onerror?.({ message: error.message }));
  }

  postMessage(data, transfer) {
    this.#thread.postMessage(data, transfer);
  }

  terminate() {
    this.#thread.terminate();
  }
}

if (!isMainThread && workerData?.module) {
  globalThis.self = globalThis;
  globalThis.postMessage = (data, transfer) => parentPort.postMessage(data, transfer);
  const early = [];
  const onmessage = (data) => (self.onmessage ? self.onmessage({ data }) : early.push(data));
  parentPort.on("message", onmessage);
  await import(workerData.module);
  early.forEach((data) => self.onmessage({ data }));
}
