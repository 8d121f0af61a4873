// The part of the editor that hides what is not the core. Hidden lines cannot be
// changed, selected or entered; one click shows them.

import { Decoration, EditorState, EditorView, StateEffect, StateField, WidgetType } from "./editorbundle.js";
import { coreOf, rangeOf } from "./editortext.js";

/** setCore is the effect that hides everything but a range of offsets, or shows all (null). */
export const setCore = StateEffect.define();

// KEYLESS changes may replace more than the reader types at once, across the
// core's edges. There the markers tell where the core is.
const KEYLESS = ["undo", "redo", "program"];

/** coreField holds the range that is shown, { from, to }, or null while everything is. */
export const coreField = StateField.define({
  create: () => null,
  update(core, tr) {
    for (const effect of tr.effects) if (effect.is(setCore)) return effect.value;
    if (!core || !tr.docChanged) return core;
    const lines = KEYLESS.some((event) => tr.isUserEvent(event)) && coreOf(tr.newDoc.toString());
    if (lines) return rangeOf(tr.newDoc.toString(), lines);
    return { from: tr.changes.mapPos(core.from, -1), to: tr.changes.mapPos(core.to, 1) };
  },
});

/** hiddenRanges lists what a core hides, as pairs of offsets of whole lines. */
export function hiddenRanges(state) {
  const core = state.field(coreField);
  if (!core) return [];
  const ranges = [];
  if (core.from > 0) ranges.push({ from: 0, to: core.from - 1 });
  if (core.to < state.doc.length) ranges.push({ from: core.to + 1, to: state.doc.length });
  return ranges;
}

/**
 * coreExtension hides and protects. describe gets the state and the first and the
 * last line of what is hidden, and returns the text of the button that stands for
 * it; fields are the state's fields that it reads.
 */
export function coreExtension(describe, show, fields = []) {
  return [
    coreField,
    EditorView.decorations.compute([coreField, "doc", ...fields], (state) => widgets(state, describe, show)),
    EditorState.changeFilter.of((tr) => protectedRanges(tr.startState)),
    EditorState.transactionFilter.of((tr) => insideCore(tr)),
  ];
}

// The newlines at the core's edges are protected, too: without them its first or
// last line would become a part of a hidden one.
function protectedRanges(state) {
  const core = state.field(coreField);
  if (!core) return true;
  const ranges = [];
  if (core.from > 0) ranges.push(0, core.from);
  if (core.to < state.doc.length) ranges.push(core.to, state.doc.length);
  return ranges;
}

function insideCore(tr) {
  const core = tr.startState.field(coreField);
  if (!core || !tr.selection || tr.effects.some((e) => e.is(setCore))) return tr;
  const now = tr.docChanged ? { from: tr.changes.mapPos(core.from, -1), to: tr.changes.mapPos(core.to, 1) } : core;
  const inside = (at) => Math.min(Math.max(at, now.from), now.to);
  const { anchor, head } = tr.newSelection.main;
  if (inside(anchor) === anchor && inside(head) === head) return tr;
  return [tr, { selection: { anchor: inside(anchor), head: inside(head) }, sequential: true }];
}

function widgets(state, describe, show) {
  const line = (at) => state.doc.lineAt(at).number;
  return Decoration.set(hiddenRanges(state).map(({ from, to }) => {
    const widget = new HiddenLines(describe(state, line(from), line(to)), show);
    return Decoration.replace({ widget, block: true }).range(from, to);
  }));
}

class HiddenLines extends WidgetType {
  constructor(text, show) {
    super();
    this.text = text;
    this.show = show;
  }

  eq(other) {
    return other.text === this.text;
  }

  toDOM() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "hidden-lines";
    button.textContent = this.text;
    button.addEventListener("click", () => this.show());
    return button;
  }

  ignoreEvent() {
    return true;
  }
}
