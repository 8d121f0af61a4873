// The run of the lesson before, above the one of this lesson.

import { recordRun } from "./before.js";
import { button } from "./elements.js";
import { Picture } from "./picture.js";
import { loadRecorded } from "./recorded.js";
import { Run } from "./run.js";

/**
 * lessonBefore returns { slug, mode, number, name } of the lesson before the current
 * one among the links of the navigation, or null if there is no run to compare with:
 * one on the real clock would take the reader's time.
 */
export function lessonBefore(links) {
  const at = links.findIndex((link) => link.current);
  const before = at > 0 ? links[at - 1] : null;
  return before && before.mode !== "real" ? before : null;
}

/** linksOf reads the navigation. */
export function linksOf(nav) {
  return [...nav.querySelectorAll("a[data-slug]")].map((link) => {
    const [number, ...name] = link.textContent.trim().split(" ");
    return { slug: link.dataset.slug, mode: link.dataset.mode, number, name: name.join(" "), current: link.hasAttribute("aria-current") };
  });
}

/** Compare is the button that shows and hides the run of the lesson before. */
export class Compare {
  #before;
  #picture;
  #root;
  #notice;
  #recording = null;

  /** button is the button. */
  button;

  constructor({ before, picture, root, notice }) {
    [this.#before, this.#picture, this.#root, this.#notice] = [before, picture, root, notice];
    const title = `Compare with the lesson before: ${before.number} ${before.name}`;
    this.button = button(`⇅ ${before.number}`, () => this.#toggle(), { title, className: "stage-compare" });
    this.button.setAttribute("aria-label", title);
    this.#press(false);
  }

  /** apply shows the other run, if the reader has asked for it. A run that begins calls it. */
  async apply({ edited }) {
    if (edited) this.#press(false); // then the run before the edit stands there
    if (this.#pressed) this.#picture.compareWith(await this.#other());
  }

  get #pressed() {
    return this.button.getAttribute("aria-pressed") === "true";
  }

  #press(on) {
    this.button.setAttribute("aria-pressed", String(on));
  }

  async #toggle() {
    this.#press(!this.#pressed);
    if (!this.#pressed) return this.#picture.compareWith(null);
    const other = await this.#other();
    if (!this.#pressed) return undefined;
    if (other) return this.#picture.compareWith(other);
    this.#press(false);
    this.#recording = null;
    return this.#notice("The run of the lesson before could not be loaded. Check the connection, and try again.");
  }

  #other() {
    this.#recording ??= this.#record().catch(() => null);
    return this.#recording;
  }

  async #record() {
    const { slug, mode, number, name } = this.#before;
    const title = `${number} ${name}`;
    if (mode !== "recorded") {
      return recordRun({ Run, Picture, root: this.#root, program: new URL(`programs/${slug}.wasm`, this.#root).href, title });
    }
    const { lines, trace } = await loadRecorded(this.#root, slug);
    const picture = new Picture(null, this.#root, { title });
    picture.addTrace(trace);
    picture.setLines(lines.map(({ text }) => text));
    picture.setNow(null);
    return picture;
  }
}
