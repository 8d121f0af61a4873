// Problems at their lines: a mark in the gutter, an underline, and the words below
// the line. The words of a new problem come only when the reader pauses, so that
// lines do not jump while one types.

import { Decoration, EditorView, GutterMarker, RangeSet, StateEffect, StateField, WidgetType, gutter } from "./editorbundle.js";
import { offsetOf } from "./editortext.js";

/** setProblems is the effect with all problems: [{ line, column, message, hint }]. */
export const setProblems = StateEffect.define();

/** showWords is the effect that puts the words of all problems below their lines. */
export const showWords = StateEffect.define();

/** problemsField holds the problems, each with its offsets { from, to }, and whether its words are shown. */
export const problemsField = StateField.define({
  create: () => [],
  update(placed, tr) {
    if (tr.docChanged) placed = placed.map((p) => ({ ...p, from: tr.changes.mapPos(p.from, 1), to: tr.changes.mapPos(p.to, -1) }));
    for (const effect of tr.effects) {
      if (effect.is(setProblems)) placed = replace(placed, effect.value.map((p) => place(tr.state.doc, p)));
      if (effect.is(showWords)) placed = placed.map((p) => ({ ...p, words: true }));
    }
    return placed;
  },
});

// replace keeps the words of a problem that was there before.
function replace(before, after) {
  const known = new Set(before.filter((p) => p.words).map((p) => p.message));
  return after.map((p) => ({ ...p, words: known.has(p.message) }));
}

// place underlines the word at the problem, or the rest of its line.
function place(doc, problem) {
  const line = doc.line(Math.min(Math.max(problem.line || 1, 1), doc.lines));
  const from = line.from + offsetOf(line.text, 1, problem.column || 1);
  const word = /^[\p{L}\p{N}_]+|^"[^"]*"?|^\S+/u.exec(line.text.slice(from - line.from));
  if (word) return { ...problem, from, to: from + word[0].length };
  return { ...problem, from: Math.max(line.from, Math.min(from, line.to - 1)), to: line.to };
}

/** problemsExtension draws the problems. hidden(state, at) tells what is not shown. */
export function problemsExtension(hidden) {
  return [
    problemsField,
    EditorView.decorations.compute([problemsField, "doc"], (state) => decorations(state, hidden)),
    gutter({
      class: "problem-gutter",
      markers: (view) => markers(view.state),
      initialSpacer: () => sign,
    }),
  ];
}

function decorations(state, hidden) {
  const placed = state.field(problemsField);
  const drawn = [];
  for (const p of placed) {
    if (p.from < p.to) drawn.push(Decoration.mark({ class: "problem" }).range(p.from, p.to));
  }
  for (const [at, problems] of byLine(state, placed.filter((p) => p.words))) {
    if (hidden(state, at)) continue; // the button that stands for hidden lines counts them
    const widget = new Words(problems);
    drawn.push(Decoration.widget({ widget, block: true, side: 1 }).range(state.doc.lineAt(at).to));
  }
  return Decoration.set(drawn, true);
}

function byLine(state, placed) {
  const lines = new Map();
  for (const p of placed) {
    const at = state.doc.lineAt(Math.min(p.from, state.doc.length)).from;
    lines.set(at, [...(lines.get(at) ?? []), p]);
  }
  return lines;
}

class Sign extends GutterMarker {
  toDOM() {
    const el = document.createElement("span");
    el.textContent = "✗"; // a form of its own: colour alone says nothing to some
    return el;
  }
}
const sign = new Sign();

function markers(state) {
  const starts = [...byLine(state, state.field(problemsField)).keys()].sort((a, b) => a - b);
  return RangeSet.of(starts.map((at) => sign.range(at)));
}

class Words extends WidgetType {
  constructor(problems) {
    super();
    this.problems = problems;
    this.key = problems.map((p) => `${p.message}\n${p.hint ?? ""}`).join("\n");
  }

  eq(other) {
    return other.key === this.key;
  }

  toDOM() {
    const el = document.createElement("div");
    el.className = "problem-words";
    el.setAttribute("aria-hidden", "true"); // the region Problems tells the same
    for (const { message, hint } of this.problems) {
      el.append(line("problem-message", message));
      if (hint) el.append(line("problem-hint", hint));
    }
    return el;
  }
}

function line(className, text) {
  const el = document.createElement("div");
  el.className = className;
  el.textContent = text;
  return el;
}
