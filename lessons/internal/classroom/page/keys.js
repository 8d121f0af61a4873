// The keys of a lesson's page. They never take what is typed into a field.

/** action returns what a key event asks for, or null. */
export function action({ key, ctrlKey, metaKey, altKey, target, defaultPrevented, repeat }) {
  if (ctrlKey || metaKey || altKey || defaultPrevented) return null;
  if (isField(target)) return null;
  if (key === " " && isButton(target)) return null;
  if (repeat && !["s", "b"].includes(key)) return null;
  return ACTIONS[key] ?? null;
}

const ACTIONS = {
  ArrowLeft: "previous", ArrowRight: "next", r: "run", " ": "pause", s: "step", b: "back", e: "edit", f: "picture", "?": "help",
};

// A radio button wants its arrows, a select its letters.
function isField(target) {
  if (!target) return false;
  const tag = (target.tagName ?? "").toLowerCase();
  return target.isContentEditable === true || ["input", "textarea", "select", "option"].includes(tag);
}

function isButton(target) {
  return ["button", "summary", "a"].includes((target?.tagName ?? "").toLowerCase());
}
