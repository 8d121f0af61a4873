// The files of a MemFS, by their paths; and what all file systems in memory have in common.

/** All files together may have so many bytes. */
export const MAX_BYTES = 64 << 20;

/** What a node is, as in a mode of Unix. */
export const DIR = 0o040000, FILE = 0o100000, LINK = 0o120000, DEVICE = 0o020000;

/** The flags of open. */
export const constants = {
  O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512,
  O_APPEND: 1024, O_DIRECTORY: 65536,
};

/** An error as Node's fs gives them: Go knows it by its code. */
export function failure(code, text = code) {
  return Object.assign(new Error(text), { code });
}

/** The names that lead from the root to a path, which may begin at the folder cwd. */
export function namesOf(path, cwd) {
  const names = [];
  for (const name of (path.startsWith("/") ? path : cwd + "/" + path).split("/")) {
    if (name === "..") {
      names.pop();
    } else if (name !== "" && name !== ".") {
      names.push(name);
    }
  }
  return names;
}

/** A file, a folder, a link or a device. */
export class Node {
  static #next = 1;
  ino = Node.#next++;
  nlink = 1;
  uid = 0;
  gid = 0;

  constructor(type, mode, now) {
    this.type = type;
    this.mode = mode & 0o7777;
    this.atimeMs = this.mtimeMs = this.ctimeMs = now;
    this.entries = type === DIR ? new Map() : null;
    this.data = new Uint8Array(0); // may be longer than size
    this.size = 0;
    this.target = "";
  }

  /** What fs.stat gives. */
  stat() {
    const { ino, nlink, uid, gid, size, atimeMs, mtimeMs, ctimeMs, type } = this;
    return {
      dev: 1, ino, mode: type | this.mode, nlink, uid, gid, rdev: 0, size,
      blksize: 4096, blocks: Math.ceil(size / 512), atimeMs, mtimeMs, ctimeMs,
      isDirectory: () => type === DIR,
    };
  }
}

/** A Tree finds, adds and removes nodes. now() gives the date in ms. */
export class Tree {
  cwd = "/";
  #now;
  #root;
  #bytes = 0;

  constructor(now) {
    this.#now = now;
    this.#root = this.make(DIR, 0o755);
  }

  /** A new node that is nowhere yet. */
  make(type, mode) {
    return new Node(type, mode, this.#now());
  }

  /** The absolute form of a path. */
  resolve(path) {
    return "/" + this.#names(path).join("/");
  }

  #names(path) {
    return namesOf(path, this.cwd);
  }

  /** The node at path, or null if only its last name is missing. A link at the end is followed, or not. */
  look(path, follow = true, depth = 0) {
    if (depth > 40) {
      throw failure("ELOOP");
    }
    const names = this.#names(path);
    let node = this.#root;
    for (const [i, name] of names.entries()) {
      if (node.type !== DIR) {
        throw failure("ENOTDIR");
      }
      const last = i === names.length - 1;
      const next = node.entries.get(name) ?? null;
      if (next === null && !last) {
        throw failure("ENOENT");
      }
      if (next?.type === LINK && (follow || !last)) {
        const from = "/" + names.slice(0, i).join("/");
        const target = next.target.startsWith("/") ? next.target : from + "/" + next.target;
        return this.look([target, ...names.slice(i + 1)].join("/"), follow, depth + 1);
      }
      node = next;
    }
    return node;
  }

  /** The node at path; it has to be there. */
  find(path, follow = true) {
    const node = this.look(path, follow);
    if (node === null) {
      throw failure("ENOENT");
    }
    return node;
  }

  /** The folder at path. */
  folder(path) {
    const node = this.find(path);
    if (node.type !== DIR) {
      throw failure("ENOTDIR");
    }
    return node;
  }

  // The folder that path is in, and the last name.
  #split(path) {
    const names = this.#names(path);
    if (names.length === 0) {
      throw failure("EINVAL");
    }
    const name = names.pop();
    return [this.folder("/" + names.join("/")), name];
  }

  /** Puts a node at path. */
  add(path, node) {
    const [dir, name] = this.#split(path);
    if (dir.entries.has(name)) {
      throw failure("EEXIST");
    }
    dir.entries.set(name, node);
    dir.mtimeMs = this.#now();
    return node;
  }

  /** Removes an empty folder, or something else. */
  remove(path, wantDir) {
    const [dir, name] = this.#split(path);
    const node = this.find(path, false);
    if (wantDir !== (node.type === DIR)) {
      throw failure(wantDir ? "ENOTDIR" : "EISDIR");
    }
    if (node.entries?.size > 0) {
      throw failure("ENOTEMPTY");
    }
    dir.entries.delete(name);
    if (--node.nlink === 0) {
      this.#bytes -= node.data.length;
    }
  }

  /** Gives a node another name, in place of what has it. */
  rename(from, to) {
    const node = this.find(from, false);
    const old = this.look(to, false);
    if (old === node) {
      return;
    }
    if (this.resolve(to).startsWith(this.resolve(from) + "/")) {
      throw failure("EINVAL");
    }
    if (old !== null) {
      this.remove(to, node.type === DIR);
    }
    const [dir, name] = this.#split(from);
    this.add(to, node);
    dir.entries.delete(name);
  }

  /** Makes a file longer or shorter. */
  resize(node, size) {
    if (size > node.data.length) {
      const data = new Uint8Array(Math.max(size, Math.min(2 * node.data.length, size + (1 << 20))));
      if (this.#bytes + data.length - node.data.length > MAX_BYTES) {
        throw failure("ENOSPC");
      }
      this.#bytes += data.length - node.data.length;
      data.set(node.data.subarray(0, node.size));
      node.data = data;
    }
    if (size < node.size) {
      node.data.fill(0, size, node.size);
    }
    node.size = size;
    node.mtimeMs = this.#now();
  }
}
