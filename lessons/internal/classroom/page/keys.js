// The keys of a lesson's page. They never take what is typed into a field.

/** action returns what a key event asks for, or null. */
export function action({ key, ctrlKey, metaKey, altKey, target, defaultPrevented, repeat }) {
  if (ctrlKey || metaKey || altKey || defaultPrevented) return null;
  if (takes(target, key)) return null;
  if (repeat && !["s", "b"].includes(key)) return null;
  return Object.hasOwn(ACTIONS, key) ? ACTIONS[key] : null;
}

const ACTIONS = {
  ArrowLeft: "previous", ArrowRight: "next", r: "run", " ": "pause", s: "step", b: "back", e: "edit", f: "picture", "?": "help",
};

// takes tells whether an element wants a key for itself: a field all of them, a radio
// button the arrows and the blank, a button the blank.
function takes(target, key) {
  const tag = (target?.tagName ?? "").toLowerCase();
  if (tag === "input" && ["radio", "checkbox"].includes(target.type)) return key === " " || key.startsWith("Arrow");
  if (["button", "summary", "a"].includes(tag)) return key === " ";
  return target?.isContentEditable === true || ["input", "textarea", "select", "option"].includes(tag);
}
