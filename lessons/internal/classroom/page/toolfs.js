// A file system in memory for the compiler and the linker: what Go's syscall package calls
// of Node's fs. Other than memfs.js, which a running program uses, it has no folders of its
// own, no links and no rights, and it hands each result over inside the call: a compiler
// makes thousands of calls, and nobody watches its clock.

import { DEVICE, DIR, FILE, constants, failure, namesOf } from "./memtree.js";

// Everything that Go may call and the tools don't need.
const MISSING = ["chown", "fchown", "lchown", "link", "symlink", "readlink"];

const LARGE = 1e6; // bytes: a file to keep the memory of

/**
 * A ToolFS holds the files of one run of a tool. A file is a Uint8Array that is never
 * changed in place unless it was opened for writing, so a file can be a part of a pack.
 */
export class ToolFS {
  constants = constants;
  #files = new Map(); // path → { data, size }; data may be longer than size
  #dirs = new Set(["/"]);
  #open = new Map(); // fd → { file, path, flags, at }
  #printed = { 1: [], 2: [] };
  #cwd = "/";
  #spare;

  /** spare is where a large file is written, if it fits: see spare. */
  constructor(spare = null) {
    this.#spare = spare;
    for (const [name, call] of Object.entries(this.#calls())) {
      this[name] = (...args) => finish(args.pop(), () => call(...args));
    }
    for (const name of MISSING) {
      this[name] = (...args) => args.pop()(failure("ENOSYS"));
    }
  }

  /** Puts a file there, and the folders above it. */
  put(path, data) {
    path = this.resolve(path);
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
    this.#files.set(path, { data: bytes, size: bytes.length });
    this.#makeFolders(parent(path));
  }

  #makeFolders(dir) {
    for (; !this.#dirs.has(dir); dir = parent(dir)) {
      this.#dirs.add(dir);
    }
  }

  /** The bytes of a file, or null. */
  take(path) {
    const file = this.#files.get(this.resolve(path));
    return file ? file.data.subarray(0, file.size) : null;
  }

  /** The memory of a file, for the next ToolFS: a program has 3 MB, and what is thrown away stays for a while. */
  spare(path) {
    return this.#files.get(this.resolve(path))?.data ?? null;
  }

  #grow(file, size) {
    if (size <= file.data.length) {
      return;
    }
    const isEnough = size > LARGE && this.#spare?.length >= size;
    const data = isEnough ? this.#spare.fill(0, file.size) : new Uint8Array(Math.max(size + (size >> 3), 2 * file.data.length, 4096));
    this.#spare = isEnough ? null : this.#spare;
    data.set(file.data.subarray(0, file.size));
    file.data = data;
  }

  /** What was printed to the standard output and error, in one text. */
  get printed() {
    const decoder = new TextDecoder();
    return [1, 2].map((fd) => this.#printed[fd].map((b) => decoder.decode(b, { stream: true })).join("") +
      decoder.decode()).join("");
  }

  /** The working directory. */
  get cwd() {
    return this.#cwd;
  }

  /** Changes the working directory, and makes it. */
  chdir(path) {
    this.#cwd = this.resolve(path);
    this.#makeFolders(this.#cwd);
  }

  /** The absolute form of a path. */
  resolve(...paths) {
    return "/" + namesOf(paths.join("/"), this.#cwd).join("/");
  }

  /** Writes at once: Go's runtime prints with it. */
  writeSync(fd, bytes) {
    this.#printed[fd]?.push(bytes.slice());
    return bytes.length;
  }

  /** Calls a function at once: [error or null, value]. */
  now(name, ...args) {
    let answer;
    this[name](...args, (error, value) => (answer = [error, value]));
    return answer;
  }

  /** Reads into bytes, at a position or, if that is null, where the file is: how many, or -1 if that is not possible. */
  readInto(fd, bytes, position) {
    return this.#open.get(fd)?.file ? this.#read(fd, bytes, 0, bytes.length, position) : -1;
  }

  /** Writes bytes in the same way. */
  writeFrom(fd, bytes, position) {
    return this.#open.get(fd)?.flags & 3 ? this.#write(fd, bytes, 0, bytes.length, position) : -1;
  }

  #stat(path) {
    const file = this.#files.get(path);
    const isDir = !file && this.#dirs.has(path);
    if (!file && !isDir) {
      throw failure("ENOENT");
    }
    return stat(isDir ? DIR | 0o777 : FILE | 0o666, file?.size ?? 0);
  }

  #handle(fd) {
    const handle = this.#open.get(fd);
    if (!handle) {
      throw failure("EBADF");
    }
    return handle;
  }

  #openFile(path, flags) {
    path = this.resolve(path);
    let file = this.#files.get(path);
    if (!file && this.#dirs.has(path)) {
      if ((flags & 3) !== 0) {
        throw failure("EISDIR");
      }
    } else if (!file && !(flags & constants.O_CREAT)) {
      throw failure("ENOENT");
    } else if (file && flags & constants.O_CREAT && flags & constants.O_EXCL) {
      throw failure("EEXIST");
    } else if (file && flags & constants.O_DIRECTORY) {
      throw failure("ENOTDIR");
    } else if (!file && !this.#dirs.has(parent(path))) {
      throw failure("ENOENT");
    } else if (!file || flags & constants.O_TRUNC) {
      file = { data: new Uint8Array(0), size: 0 };
      this.#files.set(path, file);
    } else if ((flags & 3) !== 0) {
      file.data = file.data.slice(0, file.size); // it may be a part of a pack
    }
    let fd = 3;
    while (this.#open.has(fd)) {
      fd++;
    }
    this.#open.set(fd, { file, path, flags, at: 0 });
    return fd;
  }

  #read(fd, buffer, offset, length, position) {
    const handle = this.#handle(fd);
    if (!handle.file) {
      throw failure("EISDIR");
    }
    const at = position ?? handle.at;
    const part = handle.file.data.subarray(at, Math.min(at + length, handle.file.size));
    buffer.set(part, offset);
    if (position === null || position === undefined) {
      handle.at = at + part.length;
    }
    return part.length;
  }

  #write(fd, buffer, offset, length, position) {
    if (fd === 1 || fd === 2) {
      return this.writeSync(fd, buffer.subarray(offset, offset + length));
    }
    const handle = this.#handle(fd);
    if ((handle.flags & 3) === 0) {
      throw failure("EBADF");
    }
    const { file } = handle;
    const at = position ?? (handle.flags & constants.O_APPEND ? file.size : handle.at);
    this.#grow(file, at + length);
    file.data.set(buffer.subarray(offset, offset + length), at);
    file.size = Math.max(file.size, at + length);
    if (position === null || position === undefined) {
      handle.at = at + length;
    }
    return length;
  }

  #truncate(file, size) {
    if (!file) {
      throw failure("ENOENT");
    }
    file.data = file.data.slice(0, Math.min(size, file.size));
    this.#grow(file, size);
    file.size = size;
  }

  #remove(path) {
    if (!this.#files.delete(this.resolve(path))) {
      throw failure(this.#dirs.has(this.resolve(path)) ? "EISDIR" : "ENOENT");
    }
  }

  #rename(from, to) {
    const file = this.#files.get(this.resolve(from));
    if (!file) {
      throw failure("ENOENT");
    }
    this.#files.set(this.resolve(to), file);
    this.#files.delete(this.resolve(from));
  }

  #readdir(path) {
    const dir = this.resolve(path);
    if (!this.#dirs.has(dir)) {
      throw failure(this.#files.has(dir) ? "ENOTDIR" : "ENOENT");
    }
    return [...this.#files.keys(), ...this.#dirs].filter((name) => name !== "/" && parent(name) === dir)
      .map((name) => name.slice(name.lastIndexOf("/") + 1));
  }

  #mkdir(path) {
    path = this.resolve(path);
    if (this.#files.has(path) || this.#dirs.has(path)) {
      throw failure("EEXIST");
    }
    if (!this.#dirs.has(parent(path))) {
      throw failure("ENOENT");
    }
    this.#dirs.add(path);
  }

  #calls() {
    return {
      open: (path, flags) => this.#openFile(path, flags),
      close: (fd) => void (this.#handle(fd), this.#open.delete(fd)),
      read: (fd, buffer, offset, length, position) => this.#read(fd, buffer, offset, length, position),
      write: (fd, buffer, offset, length, position) => this.#write(fd, buffer, offset, length, position),
      stat: (path) => this.#stat(this.resolve(path)),
      lstat: (path) => this.#stat(this.resolve(path)),
      fstat: (fd) => (fd < 3 ? stat(DEVICE | 0o620, 0) : this.#stat(this.#handle(fd).path)),
      mkdir: (path) => this.#mkdir(path),
      readdir: (path) => this.#readdir(path),
      unlink: (path) => this.#remove(path),
      rmdir: (path) => void this.#dirs.delete(this.resolve(path)),
      rename: (from, to) => this.#rename(from, to),
      truncate: (path, size) => this.#truncate(this.#files.get(this.resolve(path)), size),
      ftruncate: (fd, size) => this.#truncate(this.#handle(fd).file, size),
      chmod: () => {}, fchmod: () => {}, utimes: () => {}, fsync: () => {},
    };
  }
}

function finish(callback, call) {
  let value;
  try {
    value = call();
  } catch (error) {
    callback(error.code ? error : failure("EIO"));
    return;
  }
  callback(null, value);
}

function parent(path) {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

function stat(mode, size) {
  return {
    dev: 1, ino: 1, mode, nlink: 1, uid: 0, gid: 0, rdev: 0, size, blksize: 4096, blocks: Math.ceil(size / 512),
    atimeMs: 0, mtimeMs: 0, ctimeMs: 0, isDirectory: () => (mode & DIR) !== 0 && (mode & FILE) === 0,
  };
}
