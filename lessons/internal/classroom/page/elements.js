// A short way to make elements of a page. Texts are set as texts, never as HTML.

/** element makes an element with properties and children; data holds its data attributes. */
export function element(tag, { data = {}, attributes = {}, ...properties } = {}, ...children) {
  const el = document.createElement(tag);
  Object.assign(el, properties);
  Object.assign(el.dataset, data);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  el.append(...children);
  return el;
}

/** button makes a button that calls click. */
export function button(text, click, properties = {}) {
  const el = element("button", { type: "button", ...properties }, text);
  el.addEventListener("click", click);
  return el;
}
