// What every page has: the switch between dark and light, the help, and what the
// reader has done so far in the list of lessons.

import { Store } from "./store.js";

/** frame wires the header of a page. It returns the reader's store. */
export function frame() {
  const store = new Store();
  const page = document.documentElement;
  document.getElementById("theme")?.addEventListener("click", () => {
    page.dataset.theme = isDark(page) ? "light" : "dark";
    store.set("theme", page.dataset.theme);
  });
  const dialog = document.getElementById("help-dialog");
  document.getElementById("help")?.addEventListener("click", () => dialog.showModal());
  for (const item of document.querySelectorAll("[aria-label=Lessons] [data-slug]")) {
    if (store.isDone(item.dataset.slug, item.dataset.source)) item.dataset.done = "yes";
  }
  return store;
}

function isDark(page) {
  if (page.dataset.theme) return page.dataset.theme === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}
