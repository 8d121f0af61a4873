// The stage of the playground: a run's clock, its controls, its output and its
// picture, wired together.

import { Lines } from "./before.js";
import { button, element } from "./elements.js";

const CLOCKS = [
  ["instant", "instant"], ["real", "real"], ["0.25", "¼ ×"], ["0.5", "½ ×"], ["2", "2 ×"], ["4", "4 ×"], ["16", "16 ×"], ["step", "step"],
];
const SHOWN = 2000; // lines; more are kept by the picture, and slow the page down

/** clockOf returns what run.js calls a clock: a word or a factor. */
export function clockOf(value) {
  return /^[\d.]+$/.test(value) ? Number(value) : value;
}

/** timeText is "1.5 s", "20 ms" or "0 s". */
export function timeText(ms) {
  if (ms === 0) return "0 s";
  if (ms < 1000) return `${Math.round(ms * 1000) / 1000} ms`;
  return `${Math.round(ms) / 1000} s`;
}

/** instantBefore returns the last instant before a moment (null: the end), or null if there is none. */
export function instantBefore(instants, at) {
  return instants.findLast((instant) => instant < (at ?? Infinity)) ?? null;
}

/** instantAfter returns the first instant after a moment, or null: the end. */
export function instantAfter(instants, at) {
  return instants.find((instant) => instant > at) ?? null;
}

/** Stage runs a program and shows what it does. "state" { state } tells what it is doing. */
export class Stage extends EventTarget {
  #run;
  #picture;
  #output;
  #events;
  #lines = new Lines();
  #instants = [];
  #playhead = null;
  #running = false;
  #controls;

  constructor({ run, picture, output, events, controls, status }) {
    super();
    Object.assign(this, { status });
    this.#run = run;
    this.#picture = picture;
    this.#output = output;
    this.#events = events;
    this.#controls = this.#makeControls(controls);
    run.addEventListener("output", ({ detail }) => this.#print(detail));
    run.addEventListener("trace", ({ detail }) => picture.addTrace(detail.bytes));
    run.addEventListener("time", ({ detail }) => this.#time(detail));
    run.addEventListener("state", ({ detail }) => this.#state(detail));
    picture.addEventListener("drawn", ({ detail }) => this.#drawn(detail));
    picture.addEventListener("playhead", ({ detail }) => (this.#playhead = detail?.at ?? null));
  }

  #makeControls(target) {
    const pause = button("Pause", () => (this.#paused ? this.#run.resume() : this.#run.pause()), { disabled: true });
    const step = button("Step", () => this.#step());
    const back = button("Back", () => this.#seek(instantBefore(this.#instants, this.#playhead)));
    const options = CLOCKS.map(([value, text]) => element("option", { value }, text));
    const clock = element("select", { attributes: { "aria-label": "Clock" } }, ...options);
    clock.addEventListener("change", () => this.#run.setClock(this.clock));
    const time = element("span", { className: "stage-time" });
    target.replaceChildren(pause, step, back, element("label", { className: "stage-clock" }, "clock ", clock), time);
    return { pause, step, back, clock, time };
  }

  #paused = false;

  /** clock is the chosen clock. */
  get clock() {
    return clockOf(this.#controls.clock.value);
  }

  /** start runs a program from its beginning. */
  start(program) {
    this.#lines = new Lines();
    this.#instants = [];
    this.#playhead = null;
    this.#output.replaceChildren();
    this.#events.replaceChildren();
    this.#picture.reset();
    this.#running = true;
    this.#run.start({ program, args: [], env: {}, clock: this.clock });
  }

  #step() {
    if (this.#running) this.#run.step();
    else this.#seek(this.#playhead === null ? null : instantAfter(this.#instants, this.#playhead));
  }

  #seek(at) {
    this.#playhead = at;
    this.#picture.setPlayhead(at);
    if (at !== null) this.#controls.time.textContent = `${timeText(at)} of the run`;
  }

  #print({ at, fd, text }) {
    this.#lines.add(text);
    this.#picture.setLines(this.#lines.all);
    const last = this.#output.lastElementChild;
    const continues = last && !last.dataset.whole;
    const parts = text.split("\n");
    parts.forEach((part, i) => {
      const whole = i < parts.length - 1;
      if (i === 0 && continues) last.lastElementChild.append(part);
      else if (part || whole) this.#output.append(outputLine(at, fd, part));
      if (whole && this.#output.lastElementChild) this.#output.lastElementChild.dataset.whole = "yes";
    });
    while (this.#output.childElementCount > SHOWN) this.#output.firstElementChild.remove();
    this.#output.scrollTop = this.#output.scrollHeight;
  }

  #time({ at, real }) {
    this.#picture.setNow(at);
    this.#controls.time.textContent = `${timeText(at)} of program · ${timeText(Math.round(real))} of yours`;
  }

  #state({ state, reason }) {
    this.#paused = state === "paused";
    this.#running = ["loading", "running", "computing", "paused"].includes(state);
    this.#controls.pause.disabled = !this.#running || state === "computing";
    this.#controls.pause.textContent = this.#paused ? "Continue" : "Pause";
    if (state === "done" || state === "failed") this.#picture.setNow(null, { cutShort: state === "failed" });
    this.status.textContent = state === "computing" ? "computing, only Stop works" : (reason ?? "");
    this.dispatchEvent(new CustomEvent("state", { detail: { state } }));
  }

  #drawn({ instants, events }) {
    this.#instants = instants;
    this.#events.replaceChildren(element("ol", {}, ...events.map(({ at, lane, text }) => element("li", {}, `${timeText(at)} ${lane}: ${text}`))));
  }
}

function outputLine(at, fd, text) {
  return element("div", { className: fd === 2 ? "output-line output-error" : "output-line" },
    element("span", { className: "output-at" }, timeText(at)), " ", element("span", { className: "output-text" }, text));
}
