// The stage: a run's clock, its controls, its output and its picture, wired
// together.

import { Lines } from "./before.js";
import { button, element } from "./elements.js";
import { Output } from "./output.js";
import { happenedAt, instantAfter, instantBefore, timeText } from "./times.js";

const CLOCKS = [
  ["real", "real"], ["0.25", "¼×"], ["0.5", "½×"], ["2", "2×"], ["4", "4×"], ["16", "16×"], ["instant", "instant"], ["step", "step"],
];

/** clockOf returns what run.js calls a clock: a word or a factor. */
export function clockOf(value) {
  return /^[\d.]+$/.test(value) ? Number(value) : value;
}

/**
 * Stage runs a program and shows what it does. "state" { state, code, reason } tells
 * what it is doing; code is the exit code of a program that has ended by itself; "clock" { clock } that the reader chose another.
 *
 * - run, picture: see run.js, picture.js; without run a recorded run is shown
 * - output, events, controls, status, now, remark: elements; now is optional and gets the
 *   sentences of one instant; remark, too, and gets what the run says of itself
 * - clocks: the values of the clocks that the reader may choose; clock: the first
 */
export class Stage extends EventTarget {
  #run;
  #picture;
  #output;
  #elements;
  #lines = new Lines();
  #instants = [];
  #sentences = [];
  #playhead = null;
  #controls;
  #real = 0;
  #at = 0;

  /** state is what the run is doing. */
  state = "idle";

  constructor({ run = null, picture, output, events, controls, status, now = null, remark = null, clocks = CLOCKS.map(([value]) => value), clock = "real" }) {
    super();
    this.#run = run;
    this.#picture = picture;
    this.#output = new Output(output);
    this.#elements = { events, status, now, remark };
    this.#controls = this.#makeControls(controls, run ? clocks : [], clock);
    run?.addEventListener("output", ({ detail }) => this.#print(detail));
    run?.addEventListener("trace", ({ detail }) => picture.addTrace(detail.bytes));
    run?.addEventListener("time", ({ detail }) => this.#time(detail));
    run?.addEventListener("state", ({ detail }) => this.#changed(detail));
    run?.addEventListener("notice", ({ detail }) => this.#remark(detail.text));
    picture.addEventListener("drawn", ({ detail }) => this.#drawn(detail));
    picture.addEventListener("playhead", ({ detail }) => this.#seek(detail?.at ?? null, false));
  }

  #makeControls(target, clocks, chosen) {
    const back = button("Back", () => this.back(), { title: "the moment before", disabled: true });
    const step = button("Step", () => this.step(), { title: "to the next moment at which all goroutines wait", disabled: true });
    const time = element("span", { className: "stage-time" });
    if (clocks.length === 0) {
      target.replaceChildren(back, step, time);
      return { back, step, time };
    }
    const pause = button("Pause", () => this.pause(), { disabled: true });
    const options = CLOCKS.filter(([value]) => clocks.includes(value)).map(([value, text]) => element("option", { value, selected: value === chosen }, text));
    const clock = element("select", { attributes: { "aria-label": "Clock" } }, ...options);
    clock.addEventListener("change", () => {
      this.#run.setClock(this.clock);
      this.#enable();
      this.dispatchEvent(new CustomEvent("clock", { detail: { clock: clock.value } }));
    });
    target.replaceChildren(pause, step, back, element("label", { className: "stage-clock" }, element("span", {}, "Clock "), clock), time);
    return { pause, step, back, clock, time };
  }

  /** clock is the chosen clock. */
  get clock() {
    return clockOf(this.#controls.clock?.value ?? "real");
  }

  /** running tells whether there is a program that Stop would end. */
  get running() {
    return ["loading", "running", "computing", "paused"].includes(this.state);
  }

  /** start runs a program from its beginning. */
  start(program) {
    this.#lines = new Lines();
    [this.#instants, this.#sentences, this.#playhead, this.#real, this.#at] = [[], [], null, 0, 0];
    this.#output.clear();
    this.#elements.events.replaceChildren();
    this.#remark("");
    this.#picture.reset();
    this.#run.start({ program, args: [], env: {}, clock: this.clock });
  }

  /** stop ends the program. */
  stop() {
    this.#run?.stop();
  }

  /** pause pauses a program that runs, and lets it go on. */
  pause() {
    if (this.state === "paused") this.#run.resume();
    else if (this.running) this.#run.pause();
  }

  /** step runs the program to its next instant; after the run it shows the next one. */
  step() {
    if (this.running && this.#playhead === null) this.#run.step();
    else if (this.#playhead !== null) this.#seek(instantAfter(this.#instants, this.#playhead));
  }

  /** back shows the instant before. */
  back() {
    const before = instantBefore(this.#instants, this.#shown);
    if (before !== null) this.#seek(before);
  }

  /** lines shows the lines of a recorded run. */
  set recorded(lines) {
    this.#picture.setLines(lines.map(({ text }) => text));
  }

  // The moment that the reader sees.
  get #shown() {
    return this.#playhead ?? (this.running ? this.#at : (this.#instants.at(-1) ?? 0));
  }

  #seek(at, show = true) {
    this.#playhead = at !== null && at >= (this.#instants.at(-1) ?? 0) ? null : at;
    if (show) this.#picture.setPlayhead(this.#playhead);
    this.#output.dim(this.#playhead);
    this.#tell();
    this.#enable();
  }

  #remark(text) {
    if (this.#elements.remark) this.#elements.remark.textContent = text;
  }

  #print({ at, fd, text }) {
    this.#lines.add(text);
    this.#picture.setLines(this.#lines.all);
    this.#output.print(at, fd, text);
  }

  #time({ at, real }) {
    [this.#at, this.#real] = [at, real];
    this.#picture.setNow(at);
    this.#tell();
  }

  #changed({ state, at, code = null, reason }) {
    this.#output.flush();
    this.state = state;
    if (at !== undefined) this.#at = at;
    if (state === "done" || state === "failed") this.#picture.setNow(null, { cutShort: state === "failed" });
    this.#elements.status.textContent = state === "computing" ? "computing, only Stop works" : (reason ?? "");
    this.#controls.pause?.setAttribute("aria-pressed", String(state === "paused"));
    this.#tell();
    this.#enable();
    this.dispatchEvent(new CustomEvent("state", { detail: { state, code, reason } }));
  }

  #enable() {
    const { pause, step, back } = this.#controls;
    const looksBack = this.#playhead !== null;
    if (pause) pause.disabled = !["running", "paused", "computing"].includes(this.state);
    step.disabled = !looksBack && !["running", "paused"].includes(this.state);
    back.disabled = instantBefore(this.#instants, this.#shown) === null;
  }

  #drawn({ instants, events }) {
    this.#instants = instants;
    if (!isSame(this.#sentences, events)) this.#list(events);
    this.#sentences = events;
    this.#tell();
    this.#enable();
  }

  #list(events) {
    const items = events.map(({ at, text }) => element("li", { data: { event: String(at) } }, element("span", { className: "output-at" }, timeText(at)), " ", text));
    this.#elements.events.replaceChildren(element("ol", {}, ...items));
  }

  // Says what time it is, and what happened then.
  #tell() {
    const looksBack = this.#playhead !== null;
    const at = looksBack ? this.#playhead : this.#at;
    const yours = this.#run ? ` of program · ${timeText(Math.round(this.#real))} of yours` : "";
    this.#controls.time.textContent = looksBack ? `${timeText(at)} of the run` : this.state === "idle" ? "" : `${seconds(at)}${yours}`;
    const moment = looksBack ? at : (this.#instants.at(-1) ?? 0);
    const here = this.#sentences.filter((event) => happenedAt(this.#instants, moment, event.at));
    for (const item of this.#elements.events.querySelectorAll("li")) {
      const isNow = happenedAt(this.#instants, moment, Number(item.dataset.event));
      isNow ? item.setAttribute("aria-current", "step") : item.removeAttribute("aria-current");
    }
    if (this.#elements.now) {
      // While the program runs on, the picture shows it, and a sentence would be gone too soon.
      const isStill = looksBack || this.state === "paused";
      const text = isStill && here.length > 0 ? `${timeText(moment)}: ${here.map(({ text }) => text).join("; ")}` : "";
      if (this.#elements.now.textContent !== text) this.#elements.now.textContent = text;
    }
  }
}

// A run is drawn many times a second, and says something new less often.
function isSame(before, after) {
  return before.length === after.length && before.every(({ at, text }, i) => at === after[i].at && text === after[i].text);
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}
