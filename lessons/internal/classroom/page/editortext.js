// Pure functions on the text of a program: where its core is, and what changes
// between two versions of it. Neither needs a browser.

const BEGIN = /^\s*\/\/ --- core\s*$/;
const END = /^\s*\/\/ --- end\s*$/;

/**
 * coreOf returns the first and the last line of the core, counted from 1, or null
 * if there is none. The two markers decide where the text has them: an edit may
 * have moved the lines that the page named.
 */
export function coreOf(text, lines = null) {
  const all = text.split("\n");
  const begin = all.findIndex((line) => BEGIN.test(line));
  const end = all.findIndex((line, i) => i > begin && END.test(line));
  if (begin >= 0 && end > begin + 1) return [begin + 2, end];
  if (begin >= 0 || end >= 0 || !lines) return null; // a marker was deleted: show everything
  const [from, to] = lines;
  return from >= 1 && from <= to && to <= all.length ? [from, to] : null;
}

/** rangeOf returns the offsets at which the lines begin and end, without the last newline. */
export function rangeOf(text, [from, to]) {
  let begin = 0;
  for (let i = 1; i < from; i++) begin = text.indexOf("\n", begin) + 1;
  let end = begin - 1;
  for (let i = from; i <= to; i++) {
    end = text.indexOf("\n", end + 1);
    if (end < 0) return { from: begin, to: text.length };
  }
  return { from: begin, to: end };
}

/** offsetOf returns where a line and a column (both from 1, in UTF-16 code units) are in the text. */
export function offsetOf(text, line, column = 1) {
  const { from, to } = rangeOf(text, [line, line]);
  return Math.min(from + Math.max(column, 1) - 1, to);
}

/**
 * changesBetween returns the changes, as CodeMirror wants them, that turn one
 * text into another, line by line. What has not changed stays where it is, and so
 * does the cursor in it.
 */
export function changesBetween(before, after) {
  if (before === after) return [];
  const a = linesOf(before), b = linesOf(after);
  let top = 0;
  while (top < a.length && top < b.length && a[top] === b[top]) top++;
  let bottom = 0;
  while (bottom < a.length - top && bottom < b.length - top && a.at(-1 - bottom) === b.at(-1 - bottom)) bottom++;
  const start = a.slice(0, top).join("").length;
  return changesInside(a.slice(top, a.length - bottom), b.slice(top, b.length - bottom), start);
}

// linesOf keeps each newline with its line.
function linesOf(text) {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

// LARGEST is the largest table of a comparison. Above it the text is replaced.
const LARGEST = 1_000_000;

function changesInside(a, b, start) {
  if (a.length * b.length > LARGEST) return [trim({ from: start, to: start + a.join("").length, insert: b.join("") }, a.join(""))];
  const longest = commonLines(a, b);
  const changes = [];
  let at = start, i = 0, j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      at += a[i++].length;
      j++;
      continue;
    }
    const change = { from: at, to: at, insert: "" };
    const first = i;
    while ((i < a.length || j < b.length) && !(i < a.length && j < b.length && a[i] === b[j])) {
      if (j >= b.length || (i < a.length && longest[i + 1][j] >= longest[i][j + 1])) change.to += a[i++].length;
      else change.insert += b[j++];
    }
    at = change.to;
    changes.push(trim(change, a.slice(first, i).join("")));
  }
  return changes;
}

// trim leaves out what both sides of a change begin and end with.
function trim({ from, to, insert }, old) {
  const shortest = Math.min(old.length, insert.length);
  let head = 0;
  while (head < shortest && old[head] === insert[head]) head++;
  if (splits(old, head) || splits(insert, head)) head--;
  let tail = 0;
  while (tail < shortest - head && old.at(-1 - tail) === insert.at(-1 - tail)) tail++;
  if (splits(old, old.length - tail) || splits(insert, insert.length - tail)) tail--;
  return { from: from + head, to: to - tail, insert: insert.slice(head, insert.length - tail) };
}

// splits tells whether an offset is between the two halves of one character.
function splits(text, at) {
  return at > 0 && /[\uD800-\uDBFF]/.test(text[at - 1]) && /[\uDC00-\uDFFF]/.test(text[at] ?? "");
}

// commonLines tells for each i and j how many lines a from i and b from j have in
// common, in order.
function commonLines(a, b) {
  const longest = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i][j] = a[i] === b[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  return longest;
}
