// The editor where CodeMirror can't be loaded: a text area with the same methods.

import { changesBetween, offsetOf, rangeOf } from "./editortext.js";

/** AreaSurface is a text area behind the methods that Editor needs. */
export class AreaSurface {
  #area;
  #list;
  #before = "";
  #after = "";
  #quiet = false; // the page changes the text, not the reader

  constructor(root, parent, { text, description, on }) {
    this.#area = document.createElement("textarea");
    this.#area.spellcheck = false;
    this.#area.autocapitalize = "off";
    this.#area.setAttribute("aria-label", "Go program");
    this.#area.setAttribute("aria-describedby", description);
    this.#area.value = text;
    this.#area.addEventListener("input", () => this.#quiet || on.change());
    this.#area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
      event.preventDefault();
      on.run();
    });
    this.#list = document.createElement("ol");
    this.#list.className = "area-problems";
    this.#list.hidden = true;
    parent.append(this.#area, this.#list);
  }

  get text() {
    return this.#before + this.#area.value + this.#after;
  }

  setText(text, { offset, lines }) {
    const at = offset ?? moveOffset(this.cursor, changesBetween(this.text, text));
    this.#replaceAll(this.#cut(text, lines));
    this.#select(at);
  }

  // cut keeps what is hidden, and returns what is shown.
  #cut(text, lines) {
    const { from, to } = lines ? rangeOf(text, lines) : { from: 0, to: text.length };
    this.#before = text.slice(0, from);
    this.#after = text.slice(to);
    return text.slice(from, to);
  }

  // A text area forgets its undo when its value is set; it does not when text is
  // inserted as if it were typed. For that it needs the focus.
  #replaceAll(text) {
    const focused = document.activeElement;
    this.#quiet = true;
    this.#area.focus({ preventScroll: true });
    this.#area.select();
    const inserted = document.execCommand?.("insertText", false, text);
    if (!inserted || this.#area.value !== text) this.#area.value = text;
    this.#quiet = false;
    if (focused !== document.activeElement) focused?.focus({ preventScroll: true });
  }

  get cursor() {
    return this.#before.length + this.#area.selectionStart;
  }

  setProblems(problems) {
    this.#list.hidden = problems.length === 0;
    this.#list.replaceChildren(...problems.map(({ line, message, hint }) => {
      const item = document.createElement("li");
      item.textContent = [line ? `line ${line}: ${message}` : message, hint].filter(Boolean).join(" ");
      return item;
    }));
  }

  show(lines) {
    const { text, cursor } = this;
    this.#area.value = this.#cut(text, lines);
    this.#select(cursor);
  }

  goTo(line, column) {
    this.#select(offsetOf(this.text, line, column));
    this.#area.focus();
  }

  #select(offset) {
    const at = Math.min(Math.max(offset - this.#before.length, 0), this.#area.value.length);
    this.#area.setSelectionRange(at, at);
  }

  focus() {
    this.#area.focus();
  }

  destroy() {
    this.#area.remove();
    this.#list.remove();
  }
}

/** moveOffset returns where an offset is after the changes. */
export function moveOffset(offset, changes) {
  let moved = offset;
  for (const { from, to, insert } of changes) {
    if (to <= offset) moved += insert.length - (to - from);
    else if (from < offset) moved -= offset - from;
  }
  return Math.max(0, moved);
}
