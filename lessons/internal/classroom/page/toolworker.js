// The worker of one tool, Go's compiler or its linker. It fetches the tool and the packs
// when they are first needed, keeps them, and runs the tool.

import { answer, moved, tell } from "./remote.js";
import { loadBytes, loadModule } from "./fetch.js";
import { KINDS, packsFor, Toolchain } from "./tools.js";

let site = null; // { name, root, bytes, index, needs }: see Tool
const packs = {}; // name → bytes
let toolchain = null;
let fetched = 0, wanted = 0, told = 0; // bytes of the present downloads

const address = (name) => new URL(`assets/tools/${name}`, site.root).href;

// load gets the tool, or takes the module that the page has from an earlier worker. The packs
// that every program needs come at the same time. It returns the module.
async function load({ site: given, module: tool }) {
  site = given;
  const [module] = await Promise.all([tool ?? loadTool(), fetchPacks(site.needs)]);
  toolchain = new Toolchain({ name: site.name, module, index: site.index, packs });
  toolchain.prepare();
  return module;
}

async function loadTool() {
  wanted += site.bytes;
  const loaded = await loadModule(address(`${site.name}.wasm`));
  report(site.bytes);
  return loaded;
}

// report tells how much is here, at most every 200 kB: each time the page draws a bar.
function report(bytes) {
  fetched += bytes;
  const isAll = fetched >= wanted;
  if (bytes > 0 && (isAll || fetched - told >= 200e3)) {
    tell({ what: "fetching", bytes: fetched, of: wanted });
    told = fetched;
  }
  if (isAll) {
    fetched = wanted = told = 0;
  }
}

// fetchPacks gets the packs that the packages need and that are not here yet.
async function fetchPacks(paths) {
  const kind = KINDS[site.name];
  const names = packsFor(site.index, paths).filter((name) => !packs[name]);
  for (const name of names) {
    wanted += site.index.packs[name][kind];
  }
  await Promise.all(names.map(async (name) => {
    packs[name] = await fetchPack(name, kind);
  }));
}

async function fetchPack(name, kind) {
  let before = 0;
  const size = site.index.packs[name][kind];
  const bytes = await loadBytes(address(`packs/${name}.${kind}.pack`), (n) => {
    report(Math.min(n, size) - before); // what is stored compressed may be counted so
    before = Math.min(n, size);
  }, size);
  report(size - before);
  if (bytes.length !== size) {
    throw new Error(`the pack ${name} has ${bytes.length} bytes and not ${size}: load the page again`);
  }
  return bytes;
}

// compile makes the archive of one package.
async function compile({ needs, ...unit }) {
  await fetchPacks(needs);
  tell({ what: "compiling" });
  const { archive, printed } = await toolchain.compile(unit);
  prepareSoon();
  return { archive: archive?.slice(), printed };
}

// link makes a program, and gives its bytes away: the worker that runs them makes the module,
// and the module ends with that worker. Here it would stay until this worker collects garbage.
async function link({ needs, ...unit }) {
  await fetchPacks(needs);
  tell({ what: "linking" });
  const { program, printed } = await toolchain.link(unit);
  prepareSoon();
  if (printed !== undefined) {
    return { printed };
  }
  const bytes = program.slice();
  return moved({ bytes }, [bytes.buffer]);
}

// The answer is sent before a timer fires.
function prepareSoon() {
  setTimeout(() => toolchain.prepare());
}

answer({ load, fetch: fetchPacks, compile, link });
