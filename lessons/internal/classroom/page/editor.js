// The editor of a Go program: CodeMirror, or a text area where it can't be loaded.

import { AreaSurface } from "./editorarea.js";
import { coreOf } from "./editortext.js";

const HELP = "Tab indents. Escape and then Tab leaves the editor. Control and Enter runs the program.";

const STYLE = `
:host { display: block; min-height: 0; }
#frame { height: 100%; min-height: 0; display: flex; flex-direction: column; }
#frame > .cm-editor { flex: 1; min-height: 0; }
#help { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
textarea {
  flex: 1; box-sizing: border-box; width: 100%; min-height: 14em; resize: vertical; padding: 4px 8px; tab-size: 4;
  font: max(15px, var(--code-size, 15px))/1.4 var(--mono, ui-monospace, Menlo, Consolas, monospace);
  color: inherit; background: transparent; border: 1px solid var(--line, light-dark(#dde2ea, #2a3442)); white-space: pre;
}
.area-problems { margin: 4px 0; padding-left: 1.6em; color: var(--error, light-dark(#b3341b, #ff9d7a)); }
`;

/**
 * Editor is the textbox "Go program", in a shadow root: there CodeMirror needs no
 * <style> element, so the page's CSP may forbid them.
 *
 * It sends "change" when the reader changed the text, "run" for Ctrl-Enter, and
 * "core" when the core or the whole file comes into view.
 */
export class Editor extends EventTarget {
  #surface;
  #frame;
  #root;
  #lines;
  #showsCore;
  #problems = [];

  /** ready is fulfilled when the reader can type: true with CodeMirror, false with a text area. */
  ready;

  constructor(element, { text = "", core = null, load = () => import("./editorcode.js") } = {}) {
    super();
    this.#root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    this.#lines = core;
    this.#showsCore = core !== null;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [sheet];
    this.#frame = document.createElement("div");
    this.#frame.id = "frame";
    const help = document.createElement("p");
    help.id = "help";
    help.textContent = HELP;
    this.#root.replaceChildren(this.#frame, help);
    // The page's keys (r, s, space …) are for the page: what is typed here stays here.
    this.#root.addEventListener("keydown", (event) => event.stopPropagation());
    this.#surface = new Waiting(withNewlines(text));
    this.ready = this.#load(load);
  }

  async #load(load) {
    let Surface = AreaSurface;
    try {
      ({ CodeSurface: Surface } = await load());
    } catch (error) {
      console.warn("The editor could not be loaded, so there is a plain text area:", error);
    }
    const waiting = this.#surface;
    this.#surface = new Surface(this.#root, this.#frame, {
      text: waiting.text,
      description: "help",
      on: {
        change: () => this.dispatchEvent(new CustomEvent("change")),
        run: () => this.dispatchEvent(new CustomEvent("run")),
        showAll: () => this.showCore(false),
      },
    });
    this.showCore(this.#showsCore);
    if (this.#problems.length > 0) this.#surface.setProblems(this.#problems, true);
    if (waiting.focused) this.#surface.focus();
    return Surface !== AreaSurface;
  }

  /** text is the whole program, hidden lines included. To set it sends no event, keeps the cursor, and can be undone. */
  get text() {
    return this.#surface.text;
  }

  set text(text) {
    this.setText(text);
  }

  /** setText sets the text, and the cursor where an offset is given. */
  setText(anyText, offset) {
    const text = withNewlines(anyText);
    if (text === this.text && offset === undefined) return;
    const lines = this.hidesLines ? coreOf(text, this.#lines) : null;
    this.#surface.setText(text, { offset, lines });
    if (this.hidesLines && !lines) this.showCore(false);
  }

  /** cursor is the cursor's offset in the text. */
  get cursor() {
    return this.#surface.cursor;
  }

  /** setProblems marks problems at their lines; now: with their words at once, and not when the reader pauses. */
  setProblems(problems, { now = false } = {}) {
    this.#problems = problems;
    this.#surface.setProblems(problems, now);
  }

  /** showCore hides everything but the core, or shows the whole file. Without a core everything is shown. */
  showCore(core) {
    this.#showsCore = core;
    const lines = core ? coreOf(this.text, this.#lines) : null;
    this.hidesLines = lines !== null;
    this.#surface.show(lines);
    this.dispatchEvent(new CustomEvent("core", { detail: { shown: this.hidesLines } }));
  }

  /** hidesLines tells whether only the core is shown. */
  hidesLines = false;

  /** goTo puts the cursor at a line and a column, and shows the whole file if they are hidden. */
  goTo(line, column = 1) {
    const core = this.hidesLines ? coreOf(this.text, this.#lines) : null;
    if (core && (line < core[0] || line > core[1])) this.showCore(false);
    this.#surface.goTo(line, column);
  }

  focus() {
    this.#surface.focus();
  }

  /** close takes the editor off the page. */
  close() {
    this.#surface.destroy();
    this.#frame.replaceChildren();
  }
}

/** withNewlines writes each end of a line as one character, as editors do. */
export function withNewlines(text) {
  return text.replace(/\r\n?/g, "\n");
}

// Waiting holds the text until the editor is loaded.
class Waiting {
  focused = false;
  cursor = 0;

  constructor(text) {
    this.text = text;
  }

  setText(text) {
    this.text = text;
  }

  focus() {
    this.focused = true;
  }

  setProblems() {}

  show() {}

  goTo() {
    this.focused = true;
  }

  destroy() {}
}
