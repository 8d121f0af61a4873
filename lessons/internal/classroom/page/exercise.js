// An exercise in the page: the task, its hints, the suite's rows with their verdicts,
// and the solution on demand. The reader's file is compiled with the suite, and the
// suite runs on the instant clock.

import { button, element } from "./elements.js";
import { Suite } from "./suite.js";

const SIGNS = { runs: "…", passes: "✓", fails: "✗", skipped: "–", unfinished: "?" };
const WORDS = { runs: "runs", passes: "passes", fails: "fails", skipped: "skipped", unfinished: "did not end" };

/**
 * Exercise runs the suite of an exercise and shows its rows.
 *
 * - data: exercise.json, made by lessons/internal/classroom/exercise
 * - run: see run.js; rows: the element for the rows; status: the one for a sentence
 *
 * It sends "state" { state } as the page's data-state wants it.
 */
export class Exercise extends EventTarget {
  #data;
  #run;
  #rows;
  #status;
  #suite = null;
  #drawing = false;
  #level = "";

  constructor({ data, run, rows, status }) {
    super();
    this.#data = data;
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
    const pattern = this.#level ? `${this.#data.test}/${this.#level}` : this.#data.test;
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

/** showTask fills an element with the task. render(html) makes nodes of the task's own HTML; runLevel(level) is called by a level's button. */
export function showTask(target, data, { render, runLevel = () => {} }) {
  target.replaceChildren(...data.sections.map((section) => showSection(section, render, runLevel)), showSolution(data.solution));
}

function showSection({ title, html, level, hints }, render, runLevel) {
  const parts = [...render(html)];
  if (hints.length > 0) parts.push(showHints(hints, render));
  if (level) parts.push(button("Run this level", () => runLevel(level), { className: "run-level" }));
  if (!title) return element("section", {}, ...parts);
  const open = level !== "" || hints.length > 0;
  return element("details", { open }, element("summary", {}, title), ...parts);
}

// One click, one hint.
function showHints(hints, render) {
  const shown = element("ol", { className: "hints" });
  let n = 0;
  const label = () => (hints.length === 1 ? "Show the hint" : `Show hint ${n + 1} of ${hints.length}`);
  const next = button(label(), () => {
    shown.append(element("li", {}, ...render(hints[n++])));
    if (n === hints.length) next.remove();
    else next.textContent = label();
  });
  return element("div", { className: "hints-box" }, shown, next);
}

function showSolution(files) {
  const parts = files.map(({ name, text }) => element("figure", {}, element("figcaption", {}, name), element("pre", { tabIndex: 0 }, text)));
  return element("details", { className: "solution" }, element("summary", {}, "Our solution: write yours first"), ...parts);
}
