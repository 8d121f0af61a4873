// The playground: a program of one's own, compiled and run in the page.

import { Compiler } from "./compile.js";
import { EditSession } from "./edits.js";
import { hashOf } from "./editstore.js";
import { Editor } from "./editor.js";
import { Picture } from "./picture.js";
import { Run } from "./run.js";
import { decodeProgram, linkTo, showLink } from "./share.js";
import { Stage } from "./stage.js";

const page = document.documentElement;
const $ = (id) => document.getElementById(id);
const root = new URL(page.dataset.root, location.href);

function starters() {
  return new Map([...document.querySelectorAll("template[data-starter]")].map((t) => [t.dataset.starter, t.content.textContent]));
}

function setState(state) {
  page.dataset.state = state;
  $("stop").disabled = !["loading", "compiling", "running", "computing", "paused"].includes(state);
}

function notice(text) {
  $("notice").textContent = text;
}

async function main() {
  const programs = starters();
  const original = [...programs.values()][0];
  const editor = new Editor($("editor"), { text: original });
  const run = new Run(root);
  const picture = new Picture($("picture"), root, { title: "your program", id: "picture" });
  const stage = new Stage({ run, picture, output: $("output"), events: $("events"), controls: $("controls"), status: $("notice") });
  const session = new EditSession({
    editor, compiler: new Compiler(root), problems: $("problems"), page: "play", hash: hashOf(original), original,
    start: ({ program }) => stage.start(program),
  });
  stage.addEventListener("state", ({ detail }) => setState(detail.state === "computing" ? "running" : detail.state));
  session.addEventListener("state", ({ detail }) => setState(detail.state));
  session.addEventListener("progress", ({ detail }) => notice(detail.text));
  session.addEventListener("notice", ({ detail }) => notice(detail.text));
  connect({ editor, session, run, programs });
  await editor.ready;
  await openProgram(session);
}

async function openProgram(session) {
  const shared = await decodeProgram(location.hash);
  await session.open({ shared: shared?.text ?? null });
  if (shared?.problem) notice(shared.problem);
  else if (shared) notice("This program came with the link. Read it; it runs when you press Run.");
}

function connect({ editor, session, run, programs }) {
  $("run").addEventListener("click", () => session.run());
  $("stop").addEventListener("click", () => (page.dataset.state === "compiling" ? session.cancel() : run.stop()));
  $("reset").addEventListener("click", () => session.reset());
  $("share").addEventListener("click", async () => showLink($("notice"), await linkTo(location.href, editor.text)));
  $("starter").addEventListener("change", ({ target }) => session.replace(programs.get(target.value)));
  addEventListener("pagehide", () => session.keep());
  addEventListener("hashchange", () => openProgram(session));
}

main();
