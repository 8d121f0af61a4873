// The run of a lesson's own program, for the picture above the one of an edit. It
// is made unseen, on the instant clock, when the reader has not run it.

const LIMIT = 10_000; // ms of the reader's time; a lesson's program takes a few hundred

/**
 * recordRun runs a program and resolves to its Picture, which is drawn nowhere and
 * can be given to compareWith. It resolves to null if the program does not end.
 */
export function recordRun({ Run, Picture, root, program, title = "", limit = LIMIT, timers = globalThis }) {
  const run = new Run(root);
  const picture = new Picture(null, root, { title });
  const lines = new Lines();
  return new Promise((resolve) => {
    const end = (result) => {
      timers.clearTimeout(timer);
      resolve(result);
    };
    const timer = timers.setTimeout(() => {
      run.stop();
      end(null);
    }, limit);
    run.addEventListener("output", ({ detail }) => lines.add(detail.text));
    run.addEventListener("trace", ({ detail }) => picture.addTrace(detail.bytes));
    run.addEventListener("state", ({ detail }) => {
      if (detail.state === "failed") return end(null);
      if (detail.state !== "done") return;
      picture.setLines(lines.all);
      picture.setNow(null);
      end(picture);
    });
    run.start({ program, args: [], env: {}, clock: "instant" });
  });
}

/** Lines joins parts of lines. */
export class Lines {
  #whole = [];
  #rest = "";

  /** add takes a text, which may begin or end inside a line. */
  add(text) {
    const parts = (this.#rest + text).split("\n");
    this.#rest = parts.pop();
    this.#whole.push(...parts);
  }

  /** all lists the lines, the unfinished one included. */
  get all() {
    return this.#rest ? [...this.#whole, this.#rest] : this.#whole;
  }
}
