// How far the compiler is: a line of words and, where that is known, a bar. It has a
// place of its own, so that it takes no other message away.

import { element } from "./elements.js";

/** progressLine puts a line after an element, and returns a function that shows { text, part } there; without a text it is hidden. */
export function progressLine(after) {
  const words = element("span", {});
  const bar = element("progress", { max: 1, attributes: { "aria-label": "How much of the compiler is fetched" } });
  const line = element("p", { className: "notice progress", hidden: true }, words, " ", bar);
  after.after(line);
  return ({ text, part }) => {
    line.hidden = text === "";
    words.textContent = text;
    bar.hidden = part === null;
    bar.value = part ?? 0;
  };
}
