// What a tool's worker does: it runs Go's compiler or linker, as they are, on the packages
// and the reader's files.

import { Machine } from "./machine.js";
import { ToolFS } from "./toolfs.js";

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

const USUAL = { compile: 32 << 20, link: 80 << 20 }; // bytes that one run takes

/**
 * A Toolchain compiles or links, as name says, with a module that is loaded already. index is
 * packs/index.json, and packs has the bytes of each pack that is loaded.
 */
export class Toolchain {
  #machine;
  #spare = null; // the memory of the last program

  constructor({ name, module, index, packs }) {
    Object.assign(this, { name, index, packs });
    this.#machine = new Machine(module, USUAL[name]);
  }

  /** Makes the tool ready for the next run; without this, the run does it. */
  prepare() {
    this.#machine.prepare();
  }

  #files() {
    const kind = KINDS[this.name];
    const files = new ToolFS(this.#spare);
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

  #run(args, files) {
    return this.#machine.run([this.name, ...args], files);
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

  /** Links a program. main is the archive of package main. The program is there until the next one is linked. */
  async link({ main, archives = {}, flags = [] }) {
    const { files, config } = this.#files();
    files.put("/tmp/importcfg", config + addArchives(files, archives));
    files.put("/tmp/main.a", main);
    const args = ["-importcfg", "/tmp/importcfg", "-buildmode=exe", "-s", "-w", "-checklinkname=0", ...flags];
    if (this.index.godebug) {
      args.push(`-X=runtime.godebugDefault=${this.index.godebug}`);
    }
    const { code, printed } = await this.#run([...args, "-o", "/tmp/main.wasm", "/tmp/main.a"], files);
    this.#spare = files.spare("/tmp/main.wasm");
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
