// Runs a program in a thread of node, as runworker.js does in a worker of the page.

import { parentPort, workerData } from "node:worker_threads";

import { lockdown } from "../lockdown.js";
import { Program } from "../program.js";
import { hostOf, loadGo } from "./node.js";

const { module, locked, ...options } = workerData;
const post = parentPort.postMessage.bind(parentPort);
const host = hostOf(post);
const go = new (await loadGo())();
if (locked) {
  post({ type: "locked", left: lockdown(globalThis) });
}
new Program(go, host, options).run(module);
