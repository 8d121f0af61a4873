// An exercise in the page: the suite's rows with their verdicts, and the solution on
// demand. The reader's file is compiled with the suite, and the suite runs on the
// instant clock. The task and its hints are in the page itself.

import { element } from "./elements.js";
import { Suite } from "./suite.js";

const SIGNS = { runs: "…", passes: "✓", fails: "✗", skipped: "–", unfinished: "?" };
const WORDS = { runs: "runs", passes: "passes", fails: "fails", skipped: "skipped", unfinished: "did not end" };

/**
 * Exercise runs the suite of an exercise and shows its rows.
 *
 * - pattern: which test is the suite, as -test.run wants it
 * - run: see run.js; rows: the element for the rows; status: the one for a sentence
 *
 * It sends "state" { state } as the page's data-state wants it.
 */
export class Exercise extends EventTarget {
  #pattern;
  #run;
  #rows;
  #status;
  #suite = null;
  #drawing = false;
  #level = "";

  constructor({ pattern, run, rows, status }) {
    super();
    this.#pattern = pattern;
    this.#run = run;
    this.#rows = rows;
    this.#status = status;
    run.addEventListener("output", ({ detail }) => this.#output(detail.text));
    run.addEventListener("state", ({ detail }) => this.#state(detail));
  }

  /** level is the level that start runs: "" for all. */
  set level(level) {
    this.#level = level;
  }

  /** start runs a compiled suite. */
  start(program) {
    this.#suite = new Suite();
    this.#draw();
    const pattern = this.#level ? `${this.#pattern}/^${this.#level}$` : this.#pattern;
    this.#run.start({ program, args: ["-test.v=test2json", `-test.run=${pattern}`, "-test.timeout=0"], env: {}, clock: "instant" });
  }

  /** stop ends the suite. */
  stop() {
    this.#run.stop();
  }

  #output(text) {
    if (this.#suite?.feed(text)) this.#drawSoon();
  }

  #state({ state, reason }) {
    if (!this.#suite) return;
    const over = state === "done" || state === "failed" || state === "idle";
    if (over) {
      this.#suite.end();
      this.#draw();
    }
    this.#status.textContent = over ? verdictOf(this.#suite, reason) : "The suite runs …";
    this.dispatchEvent(new CustomEvent("state", { detail: { state: over && this.passed ? "done" : over ? "failed" : state } }));
  }

  /** passed tells whether every row of the last run passes. */
  get passed() {
    const { all, passes } = this.#suite?.counts ?? { all: 0, passes: 0 };
    return all > 0 && all === passes;
  }

  // A suite can print faster than a page is drawn.
  #drawSoon() {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      this.#draw();
    });
  }

  #draw() {
    const { rows, other } = this.#suite;
    const groups = [...new Set(rows.map((r) => r.level))].map((level) => group(level, rows.filter((r) => r.level === level)));
    if (other.trim()) groups.push(element("pre", { className: "suite-other" }, firstLines(other.trim(), 12)));
    this.#rows.replaceChildren(...groups);
  }
}

/** verdictOf is the sentence below the rows. */
export function verdictOf(suite, reason = "") {
  const { all, passes, skipped, unfinished } = suite.counts;
  if (all === 0) return reason || "No row was run. The output says why.";
  if (passes === all) return all === 1 ? "The row passes." : `All ${all} rows pass.`;
  const parts = [`${passes} of ${all} rows pass.`];
  if (skipped > 0) parts.push(`${skipped} can't run in a page.`);
  if (unfinished > 0) parts.push(reason || "The program ended before the others did.");
  return parts.join(" ");
}

function group(level, rows) {
  const passes = rows.filter((r) => r.verdict === "passes").length;
  const list = element("ol", { className: "suite-rows" }, ...rows.map(row));
  if (!level) return list;
  return element("section", { className: "suite-level" }, element("h3", {}, `${level} `, element("small", {}, `${passes} of ${rows.length}`)), list);
}

function row({ name, verdict, words }) {
  const sign = element("span", { className: "verdict" }, SIGNS[verdict], " ", element("span", { className: "verdict-word" }, WORDS[verdict]));
  const item = element("li", { data: { verdict } }, sign, " ", element("span", { className: "row-name" }, name));
  if (words && verdict !== "passes") item.append(element("pre", {}, firstLines(words, 12)));
  return item;
}

function firstLines(text, n) {
  const lines = text.split("\n");
  return lines.length <= n ? text : [...lines.slice(0, n), `… and ${lines.length - n} more lines`].join("\n");
}

/** showSolution fills an element with the files of the solution: { name: text }. */
export function showSolution(target, files) {
  target.replaceChildren(...Object.entries(files).map(([name, text]) => (
    element("figure", {}, element("figcaption", {}, name), element("pre", { tabIndex: 0 }, text)))));
}
