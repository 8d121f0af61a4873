// The lint worker: go/parser, go/types and gofmt as a Go program that stays loaded.

import "./wasm_exec.js";
import { answer, getJSON } from "./remote.js";
import { loadBytes, loadModule } from "./fetch.js";
import { packsFor } from "./tools.js";

let root = "";
let module = null, index = null;
const packs = {}; // name → the bytes of its types

const address = (name) => new URL(`assets/tools/${name}`, root).href;

async function load({ root: from }) {
  root = from;
  [module, index] = await Promise.all([loadModule(address("lint.wasm")), getJSON(address("packs/index.json"))]);
  await start();
}

async function start() {
  const ready = new Promise((resolve) => (globalThis.golint = { ready: resolve, lookup }));
  const go = new globalThis.Go();
  go.env = { GOGC: "200" };
  go.run(new WebAssembly.Instance(module, go.importObject)).catch((error) => console.error(error));
  await ready;
  await ask("setPackages", Object.keys(index.packages));
}

function lookup(path) {
  const at = index.packages[path];
  const bytes = at && packs[at.pack];
  return bytes ? bytes.subarray(at.types[0], at.types[0] + at.types[1]) : null;
}

// ask calls a function of the Go program. A text may be too much for it: then it is started
// again, for the next one.
async function ask(name, question) {
  let text;
  try {
    text = globalThis.golint[name](JSON.stringify(question));
  } catch (error) {
    await start();
    throw error;
  }
  const answer = JSON.parse(text);
  if (answer?.failed) {
    throw new Error(answer.failed);
  }
  return answer;
}

// check gets the packs that the program imports, if it asks for further ones.
async function check(program) {
  const report = await ask("check", program);
  const missing = packsFor(index, report.imports).filter((name) => !packs[name]);
  if (missing.length === 0) {
    return report;
  }
  await Promise.all(missing.map(async (name) => {
    packs[name] = await loadBytes(address(`packs/${name}.types.pack`));
  }));
  return ask("check", program);
}

answer({ load, check, format: (document) => ask("format", document) });
