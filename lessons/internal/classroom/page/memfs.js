// A file system in memory, in the shape of Node's fs that Go's syscall package calls. The
// standard output goes to the reader.

import { DEVICE, DIR, FILE, LINK, Tree, constants, failure } from "./memtree.js";

export { MAX_BYTES, constants } from "./memtree.js";

/**
 * A MemFS holds the files of one run. write(fd, bytes) takes what goes to the standard
 * output and error. now() gives the program's date in ms. The result of a call is
 * handed over later, by next(), as with Node: never inside the call.
 */
export class MemFS {
  constants = constants;
  #write;
  #tree;
  #files = new Map(); // fd → { node, flags, at }
  #results = [];
  #handed = 0; // of #results

  constructor(write, now) {
    this.#write = write;
    this.#tree = new Tree(now);
    for (const [fd, flags] of [[0, constants.O_RDONLY], [1, constants.O_WRONLY], [2, constants.O_WRONLY]]) {
      this.#files.set(fd, { node: this.#tree.make(DEVICE, 0o620), flags, at: 0 });
    }
    for (const [name, call] of Object.entries(this.#calls())) {
      this[name] = (...args) => this.#later(args.pop(), () => call(...args));
    }
    this.#tree.add("/tmp", this.#tree.make(DIR, 0o1777));
  }

  /** Whether results wait to be handed over. */
  get busy() {
    return this.#handed < this.#results.length;
  }

  /** Hands over one result. */
  next() {
    const result = this.#results[this.#handed];
    this.#results[this.#handed++] = null;
    if (!this.busy) {
      this.#results = [];
      this.#handed = 0;
    }
    result();
  }

  #later(callback, call) {
    let error = null, value;
    try {
      value = call();
    } catch (e) {
      error = e.code ? e : failure("EIO", String(e));
    }
    this.#results.push(() => error ? callback(error) : callback(null, value));
  }

  /** Writes at once: Go's runtime prints with it. */
  writeSync(fd, bytes) {
    this.#write(fd, bytes);
    return bytes.length;
  }

  /** What Go needs of Node's process and path. */
  process() {
    const tree = this.#tree;
    return {
      pid: 1, ppid: 0, argv0: "go",
      getuid: () => 0, getgid: () => 0, geteuid: () => 0, getegid: () => 0, getgroups: () => [0],
      umask: () => 0o022,
      cwd: () => tree.cwd,
      chdir: (path) => {
        tree.folder(path);
        tree.cwd = tree.resolve(path);
      },
    };
  }

  path() {
    return { resolve: (...paths) => this.#tree.resolve(paths.join("/")) };
  }

  #file(fd) {
    const file = this.#files.get(fd);
    if (!file) {
      throw failure("EBADF");
    }
    return file;
  }

  #open(path, flags, mode) {
    const tree = this.#tree;
    let node = tree.look(path);
    if (node === null && !(flags & constants.O_CREAT)) {
      throw failure("ENOENT");
    }
    if (node !== null && flags & constants.O_CREAT && flags & constants.O_EXCL) {
      throw failure("EEXIST");
    }
    node ??= tree.add(path, tree.make(FILE, mode ?? 0o666));
    if (flags & constants.O_DIRECTORY && node.type !== DIR) {
      throw failure("ENOTDIR");
    }
    if (flags & constants.O_RDWR + constants.O_WRONLY && node.type === DIR) {
      throw failure("EISDIR");
    }
    if (flags & constants.O_TRUNC) {
      tree.resize(node, 0);
    }
    let fd = 3;
    while (this.#files.has(fd)) {
      fd++;
    }
    this.#files.set(fd, { node, flags, at: 0 });
    return fd;
  }

  #read(fd, buffer, offset, length, position) {
    const file = this.#file(fd);
    if (file.node.type === DIR) {
      throw failure("EISDIR");
    }
    if (file.flags & constants.O_WRONLY) {
      throw failure("EBADF");
    }
    const { data, size } = file.node;
    const from = Math.min(position ?? file.at, size);
    const part = data.subarray(from, Math.min(from + length, size));
    buffer.set(part, offset);
    if (position == null) {
      file.at = from + part.length;
    }
    return part.length;
  }

  #writeFile(fd, buffer, offset, length, position) {
    const file = this.#file(fd);
    const bytes = buffer.subarray(offset, offset + length);
    if (!(file.flags & constants.O_RDWR + constants.O_WRONLY)) {
      throw failure("EBADF");
    }
    if (file.node.type === DEVICE) {
      return this.writeSync(fd, bytes);
    }
    const from = file.flags & constants.O_APPEND ? file.node.size : position ?? file.at;
    if (from + bytes.length > file.node.size) {
      this.#tree.resize(file.node, from + bytes.length);
    }
    file.node.data.set(bytes, from);
    if (position == null) {
      file.at = from + bytes.length;
    }
    return bytes.length;
  }

  #truncate(node, size) {
    if (node.type !== FILE) {
      throw failure(node.type === DIR ? "EISDIR" : "EINVAL");
    }
    this.#tree.resize(node, size);
  }

  #link(from, to) {
    const node = this.#tree.find(from, false);
    if (node.type === DIR) {
      throw failure("EPERM");
    }
    this.#tree.add(to, node);
    node.nlink++;
  }

  #readlink(path) {
    const node = this.#tree.find(path, false);
    if (node.type !== LINK) {
      throw failure("EINVAL");
    }
    return node.target;
  }

  // Node's calls, without their callbacks.
  #calls() {
    return { ...this.#callsOnFiles(), ...this.#callsOnPaths(), ...this.#callsOnModes() };
  }

  #callsOnFiles() {
    return {
      open: (path, flags, mode) => this.#open(path, flags, mode),
      close: (fd) => { this.#file(fd); this.#files.delete(fd); },
      read: (...args) => this.#read(...args),
      write: (...args) => this.#writeFile(...args),
      fsync: (fd) => { this.#file(fd); },
      fstat: (fd) => this.#file(fd).node.stat(),
      ftruncate: (fd, size) => this.#truncate(this.#file(fd).node, size),
      truncate: (path, size) => this.#truncate(this.#tree.find(path), size),
    };
  }

  #callsOnPaths() {
    const tree = this.#tree;
    return {
      stat: (path) => tree.find(path).stat(),
      lstat: (path) => tree.find(path, false).stat(),
      readdir: (path) => [...tree.folder(path).entries.keys()].sort(),
      mkdir: (path, mode) => { tree.add(path, tree.make(DIR, mode)); },
      rmdir: (path) => tree.remove(path, true),
      unlink: (path) => tree.remove(path, false),
      rename: (from, to) => tree.rename(from, to),
      link: (from, to) => this.#link(from, to),
      symlink: (target, path) => { tree.add(path, tree.make(LINK, 0o777)).target = target; },
      readlink: (path) => this.#readlink(path),
    };
  }

  #callsOnModes() {
    const tree = this.#tree;
    const mode = (node, mode) => { node.mode = mode & 0o7777; };
    const owner = (node, uid, gid) => { Object.assign(node, { uid, gid }); };
    return {
      chmod: (path, to) => mode(tree.find(path), to),
      fchmod: (fd, to) => mode(this.#file(fd).node, to),
      chown: (path, uid, gid) => owner(tree.find(path), uid, gid),
      fchown: (fd, uid, gid) => owner(this.#file(fd).node, uid, gid),
      lchown: (path, uid, gid) => owner(tree.find(path, false), uid, gid),
      utimes: (path, atime, mtime) => {
        Object.assign(tree.find(path), { atimeMs: atime * 1000, mtimeMs: mtime * 1000 });
      },
    };
  }
}
