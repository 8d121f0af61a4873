// The playhead of a picture: a line at a moment, which can be dragged; what
// comes after it is dimmed.

import { instantAfter, instantBefore, timeText } from "./times.js";

/** A draggable line in a box. Event "move" { at } when the reader moves it. */
export class Playhead extends EventTarget {
  #box; #line;
  #at = null; #frame = null; #ended = false;

  /** @param {HTMLElement} box what the picture stands in, positioned */
  constructor(box) {
    super();
    this.#box = box;
    this.#line = add(box, "picture-playhead", { role: "slider", tabindex: "0", "aria-label": "Playhead", "aria-valuemin": "0" });
    this.#line.hidden = true;
    this.#line.addEventListener("keydown", (event) => this.#key(event));
    for (const type of ["pointerdown", "pointermove"]) {
      this.#box.addEventListener(type, (event) => this.#drag(event));
    }
  }

  /** @param {number|null} at a moment in ms; null: the end */
  set(at) {
    this.#at = at;
    this.#place();
  }

  /** @param {object} frame where the time axis is: left, right, top, bottom, axis, length, instants */
  fit(frame, ended) {
    this.#frame = frame;
    this.#ended = ended;
    this.#place();
  }

  #place() {
    const f = this.#frame;
    this.#line.hidden = !f || f.lanes.length === 0 || f.length === 0 || (this.#at === null && !this.#ended);
    dim(this.#box, this.#line.hidden ? null : this.#at, f);
    if (this.#line.hidden) return;
    this.#line.toggleAttribute("data-end", this.#at === null); // there it hides nothing
    const at = Math.min(this.#at ?? f.length, f.length);
    const x = xOf(f, at);
    Object.assign(this.#line.style, { left: `${x}px`, top: `${f.top - 2}px`, height: `${f.bottom - f.top + 2}px` });
    this.#line.setAttribute("aria-valuemax", String(f.length));
    this.#line.setAttribute("aria-valuenow", String(at));
    this.#line.setAttribute("aria-valuetext", timeText(at));
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = moved(event.key, this.#at ?? this.#frame.length, this.#frame.instants, this.#frame.length);
    if (at === null) return;
    event.preventDefault();
    event.stopPropagation(); // the arrows change the lesson elsewhere
    this.#move(at);
  }

  #drag(event) {
    const f = this.#frame;
    if (!f || this.#line.hidden) return;
    const { left, top } = this.#box.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    const takes = event.target === this.#line || y < f.top && x > f.left - 12 && x < f.right + 12;
    if (event.type === "pointerdown" && event.button === 0 && takes) {
      this.#line.setPointerCapture(event.pointerId);
      this.#line.focus({ preventScroll: true });
      event.preventDefault();
    } else if (!this.#line.hasPointerCapture(event.pointerId)) {
      return;
    }
    this.#move(atOf(f, x));
  }

  #move(at) {
    this.set(at);
    this.dispatchEvent(new CustomEvent("move", { detail: { at } }));
  }
}

// Dims what comes after a moment: bars under the veil, the rest by themselves.
function dim(box, at, frame) {
  for (const veil of box.querySelectorAll("rect.later")) {
    const x = at === null ? frame?.width ?? 0 : xOf(frame, at);
    veil.setAttribute("x", String(x));
    veil.setAttribute("width", String(Math.max((frame?.width ?? 0) - x, 0)));
    for (let next = veil.nextElementSibling; next; next = next.nextElementSibling) {
      next.classList.toggle("later", at !== null && Number(next.dataset.from) > at);
    }
  }
}

function add(box, name, attributes) {
  const element = document.createElement("div");
  element.className = name;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  box.append(element);
  return element;
}

/** The place of a moment on the time axis of a drawing. */
export function xOf({ left, right, axis }, at) {
  return axis > 0 ? left + (right - left) * at / axis : left;
}

/** The moment at a place: that of an instant if one is near. */
export function atOf(frame, x) {
  const { left, right, axis, length, instants } = frame;
  const at = Math.min(Math.max((x - left) / (right - left) * axis, 0), length);
  const near = instants.find((instant) => Math.abs(xOf(frame, instant) - xOf(frame, at)) <= 5);
  const step = 10 ** Math.floor(Math.log10(axis / 500)); // no more digits than there are pixels
  return near ?? Math.round(at / step) * step;
}

/** Where a key moves the playhead, or null. */
export function moved(key, at, instants, length) {
  switch (key) {
  case "ArrowRight": case "ArrowUp": return instantAfter(instants, at) ?? length;
  case "ArrowLeft": case "ArrowDown": return instantBefore(instants, at) ?? 0;
  case "PageUp": return Math.min(at + length / 10, length);
  case "PageDown": return Math.max(at - length / 10, 0);
  case "Home": return 0;
  case "End": return length;
  }
  return null;
}
