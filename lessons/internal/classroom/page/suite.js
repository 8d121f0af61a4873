// Reads what a test program prints with -test.v, while it prints it.

/**
 * Suite is the rows of a test: [{ name, path, level, verdict, words }]. A verdict is
 * "runs", "passes", "fails", "skipped" or "unfinished". Only tests without subtests
 * are rows; what they are part of is their level.
 */
export class Suite {
  #rest = "";
  #tests = new Map();
  #current = null;

  /** other is what was printed outside of every test: a panic, or an error of the runtime. */
  other = "";

  /** feed reads a part of the output; the last line may be unfinished. It returns whether a row changed. */
  feed(text) {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop();
    let changed = false;
    for (const line of lines) changed = this.#read(line.replace(/\r$/, "")) || changed;
    return changed;
  }

  /** end reads the last line. What still runs now is unfinished. */
  end() {
    if (this.#rest) this.feed("\n");
    for (const test of this.#tests.values()) if (test.verdict === "runs") test.verdict = "unfinished";
  }

  // With -test.v=test2json a line of the testing package begins with ^V, wherever
  // the program's own output has ended.
  #read(line) {
    const marked = line.indexOf("\x16");
    if (marked > 0) this.#say(line.slice(0, marked));
    const text = marked >= 0 ? line.slice(marked + 1) : line;
    const run = /^=== (RUN|PAUSE|CONT|NAME)\s+(.*)$/.exec(text);
    if (run) return this.#begins(run[1], run[2]);
    const verdict = /^\s*--- (PASS|FAIL|SKIP): (.+) \(([\d.]+)s\)$/.exec(text);
    if (verdict) return this.#ends(verdict[1], verdict[2], Number(verdict[3]));
    if (/^(PASS|FAIL)$/.test(text)) return false;
    this.#say(text);
    return true;
  }

  #begins(what, path) {
    if (what === "PAUSE" || path === "") {
      this.#current = null;
      return false;
    }
    if (!this.#tests.has(path)) this.#tests.set(path, { path, verdict: "runs", lines: [], seconds: 0 });
    this.#current = this.#tests.get(path);
    return what === "RUN";
  }

  #ends(verdict, path, seconds) {
    const test = this.#tests.get(path);
    if (!test) return false;
    test.verdict = { PASS: "passes", FAIL: "fails", SKIP: "skipped" }[verdict];
    test.seconds = seconds;
    return true;
  }

  #say(line) {
    if (/^(panic: |fatal error: |goroutine \d+ )/.test(line)) this.#current = null; // it ends the whole program
    if (this.#current) this.#current.lines.push(line);
    else this.other += `${line}\n`;
  }

  /** rows lists the tests in the order in which they began. */
  get rows() {
    const paths = [...this.#tests.keys()];
    return paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`))).map((path) => {
      const parts = splitPath(path);
      const { verdict, lines, seconds } = this.#tests.get(path);
      return { path, name: words(parts.at(-1)), level: parts.slice(1, -1).map(words).join(", "), verdict, seconds, words: messageOf(lines) };
    });
  }

  /** counts is how many rows have which verdict. */
  get counts() {
    const counts = { all: 0, runs: 0, passes: 0, fails: 0, skipped: 0, unfinished: 0 };
    for (const { verdict } of this.rows) {
      counts.all++;
      counts[verdict]++;
    }
    return counts;
  }
}

// A subtest may have a slash in its name. The rows of our suites do not.
function splitPath(path) {
  return path.split("/");
}

// In a test's name the testing package writes "_" for a space.
function words(name) {
  return name.replace(/#\d\d$/, "").replaceAll("_", " ");
}

/**
 * messageOf returns the words of a failed test: of testify's report only the error
 * and its messages, without the place and the name, which the row has.
 */
export function messageOf(lines) {
  const out = [];
  let takes = true;
  for (const line of lines) {
    const field = /^\s*(Error Trace|Error|Test|Messages):\s?(.*)$/.exec(line);
    if (field) takes = field[1] === "Error" || field[1] === "Messages";
    const place = /^\s*[\w-]+\.go:\d+:\s?(.*)$/.exec(line);
    if (place) takes = true;
    if (!takes) continue;
    const text = (field ? field[2] : place ? place[1] : line).trim();
    if (text && text !== "Received unexpected error:") out.push(text);
  }
  return out.join("\n");
}
