// The installed compiler and linker on the packs of a site: what the page's must equal,
// byte by byte.

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const js = { ...process.env, GOOS: "js", GOARCH: "wasm" };

/** A Native has the packs of a site as files. */
export class Native {
  static async open(site) {
    const native = new Native();
    native.dir = await mkdtemp(join(tmpdir(), "classroom-native-"));
    native.index = JSON.parse(await readFile(join(site, "assets/tools/packs/index.json")));
    for (const kind of ["types", "objects"]) {
      let config = "";
      for (const name of Object.keys(native.index.packs)) {
        const pack = await readFile(join(site, `assets/tools/packs/${name}.${kind}.pack`));
        for (const [path, at] of Object.entries(native.index.packages)) {
          if (at.pack === name) {
            config += `packagefile ${path}=${await native.write(`${kind}/${path}.a`, pack.subarray(at[kind][0], at[kind][0] + at[kind][1]))}\n`;
          }
        }
      }
      await native.write(`${kind}.cfg`, config);
    }
    return native;
  }

  /** Writes a file, and returns its name. */
  async write(name, bytes) {
    const file = join(this.dir, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
    return file;
  }

  /** Compiles and links package main of a lesson; returns the bytes of the program. */
  async build({ path, program: { files, embed } }) {
    const hook = this.index.hook ? { "zz_hook.go": this.index.hook } : {};
    const sources = { ...files, ...hook };
    for (const [name, text] of Object.entries({ ...sources, ...embed?.files })) {
      await this.write(`w/${path}/${name}`, text);
    }
    const cwd = join(this.dir, "w", path), archive = join(this.dir, "main.a"), wasm = join(this.dir, "main.wasm");
    const more = [];
    if (embed) {
      const places = Object.fromEntries(Object.keys(embed.files).map((name) => [name, join(cwd, name)]));
      more.push("-embedcfg", await this.write("embed.cfg", JSON.stringify({ Patterns: embed.patterns, Files: places })));
    }
    await execute("go", ["tool", "compile", "-p", "main", `-lang=${this.index.lang}`, "-complete", "-dwarf=false",
      "-goversion", this.index.go, "-c=4", "-nolocalimports", "-trimpath", join(this.dir, "w"), "-importcfg", join(this.dir, "types.cfg"),
      "-pack", ...more, "-o", archive, ...Object.keys(sources).sort().map((name) => `./${name}`)], { cwd, env: js });
    await execute("go", ["tool", "link", "-importcfg", join(this.dir, "objects.cfg"), "-buildmode=exe", "-s", "-w",
      "-checklinkname=0", "-o", wasm, archive], { cwd, env: js });
    return readFile(wasm);
  }
}
