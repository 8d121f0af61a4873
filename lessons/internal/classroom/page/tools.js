// What a tool's worker does: it runs Go's compiler or linker, as they are, over a file
// system in memory. One program runs at a time, since wasm_exec.js takes fs, process and path
// from the global object.

import "./wasm_exec.js";
import { ToolFS } from "./toolfs.js";

const PAGE = 65536;

/**
 * Runs a tool on its files. Its memory is freed when it ends; at first it has so many bytes:
 * a browser collects garbage whenever a memory grows, which took a third of the time.
 */
export async function runTool(module, args, files, memory) {
  globalThis.fs = files;
  globalThis.path = { resolve: (...paths) => files.resolve(...paths) };
  globalThis.process = {
    pid: 1, ppid: 0, getuid: () => 0, getgid: () => 0, geteuid: () => 0, getegid: () => 0, getgroups: () => [],
    umask: () => 0o022, cwd: () => files.cwd, chdir: (path) => files.chdir(path),
  };
  const go = new globalThis.Go();
  go.argv = args;
  go.env = { GOOS: "js", GOARCH: "wasm", GOGC: "off", TMPDIR: "/tmp" };
  let code = 0;
  go.exit = (n) => (code = n);
  ownTime(go);
  const instance = new WebAssembly.Instance(module, go.importObject);
  const { mem } = instance.exports;
  mem.grow(Math.max(0, Math.ceil((memory - mem.buffer.byteLength) / PAGE)));
  await go.run(instance);
  return { code, printed: files.printed, memory: mem.buffer.byteLength };
}

// The compiler asks for the time twice in each pass over each function, 60,000 times for a
// lesson, and then needs none of them. A microsecond passes from one answer to the next.
function ownTime(go) {
  let now = 1e9;
  const put = (at, n) => go.mem.setBigInt64(at, BigInt(n), true);
  go.importObject.gojs["runtime.nanotime1"] = (sp) => put((sp >>> 0) + 8, now += 1000);
  go.importObject.gojs["runtime.walltime"] = (sp) => {
    put((sp >>> 0) + 8, 0);
    go.mem.setInt32((sp >>> 0) + 16, 0, true);
  };
}

/** The names of the packs that hold the packages and all that they import. */
export function packsFor(index, paths) {
  const seen = new Set(), packs = new Set();
  const visit = (path) => {
    const found = index.packages[path];
    if (!found || seen.has(path)) {
      return;
    }
    seen.add(path);
    packs.add(found.pack);
    (found.imports ?? []).forEach(visit);
  };
  paths.forEach(visit);
  return [...packs];
}

/** What a tool reads of the packages: the compiler their types, the linker their objects. */
export const KINDS = { compile: "types", link: "objects" };

const USUAL = { compile: 40 << 20, link: 112 << 20 }; // bytes that one run takes

/**
 * A Toolchain compiles or links, as name says, with a module that is loaded already. index is
 * packs/index.json, and packs has the bytes of each pack that is loaded.
 */
export class Toolchain {
  memory = 0; // bytes that the tool took so far
  #usual;

  constructor({ name, module, index, packs }) {
    Object.assign(this, { name, module, index, packs });
    this.#usual = USUAL[name];
  }

  #files() {
    const kind = KINDS[this.name];
    const files = new ToolFS();
    files.chdir("/w");
    files.chdir("/tmp");
    let config = "";
    for (const [path, at] of Object.entries(this.index.packages)) {
      const bytes = this.packs[at.pack];
      if (bytes) {
        const [offset, length] = at[kind];
        files.put(`/pkg/${path}.a`, bytes.subarray(offset, offset + length));
        config += `packagefile ${path}=/pkg/${path}.a\n`;
      }
    }
    return { files, config };
  }

  async #run(args, files) {
    const result = await runTool(this.module, [this.name, ...args], files, this.#usual);
    this.memory += result.memory;
    this.#usual = Math.max(this.#usual, result.memory);
    return result;
  }

  /**
   * Compiles one package. unit: { path, as, files, embed, archives }: its import path, the
   * name of the package for the linker (main, or the path), its sources, the embedded files,
   * and the archives of packages that were compiled before it.
   */
  async compile({ path, as = path, files: sources, embed = null, archives = {} }) {
    const { files, config } = this.#files();
    const folder = `/w/${path}`;
    files.chdir(folder);
    files.put("/tmp/importcfg", config + addArchives(files, archives));
    for (const [name, text] of Object.entries(sources)) {
      files.put(`${folder}/${name}`, text);
    }
    const args = ["-p", as, `-lang=${this.index.lang}`, "-complete", "-dwarf=false", "-goversion", this.index.go, "-c=1",
      "-nolocalimports", "-trimpath", "/w", "-importcfg", "/tmp/importcfg", "-pack", "-o", "/tmp/out.a"];
    if (embed) {
      args.push("-embedcfg", addEmbedded(files, folder, embed));
    }
    const names = Object.keys(sources).filter((name) => name.endsWith(".go")).sort();
    const { code, printed } = await this.#run([...args, ...names.map((name) => `./${name}`)], files);
    return code === 0 ? { archive: files.take("/tmp/out.a") } : { printed };
  }

  /** Links a program. main is the archive of package main. */
  async link({ main, archives = {}, flags = [] }) {
    const { files, config } = this.#files();
    files.put("/tmp/importcfg", config + addArchives(files, archives));
    files.put("/tmp/main.a", main);
    const args = ["-importcfg", "/tmp/importcfg", "-buildmode=exe", "-s", "-w", "-checklinkname=0", ...flags];
    if (this.index.godebug) {
      args.push(`-X=runtime.godebugDefault=${this.index.godebug}`);
    }
    const { code, printed } = await this.#run([...args, "-o", "/tmp/main.wasm", "/tmp/main.a"], files);
    return code === 0 ? { program: files.take("/tmp/main.wasm") } : { printed };
  }
}

function addArchives(files, archives) {
  let config = "";
  for (const [path, archive] of Object.entries(archives)) {
    files.put(`/tmp/built/${path}.a`, archive);
    config += `packagefile ${path}=/tmp/built/${path}.a\n`;
  }
  return config;
}

// embed: { patterns: { pattern: [names] }, files: { name: text } }
function addEmbedded(files, folder, embed) {
  const places = {};
  for (const [name, text] of Object.entries(embed.files)) {
    places[name] = `${folder}/${name}`;
    files.put(places[name], text);
  }
  files.put("/tmp/embedcfg", JSON.stringify({ Patterns: embed.patterns, Files: places }));
  return "/tmp/embedcfg";
}
