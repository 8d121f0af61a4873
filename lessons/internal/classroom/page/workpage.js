// What the pages with a program have in common: the playground's, an exercise's and
// a lesson's.

import { action } from "./keys.js";

const STOPPABLE = ["loading", "compiling", "running", "computing", "paused"];
const page = document.documentElement;
const $ = (id) => document.getElementById(id);

/** showState tells what the page is doing. */
export function showState(state) {
  page.dataset.state = state === "computing" ? "running" : state;
  if ($("stop")) $("stop").disabled = !STOPPABLE.includes(state);
}

/** notice shows a sentence. */
export function notice(text) {
  $("notice").textContent = text;
}

/** listenToKeys calls the action that a key stands for, unless a dialog is open. */
export function listenToKeys(actions) {
  addEventListener("keydown", (event) => {
    const wanted = document.querySelector("dialog[open]") ? null : actions[action(event)];
    if (!wanted) return;
    event.preventDefault();
    wanted();
  });
}

/** listenToStop calls cancel while the page compiles, and otherwise stop. */
export function listenToStop(cancel, stop) {
  $("stop")?.addEventListener("click", () => (page.dataset.state === "compiling" ? cancel() : stop()));
}
