// The editor's looks. Colours are the page's own variables, which reach into a
// shadow root; behind each stands what it is without them, light and dark.

import { EditorView, HighlightStyle, tags } from "./editorbundle.js";

const mono = "var(--mono, ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace)";
const text = "var(--ink, light-dark(#1b2430, #e9eef5))";
const muted = "var(--muted, light-dark(#566375, #a3b0c2))";
const line = "var(--line, light-dark(#dde2ea, #2a3442))";
const panel = "var(--panel, light-dark(#f5f7fa, #161f2c))";
const accent = "var(--accent, light-dark(#0f766e, #2dd4bf))";
const error = "var(--error, light-dark(#b3341b, #ff9d7a))";
const size = "max(15px, var(--code-size, 15px))";

/** theme is the editor's style sheet. The font is never below 15 px, and 16 on phones: there a smaller one zooms the page. */
export const theme = EditorView.theme({
  "&": { height: "100%", color: text, fontSize: size, backgroundColor: "transparent", containerType: "inline-size" },
  "&.cm-focused": { outline: `2px solid ${accent}`, outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: mono, lineHeight: "var(--code-line, 1.4)", overflow: "auto" },
  ".cm-content": { padding: "2px 0", caretColor: text },
  ".cm-line": { padding: "0 6px 0 2px" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: text, borderLeftWidth: "2px" },
  "& .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: `color-mix(in srgb, ${accent} 28%, transparent)`,
  },
  ".cm-gutters": { backgroundColor: "transparent", border: "none", color: error },
  ".problem-gutter": { width: "1.1em" },
  ".problem-gutter .cm-gutterElement": { textAlign: "center", fontWeight: "bold" },
  ".problem": { textDecoration: `underline wavy ${error}`, textDecorationSkipInk: "none", textUnderlineOffset: "3px" },
  ".problem-words": {
    boxSizing: "border-box", width: "fit-content", maxWidth: "calc(100cqi - 2.5em)", margin: "2px 8px 4px 2px", padding: "3px 8px", borderLeft: `3px solid ${error}`,
    background: panel, fontFamily: "var(--sans, system-ui, sans-serif)", whiteSpace: "pre-wrap",
  },
  ".problem-message": { color: error, fontWeight: "600" },
  ".problem-hint": { color: text },
  ".hidden-lines": {
    display: "block", boxSizing: "border-box", width: "calc(100cqi - 2.5em)", margin: "2px 0", padding: "1px 6px", textAlign: "left", font: "inherit",
    fontSize: "max(14px, 0.934em)", color: muted, background: "none", border: `1px dashed ${line}`, borderRadius: "6px", cursor: "pointer",
  },
  ".hidden-lines:hover, .hidden-lines:focus-visible": { color: text, borderColor: accent },
  "@media (max-width: 640px), (pointer: coarse)": {
    "&": { fontSize: "max(16px, var(--code-size, 16px))" },
    ".cm-content": { whiteSpace: "break-spaces", overflowWrap: "anywhere", flexShrink: "1" },
  },
  "@media print": { "&": { height: "auto" }, ".cm-gutters, .hidden-lines": { display: "none" } },
});

const code = (name, light, dark) => `var(--${name}, light-dark(${light}, ${dark}))`;

/** highlight gives Go the colours that the page's other programs have. */
export const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword, tags.operatorKeyword], color: code("keyword", "#7c2bd6", "#c9a8ff") },
  { tag: [tags.string, tags.special(tags.string), tags.character], color: code("string", "#15703a", "#86e3a5") },
  { tag: [tags.number, tags.bool, tags.null], color: code("number", "#a34a00", "#f5c26b") },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: code("comment", "#5f6c80", "#93a1b5"), fontStyle: "italic" },
]);
