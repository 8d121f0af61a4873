// A part of the page that scrolls inside itself says so: a button at its lower edge
// tells that there is more, and goes there.

import { button, element } from "./elements.js";

/** isMore tells whether an element has more below than its lower edge shows. */
export function isMore({ scrollHeight, clientHeight, scrollTop }) {
  return scrollHeight - clientHeight - scrollTop > 12;
}

/** moreBelow gives an element such a button, and returns a function to call when what it holds has changed. */
export function moreBelow(target) {
  const go = button("↓ more below", () => target.scrollBy({ top: target.clientHeight * 0.8, behavior: "smooth" }));
  const edge = element("div", { className: "picture-more", hidden: true }, go);
  const look = () => (edge.hidden = !isMore(target));
  target.append(edge);
  target.addEventListener("scroll", look, { passive: true });
  return look;
}
