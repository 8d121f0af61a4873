// The editor of a lesson's page. It is loaded when the reader opens it.

import { recordRun } from "./before.js";
import { Compiler } from "./compile.js";
import { Editor } from "./editor.js";
import { EditSession } from "./edits.js";
import { Picture } from "./picture.js";
import { Run } from "./run.js";
import { connect, openProgram } from "./sessionpage.js";

const $ = (id) => document.getElementById(id);

/** EditorPanel puts an editor in the place of the program's text, with Reset and Share. */
export class EditorPanel {
  #o;
  #session;

  /** editor is the textbox; see editor.js. */
  editor;

  constructor(options) {
    this.#o = options;
  }

  /** open shows the editor, with what the reader has kept or what came with a link. */
  async open() {
    const { root, slug, source, program, picture, start } = this.#o;
    const file = $("file");
    const original = file.querySelector("code").textContent;
    $("editor").hidden = false;
    const core = [Number(file.dataset.first), Number(file.dataset.last)];
    this.editor = new Editor($("editor"), { text: original, core });
    this.#session = new EditSession({
      editor: this.editor, compiler: new Compiler(root), picture, problems: $("problems"), page: slug, hash: source, original, program,
      lesson: slug, start: ({ program, edited }) => start(program, edited),
      record: (title) => recordRun({ Run, Picture, root, program, title }), title: document.querySelector("h1").textContent,
    });
    this.editor.addEventListener("core", ({ detail }) => $("whole").setAttribute("aria-pressed", String(!detail.shown)));
    connect(this.#session, this.editor, root, core);
    this.#session.addEventListener("compared", ({ detail }) => document.body.toggleAttribute("data-compares", detail.compared));
    $("edit").hidden = true;
    $("reset").hidden = $("share").hidden = false;
    await this.editor.ready;
    await openProgram(this.#session);
  }

  /** run compiles the program if it was edited, and runs it. */
  run() {
    return this.#session.run();
  }

  /** cancel stops a compilation. */
  cancel() {
    this.#session.cancel();
  }

  /** keep saves the edit now. */
  keep() {
    this.#session.keep();
  }

  /** finished tells that a run has ended. */
  finished(detail) {
    this.#session.finished(detail);
  }
}
