// The editor, made of CodeMirror. editor.js loads this module when it is needed,
// and has a text area where it can't be loaded.

import {
  EditorState, EditorView, LanguageSupport, bracketMatching, goLanguage, indentOnInput, indentUnit, indentWithTab,
  isolateHistory, keymap, minimalSetup, syntaxHighlighting,
} from "./editorbundle.js";
import { coreExtension, hiddenRanges, setCore } from "./editorcore.js";
import { problemsExtension, problemsField, setProblems, showWords } from "./editorproblems.js";
import { highlight, theme } from "./editorstyle.js";
import { changesBetween, offsetOf, rangeOf } from "./editortext.js";

const PAUSE = 900; // ms without a key before the words of a problem are shown
const LEAVE = 5000; // ms in which Tab leaves the editor after Escape

/** CodeSurface is CodeMirror behind the methods that Editor needs. */
export class CodeSurface {
  #view;
  #timer;
  #on;

  constructor(root, parent, { text, description, on }) {
    this.#on = on;
    const state = EditorState.create({ doc: text, extensions: this.#extensions(description) });
    this.#view = new EditorView({ state, root, parent });
  }

  #extensions(description) {
    const run = () => (this.#on.run(), true);
    const letTabLeave = (view) => (view.setTabFocusMode(LEAVE), false); // also where Escape unselects
    return [
      keymap.of([{ key: "Mod-Enter", run }, { key: "Shift-Enter", run }, { key: "Escape", run: letTabLeave }, indentWithTab]),
      minimalSetup,
      new LanguageSupport(goLanguage),
      syntaxHighlighting(highlight),
      indentUnit.of("\t"),
      EditorState.tabSize.of(4),
      EditorState.allowMultipleSelections.of(false),
      indentOnInput(),
      bracketMatching(),
      theme,
      coreExtension(describe, () => this.#on.showAll(), [problemsField]),
      problemsExtension((state, at) => hiddenRanges(state).some((r) => r.from <= at && at <= r.to)),
      EditorView.contentAttributes.of({ "aria-label": "Go program", "aria-describedby": description, tabindex: "0" }),
      EditorView.updateListener.of((update) => this.#updated(update)),
    ];
  }

  #updated(update) {
    if (!update.docChanged) return;
    this.#scheduleWords();
    if (!update.transactions.every((tr) => tr.isUserEvent("program"))) this.#on.change();
  }

  #scheduleWords() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#view.dispatch({ effects: showWords.of(null) }), PAUSE);
  }

  get text() {
    return this.#view.state.doc.toString();
  }

  /** setText keeps the cursor where it is, or moves it to an offset, and shows only the lines, if there are any. Undo takes it back in one step. */
  setText(text, { offset, lines }) {
    const { state } = this.#view;
    this.#view.dispatch({
      effects: setCore.of(lines && rangeOf(text, lines)),
      changes: changesBetween(state.doc.toString(), text),
      selection: offset === undefined ? undefined : { anchor: Math.min(offset, text.length) },
      annotations: isolateHistory.of("full"),
      userEvent: "program",
      filter: false,
    });
  }

  get cursor() {
    return this.#view.state.selection.main.head;
  }

  /** setProblems marks the problems; their words are shown now, or when the reader pauses. */
  setProblems(problems, now) {
    this.#view.dispatch({ effects: [setProblems.of(problems), ...(now ? [showWords.of(null)] : [])] });
    if (!now) this.#scheduleWords();
  }

  /** show hides everything but the lines [from, to], or nothing (null). */
  show(lines) {
    const { state } = this.#view;
    const range = lines && rangeOf(state.doc.toString(), lines);
    const at = state.selection.main.head;
    const outside = range && (at < range.from || at > range.to);
    this.#view.dispatch({ effects: setCore.of(range), selection: outside ? { anchor: range.from } : undefined, filter: false });
  }

  /** goTo puts the cursor at a line and shows it. */
  goTo(line, column) {
    const at = offsetOf(this.text, line, column);
    this.#view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    this.#view.focus();
  }

  focus() {
    this.#view.focus();
  }

  destroy() {
    clearTimeout(this.#timer);
    this.#view.destroy();
  }
}

// describe is the text of the button that stands for hidden lines.
function describe(state, from, to) {
  const lines = from === to ? `line ${from} is hidden` : `lines ${from} to ${to} are hidden`;
  const n = state.field(problemsField).filter((p) => p.line >= from && p.line <= to).length;
  const problems = n === 0 ? "" : n === 1 ? ", 1 problem" : `, ${n} problems`;
  return `${lines}${problems}: show`;
}
