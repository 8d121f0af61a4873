// The picture of a run: it grows while the program runs, and has a playhead.
// A worker draws it; here its SVG is put into the page.

import { Engine } from "./drawengine.js";
import { moreBelow } from "./more.js";
import { Playhead } from "./playhead.js";

/** The height of a picture whose element has none of its own, in pixels. */
const ANY_HEIGHT = 300;

/** One run, and where it is drawn. */
export class Picture extends EventTarget {
  #element; #engine; #run; #heading; #id;
  #title; #subtitle;
  #lines = []; #known = 0; #now = 0; #over = false; #axis = 0;
  #before = 0;
  #pace = new Pace();
  #drawing = null; #playhead = null; #box = null; #problem = null; #more = () => {};

  /**
   * @param {HTMLElement|null} element what the picture stands in; null: the run is only kept, for another's compareWith
   * @param {string|URL} root the site's root
   * @param {{title?: string, subtitle?: string, id?: string, heading?: boolean}} options heading: draw title and subtitle
   */
  constructor(element, root, { title = "", subtitle = "", id = "picture", heading = false } = {}) {
    super();
    this.#element = element;
    this.#engine = Engine.at(root);
    this.#run = this.#engine.number();
    [this.#title, this.#subtitle, this.#id, this.#heading] = [title, subtitle, id, heading];
    this.#engine.addEventListener("failed", ({ detail }) => this.#fail(detail));
    this.#pace.draw = () => this.#draw();
    if (element) this.#furnish();
    this.reset();
  }

  /** A new run begins. What was drawn stays until something of it is known. */
  reset() {
    [this.#lines, this.#known] = [[], 0];
    this.#now = 0;
    this.#over = false;
    this.setPlayhead(null);
    if (this.#problem) this.#problem.hidden = true;
    this.#engine.send({ do: "reset", run: this.#run });
  }

  /**
   * @param {ArrayBuffer|Uint8Array} bytes one whole execution trace of the run; an ArrayBuffer is transferred
   */
  addTrace(bytes) {
    const view = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
    this.#engine.send({ do: "add", run: this.#run, bytes: view }, bytes instanceof ArrayBuffer ? [bytes] : []);
    this.#pace.ask();
  }

  /** @param {string[]} lines what was printed so far, in order */
  setLines(lines) {
    this.#lines = lines;
    this.#pace.ask();
  }

  /**
   * @param {number|null} at program time in ms: what still runs is drawn up to it; null: the run is over
   * @param {{cutShort?: boolean}} end of a run that is over: its last trace is missing, as after a panic or Stop
   */
  setNow(at, { cutShort = false } = {}) {
    if (at !== null) {
      this.#now = at;
    } else if (!this.#over) {
      this.#over = true;
      this.#engine.send({ do: "end", run: this.#run, cutShort });
    }
    this.#pace.ask();
  }

  /** @param {number|null} at a moment in ms: what comes after it is dimmed; null: nothing is */
  setPlayhead(at) {
    this.#playhead?.set(at);
  }

  /** @param {Picture|{run: number}|null} other a run to stack above this one: a Picture or a snapshot; null: alone */
  compareWith(other) {
    this.#before = other === null ? 0 : other.run;
    this.#pace.ask();
  }

  /** The run as it is now, for compareWith. drop lets go of it. */
  snapshot() {
    const as = this.#engine.number();
    this.#engine.send({ do: "tell", ...this.#facts() });
    this.#engine.send({ do: "keep", run: this.#run, as });
    return { run: as, drop: () => this.#engine.send({ do: "forget", run: as }) };
  }

  /** @param {{title?: string, subtitle?: string}} texts what the run is called from now on */
  entitle({ title = this.#title, subtitle = this.#subtitle }) {
    [this.#title, this.#subtitle] = [title, subtitle];
    this.#pace.ask();
  }

  /** The number of the run in the engine. */
  get run() { return this.#run; }

  #furnish() {
    this.#box = document.createElement("div");
    this.#box.className = "picture-box";
    this.#drawing = document.createElement("div");
    this.#playhead = new Playhead(this.#box);
    this.#playhead.addEventListener("move", (event) => this.#emit("playhead", event.detail));
    this.#problem = document.createElement("p");
    this.#problem.setAttribute("role", "status");
    this.#problem.hidden = true;
    this.#box.prepend(this.#drawing);
    this.#box.append(this.#problem);
    this.#element.append(this.#box);
    this.#more = moreBelow(this.#element);
    new ResizeObserver(() => { this.#more(); this.#pace.ask(); }).observe(this.#element);
  }

  /** Draws, and reports how long that took; 0 if there is nothing to draw. */
  async #draw() {
    const [width, height] = this.#room();
    if (width < 1 || height < 1) {
      this.#engine.send({ do: "tell", ...this.#facts() });
      return 0;
    }
    const over = this.#over;
    const answer = await this.#engine.ask({
      do: "draw", ...this.#facts(), before: this.#before, heading: this.#heading,
      width, height, id: this.#id, axis: over ? 0 : this.#axis,
    });
    if (answer.error || !over && answer.lanes.length === 0) return answer.took ?? 0;
    if (over) this.#axis = answer.length;
    this.#show(answer, over);
    return answer.took;
  }

  #facts() {
    const known = Math.max(Math.min(this.#known, this.#lines.length) - 1, 0); // the last line may have been a part
    this.#known = this.#lines.length;
    return { run: this.#run, title: this.#title, subtitle: this.#subtitle, known, lines: this.#lines.slice(known), now: this.#now };
  }

  #room() {
    const style = this.#element && getComputedStyle(this.#element);
    const padding = (a, b) => parseFloat(style[a]) + parseFloat(style[b]) || 0;
    if (!style || this.#element.clientWidth === 0) return [0, 0];
    const height = Math.floor(this.#element.clientHeight - padding("paddingTop", "paddingBottom"));
    return [Math.floor(this.#element.clientWidth - padding("paddingLeft", "paddingRight")), height < 100 ? ANY_HEIGHT : height];
  }

  #show(answer, over) {
    this.#drawing.innerHTML = answer.svg;
    this.#playhead.fit(answer, over);
    this.#more();
    this.#emit("drawn", {
      length: answer.length, cutShort: answer.cutShort, verdict: answer.verdict, took: answer.took,
      events: answer.events.map(([at, lane, text]) => ({ at, lane, text })),
      instants: answer.instants,
      lanes: answer.lanes.map(([name, ending]) => ({ name, ending })),
    });
  }

  // Says why there is no picture, or not all of it.
  #fail({ message, run }) {
    if (run !== undefined && run !== this.#run) return;
    if (this.#problem) {
      this.#problem.textContent = `The picture can't be drawn: ${message}.`;
      this.#problem.hidden = false;
    }
    this.#emit("failed", { message });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/**
 * A Pace draws when it is asked to, but one drawing after the other, and no
 * more often than each 25 ms. If a drawing takes long, there are fewer: the program
 * needs the machine, too.
 */
export class Pace {
  draw = async () => 0;
  #asked = false; #busy = false; #last = -Infinity; #rest = 0;

  /** @param {{now?: () => number, later?: (f: () => void, ms: number) => void}} clock of a test */
  constructor({ now = () => performance.now(), later = setTimeout } = {}) {
    this.now = now;
    this.later = (f, ms) => later(f, ms);
  }

  /** Asks for a drawing. */
  ask() {
    this.#asked = true;
    this.#next();
  }

  #next() {
    if (this.#busy || !this.#asked) return;
    this.#busy = true;
    this.later(() => this.#go(), Math.max(0, this.#last + this.#rest - this.now()));
  }

  async #go() {
    this.#asked = false;
    this.#last = this.now();
    const took = await this.draw().catch(() => 0);
    this.#rest = Math.max(25, 3 * took - 35);
    this.#busy = false;
    this.#next();
  }
}
