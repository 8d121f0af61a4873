// An EditSession on its page. A lesson's page loads this with the editor.

import { TOOLS, whileBuilding } from "./building.js";
import { printEditor } from "./printed.js";
import { progressLine } from "./progress.js";
import { decodeProgram, linkTo, showLink } from "./share.js";
import { notice, showState } from "./workpage.js";

const $ = (id) => document.getElementById(id);

/**
 * connect shows what a session tells, and gives it the buttons Reset and Share. The first
 * start of the server builds the compiler for a minute or two: until something is
 * fetched, the page says how far that is. core is where the core of the original is.
 */
export function connect(session, editor, root, core = null) {
  printEditor($("editor"), editor, core);
  session.addEventListener("state", ({ detail }) => showState(detail.state));
  const progress = progressLine($("notice"));
  const leave = whileBuilding(root, TOOLS, (text) => progress({ text, part: null }));
  session.addEventListener("progress", ({ detail }) => {
    leave();
    progress(detail);
  });
  session.addEventListener("notice", ({ detail }) => notice(detail.text));
  session.addEventListener("edited", ({ detail }) => ($("reset").disabled = !detail.edited));
  $("reset").addEventListener("click", () => session.reset());
  $("share").addEventListener("click", async () => showLink($("notice"), await linkTo(location.href, editor.text)));
}

/** CAME is what a page says of a program that came with a link. */
export const CAME = "This program came with the link. Read it; it runs when you press Run.";

/** openProgram opens what the reader has kept, or the program of the link; came is then shown, unless it is empty. */
export async function openProgram(session, came = CAME) {
  const shared = await decodeProgram(location.hash);
  session.open({ shared: shared?.text ?? null });
  const words = shared && (shared.problem ?? came);
  if (words) notice(words);
}
