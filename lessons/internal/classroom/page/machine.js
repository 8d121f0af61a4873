// Runs one of Go's tools, again and again, over files in memory. One program runs at a time,
// since wasm_exec.js takes fs, process and path from the global object.

import "./wasm_exec.js";

const PAGE = 65536;

/**
 * A Machine is an instance of a tool that can run more than once. A program of Go ends with
 * its memory full of what it made; when it starts, it expects the memory as the module has
 * it, and sets all else itself: the stack pointer, g and the pause are wasm's globals
 * (runtime/rt0_js_wasm.s). So between two runs the memory is set back, and the instance
 * stays. A new one for each run would cost more: the system has to find 150 MB for a program,
 * page by page, and the browser to collect what the last one had.
 */
export class Machine {
  #module;
  #size;
  #instance = null;
  #image = null; // the memory as the module has it, up to its last byte that is not 0
  #go = null; // of the present run; null between two
  #isSet = false; // the memory is as the module has it

  /** size is how many bytes a run takes, as a rule. */
  constructor(module, size) {
    this.#module = module;
    this.#size = size;
  }

  /** How many bytes the memory has. */
  get memory() {
    return this.#instance?.exports.mem.buffer.byteLength ?? 0;
  }

  /** Makes the memory ready for the next run. It takes a while, so it is best done while nobody waits. */
  prepare() {
    if (this.#isSet || this.#go !== null) {
      return;
    }
    if (this.#instance === null || this.memory > 2 * this.#size) { // a large program: it is given back
      this.#start();
    }
    const bytes = new Uint8Array(this.#instance.exports.mem.buffer);
    bytes.set(this.#image);
    bytes.fill(0, this.#image.length); // in a new instance, too: then the system has found its pages
    this.#isSet = true;
  }

  // The memory is as large as it will be from the start: a browser collects garbage whenever
  // a memory grows, which took a third of the time.
  #start() {
    this.#instance = new WebAssembly.Instance(this.#module, this.#imports());
    const { mem } = this.#instance.exports;
    this.#image = new Uint8Array(mem.buffer.slice(0, lengthOf(mem.buffer)));
    mem.grow(Math.max(0, Math.ceil((this.#size - mem.buffer.byteLength) / PAGE)));
  }

  // An instance keeps its imports, and each run has a Go of its own: the imports call that of
  // the present run.
  #imports() {
    return Object.fromEntries(Object.entries(newGo().importObject).map(([name, functions]) => [
      name, Object.fromEntries(Object.keys(functions).map((key) => [key, (...args) => this.#go.importObject[name][key](...args)])),
    ]));
  }

  /** Runs the tool on files: { code, printed }. */
  async run(args, files) {
    this.prepare();
    this.#isSet = false;
    setGlobals(files);
    const go = this.#go = newGo(files);
    go.argv = args;
    go.env = { GOOS: "js", GOARCH: "wasm", GOGC: "off", TMPDIR: "/tmp" };
    let code = 0;
    go.exit = (n) => (code = n);
    try {
      await go.run(this.#instance);
    } catch (error) {
      this.#instance = null; // it was left in the middle of something
      throw error;
    } finally {
      this.#go = null;
    }
    return { code, printed: files.printed };
  }
}

// lengthOf returns how much of a buffer there is before its end is all 0.
function lengthOf(buffer) {
  const words = new Int32Array(buffer);
  let n = words.length;
  while (n > 0 && words[n - 1] === 0) {
    n--;
  }
  return 4 * n;
}

function setGlobals(files) {
  globalThis.fs = files;
  globalThis.path = { resolve: (...paths) => files.resolve(...paths) };
  globalThis.process = {
    pid: 1, ppid: 0, getuid: () => 0, getgid: () => 0, geteuid: () => 0, getegid: () => 0, getgroups: () => [],
    umask: () => 0o022, cwd: () => files.cwd, chdir: (path) => files.chdir(path),
  };
}

function newGo(files = null) {
  const go = new globalThis.Go();
  ownTime(go);
  ownFiles(go, files);
  return go;
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

// What the tools read and write of files goes straight from and into their memory: see
// toolchain/direct.go.
function ownFiles(go, files) {
  const call = (name) => (sp) => {
    const at = (offset) => (sp >>> 0) + offset;
    const int64 = (offset) => Number(go.mem.getBigInt64(at(offset), true));
    const bytes = new Uint8Array(go.mem.buffer, int64(16), int64(24));
    const position = int64(40);
    go.mem.setBigInt64(at(48), BigInt(files[name](int64(8), bytes, position < 0 ? null : position)), true);
  };
  go.importObject.gojs["tool.read"] = call("readInto");
  go.importObject.gojs["tool.write"] = call("writeFrom");
}
