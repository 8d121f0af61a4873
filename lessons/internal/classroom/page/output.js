// What a program prints, line by line, with the program's time.

import { element } from "./elements.js";
import { timeText } from "./times.js";

const SHOWN = 2000; // lines: more would slow the page down

/** Output fills an element with lines. Text comes in any parts. */
export class Output {
  #element;
  #open = {}; // by fd: the line that has not ended

  constructor(element) {
    this.#element = element;
  }

  /** clear removes everything. */
  clear() {
    this.#element.replaceChildren();
    this.#open = {};
  }

  /** print adds a text that was written at a moment to a file descriptor: 1, or 2 for errors. */
  print(at, fd, text) {
    const parts = text.split("\n");
    parts.forEach((part, i) => {
      if (part || i < parts.length - 1) this.#append(at, fd, part);
      if (i < parts.length - 1) this.#open[fd] = null;
    });
    while (this.#element.childElementCount > SHOWN) this.#element.firstElementChild.remove();
    const scroller = this.#element.closest("[tabindex]") ?? this.#element;
    scroller.scrollTop = scroller.scrollHeight;
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
    for (const line of this.#element.children) {
      line.classList.toggle("later", at !== null && Number(line.dataset.at) > at + 0.001);
    }
  }
}
