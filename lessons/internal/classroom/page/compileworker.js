// The compile worker: it fetches the compiler, the linker and the packs when they are first
// needed, keeps them, and builds programs. The page renews it when it has used much memory,
// and hands over what the last one had.

import { answer, getJSON, moved, tell } from "./remote.js";
import { loadBytes, loadModule } from "./fetch.js";
import { mismatch } from "./messages.js";
import { packsFor, Toolchain } from "./tools.js";

// Every program needs these, whatever it imports.
const ALWAYS = ["runtime", "syscall/js"];
const TESTED = ["os", "testing", "testing/internal/testdeps"];

let root = "";
let kept = { packs: {} }; // compile, link, index, packs: { name: { types, objects } }
let toolchain = null;
let fetched = 0, wanted = 0; // bytes of the present downloads

const address = (name) => new URL(`assets/tools/${name}`, root).href;

// load gets the tools, or takes those that the last worker had. The pack that every program
// needs comes at the same time.
async function load({ root: from, kept: given }) {
  root = from;
  kept = given ?? kept;
  if (!kept.index) {
    const [tools, index] = await Promise.all(["tools.json", "packs/index.json"].map((name) => getJSON(address(name))));
    if (tools.go !== index.go) {
      throw new Error(mismatch(tools.go, index.go));
    }
    kept = { ...kept, index };
    const [compile, link] = await Promise.all([
      tool("compile", tools), tool("link", tools), fetchPacks([...ALWAYS, ...importsOf(index.hook)]),
    ]);
    kept = { ...kept, compile, link };
  }
  toolchain = new Toolchain(kept);
  const { compile, link, index } = kept;
  return { compile, link, index };
}

async function tool(name, { tools }) {
  const { bytes } = tools[name];
  wanted += bytes;
  const module = await loadModule(address(`${name}.wasm`));
  report(bytes);
  return module;
}

function report(bytes) {
  if (bytes === 0) {
    return;
  }
  fetched += bytes;
  tell({ what: "fetching", bytes: fetched, of: wanted });
  if (fetched >= wanted) {
    fetched = wanted = 0;
  }
}

// fetchPacks gets the packs that the packages need and that are not here yet.
async function fetchPacks(paths) {
  const names = packsFor(kept.index, paths).filter((name) => !kept.packs[name]);
  for (const name of names) {
    wanted += kept.index.packs[name].types + kept.index.packs[name].objects;
  }
  await Promise.all(names.map(async (name) => {
    const [types, objects] = await Promise.all([part(name, "types"), part(name, "objects")]);
    kept.packs[name] = { types, objects };
  }));
}

async function part(name, kind) {
  let before = 0;
  const size = kept.index.packs[name][kind];
  const bytes = new Uint8Array(await loadBytes(address(`packs/${name}.${kind}.pack`), (n) => {
    report(Math.min(n, size) - before); // what is stored compressed may be counted so
    before = Math.min(n, size);
  }));
  report(size - before);
  if (bytes.length !== size) {
    throw new Error(`the pack ${name} has ${bytes.length} bytes and not ${size}: load the page again`);
  }
  return bytes;
}

// build makes a program. unit: { path, files, imports, embed, test }; test: { main, tests }
// makes the binary that go test would make of it. The memory that it took is told, too.
async function build(unit) {
  const { index } = kept;
  const paths = [...ALWAYS, ...unit.imports, ...importsOf(index.hook), ...(unit.test ? TESTED : [])];
  await fetchPacks(paths);
  tell({ what: "compiling" });
  const compiled = unit.test ? await compileTest(unit) : await compileMain(unit);
  if (compiled.printed !== undefined) {
    return { printed: compiled.printed, memory: toolchain.memory };
  }
  tell({ what: "linking" });
  const { program, printed } = await toolchain.link(compiled);
  if (printed !== undefined) {
    return { printed, memory: toolchain.memory };
  }
  const bytes = program.slice();
  const module = new WebAssembly.Module(bytes);
  return moved({ module, bytes, memory: toolchain.memory }, [bytes.buffer]);
}

function importsOf(source = "") {
  return [...source.matchAll(/import _ "(.*)"/g)].map(([, path]) => path);
}

// The hook is a second file, after all others: no line of the reader's is moved.
function hooked(files) {
  return kept.index.hook ? { ...files, "zz_hook.go": kept.index.hook } : files;
}

async function compileMain({ path, files, embed }) {
  const { archive: main, printed } = await toolchain.compile({ path, as: "main", files: hooked(files), embed });
  return { main, printed };
}

async function compileTest({ path, files, embed, test }) {
  const tested = await toolchain.compile({ path, files: { ...files, ...test.tests }, embed });
  if (tested.printed !== undefined) {
    return { printed: tested.printed };
  }
  const archives = { [path]: tested.archive };
  const { archive: main, printed } = await toolchain.compile({
    path: `${path}.test`, as: "main", files: hooked({ "_testmain.go": test.main }), archives,
  });
  return { main, printed, archives, flags: ["-X=testing.testBinary=1"] };
}

// release hands over the packs, before this worker is ended.
function release() {
  const { packs } = kept;
  kept = { ...kept, packs: {} };
  toolchain = null;
  return moved(packs, Object.values(packs).flatMap(({ types, objects }) => [types.buffer, objects.buffer]));
}

answer({ hello: () => {}, load, build, release });
