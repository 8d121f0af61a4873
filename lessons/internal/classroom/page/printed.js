// The program on paper. An editor shows the lines that fit its place, so what is
// printed is a copy of its text, made when the page is about to be printed.

import { coreOf } from "./editortext.js";
import { element } from "./elements.js";

const KEYWORDS = "break|case|chan|const|continue|default|defer|else|fallthrough|for|func|go|goto|if|import|interface|map|nil|package|range|return|select|struct|switch|type|var";

// The classes are those of the page's other programs: see code.css.
const TOKEN = new RegExp([
  /(?<c>\/\/.*|\/\*[^]*?\*\/)/, /(?<s>"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])+')/, new RegExp(`\\b(?<k>${KEYWORDS})\\b`), /\b(?<m>\d[\w.]*)/,
].map(({ source }) => source).join("|"), "g");

/** tokensOf cuts a Go program into parts, [kind, text], in order; kind is a class of code.css or "". */
export function tokensOf(text) {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > at) parts.push(["", text.slice(at, match.index)]);
    const [kind] = Object.entries(match.groups).find(([, found]) => found !== undefined);
    parts.push([kind, match[0]]);
    at = match.index + match[0].length;
  }
  return at < text.length ? [...parts, ["", text.slice(at)]] : parts;
}

/** linesOf returns some lines of a text, [first, last], without the tabs that all of them begin with; without lines all of it. */
export function linesOf(text, lines) {
  if (!lines) return text.replace(/\n+$/, "");
  const some = text.split("\n").slice(lines[0] - 1, lines[1]);
  const tabs = Math.min(...some.filter((line) => line.trim()).map((line) => /^\t*/.exec(line)[0].length));
  return some.map((line) => line.slice(tabs)).join("\n");
}

/**
 * printEditor puts a copy of the editor's text behind the editor, for paper: the core
 * or the whole file, as the reader sees it. core is where the core is in the original.
 */
export function printEditor(target, editor, core = null) {
  const code = element("code", {});
  target.after(element("pre", { className: "code printed" }, code));
  const copy = () => {
    const text = linesOf(editor.text, editor.hidesLines ? coreOf(editor.text, core) : null);
    code.replaceChildren(...tokensOf(text).map(([kind, part]) => (kind ? element("span", { className: kind }, part) : part)));
  };
  addEventListener("beforeprint", copy);
  matchMedia("print").addEventListener("change", ({ matches }) => matches && copy());
}
