// What a program prints, line by line, with the program's time.

import { element } from "./elements.js";
import { timeText } from "./times.js";

const SHOWN = 2000; // lines: more would slow the page down

/**
 * Output fills an element with lines. Text comes in any parts. It is shown once in
 * each frame of the screen: to lay out the page for each of 10,000 lines would take
 * minutes.
 */
export class Output {
  #element;
  #soon;
  #parts = []; // not shown yet
  #open = {}; // by fd: the line that has not ended

  constructor(element, soon = globalThis.requestAnimationFrame ?? ((show) => show())) {
    this.#element = element;
    this.#soon = (show) => soon(show);
  }

  /** clear removes everything. */
  clear() {
    this.#parts = [];
    this.#element.replaceChildren();
    this.#open = {};
  }

  /** print adds a text that was written at a moment to a file descriptor: 1, or 2 for errors. */
  print(at, fd, text) {
    this.#parts.push([at, fd, text]);
    if (this.#parts.length === 1) this.#soon(() => this.flush());
  }

  /** flush shows at once what was printed. */
  flush() {
    const parts = this.#parts;
    this.#parts = [];
    if (parts.length === 0) return;
    for (const part of parts) this.#show(...part);
    while (this.#element.childElementCount > SHOWN) this.#element.firstElementChild.remove();
    const scroller = this.#element.closest("[tabindex]") ?? this.#element;
    scroller.scrollTop = scroller.scrollHeight;
  }

  #show(at, fd, text) {
    const parts = text.split("\n");
    parts.forEach((part, i) => {
      if (part || i < parts.length - 1) this.#append(at, fd, part);
      if (i < parts.length - 1) this.#open[fd] = null;
    });
  }

  #append(at, fd, part) {
    if (!this.#open[fd]) {
      const text = element("span", { className: "output-text", data: { text: "" } });
      const line = element("div", { className: fd === 2 ? "output-line output-error" : "output-line", data: { at: String(at), fd: String(fd) } },
        element("span", { className: "output-at" }, timeText(Math.round(at))), " ", text);
      this.#open[fd] = text;
      this.#element.append(line);
    }
    this.#open[fd].append(part);
  }

  /** dim makes what was printed after a moment pale; null: nothing. */
  dim(at) {
    this.flush();
    for (const line of this.#element.children) {
      line.classList.toggle("later", at !== null && Number(line.dataset.at) > at + 0.001);
    }
  }
}
