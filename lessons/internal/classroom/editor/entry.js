// What the page's editor uses of CodeMirror. esbuild leaves out the rest.
export { EditorView, minimalSetup } from "codemirror";
export { Decoration, GutterMarker, WidgetType, gutter, keymap, placeholder } from "@codemirror/view";
export { Compartment, EditorState, RangeSet, StateEffect, StateField, Transaction } from "@codemirror/state";
export { HighlightStyle, LanguageSupport, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
export { indentWithTab, isolateHistory } from "@codemirror/commands";
export { goLanguage } from "@codemirror/lang-go";
export { tags } from "@lezer/highlight";
