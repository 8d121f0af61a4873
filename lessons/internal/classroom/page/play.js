// The playground: a program of one's own, compiled and run in the page.

import { Compiler } from "./compile.js";
import { EditSession } from "./edits.js";
import { Editor } from "./editor.js";
import { frame } from "./frame.js";
import { action } from "./keys.js";
import { Picture } from "./picture.js";
import { progressLine } from "./progress.js";
import { Run } from "./run.js";
import { decodeProgram, linkTo, showLink } from "./share.js";
import { Stage } from "./stage.js";

const page = document.documentElement;
const $ = (id) => document.getElementById(id);
const root = new URL(page.dataset.root, location.href);
const store = frame();
const programs = new Map([...document.querySelectorAll("template[data-starter]")].map((t) => [t.dataset.starter, t.content.textContent]));
const original = programs.values().next().value;

const editor = new Editor($("editor"), { text: original });
const picture = new Picture($("picture"), root, { title: "your program", id: "picture" });
const stage = new Stage({
  run: new Run(root), picture, output: $("output"), events: $("events"), controls: $("controls"), status: $("notice"), now: $("now"),
  clock: store.get("clock") ?? "real",
});
const session = new EditSession({
  editor, compiler: new Compiler(root), problems: $("problems"), page: "play", hash: page.dataset.source, original,
  start: ({ program }) => stage.start(program),
});

function setState(state) {
  page.dataset.state = state === "computing" ? "running" : state;
  $("stop").disabled = !["loading", "compiling", "running", "computing", "paused"].includes(state);
}

function notice(text) {
  $("notice").textContent = text;
}

stage.addEventListener("state", ({ detail }) => setState(detail.state));
stage.addEventListener("clock", ({ detail }) => store.set("clock", detail.clock));
session.addEventListener("state", ({ detail }) => setState(detail.state));
const progress = progressLine($("notice"));
session.addEventListener("progress", ({ detail }) => progress(detail));
session.addEventListener("notice", ({ detail }) => notice(detail.text));
session.addEventListener("edited", ({ detail }) => ($("reset").disabled = !detail.edited));

async function openProgram() {
  const shared = await decodeProgram(location.hash);
  session.open({ shared: shared?.text ?? null });
  if (shared) notice(shared.problem ?? "This program came with the link. Read it; it runs when you press Run.");
}

const actions = {
  run: () => session.run(), pause: () => stage.pause(), step: () => stage.step(), back: () => stage.back(),
  edit: () => editor.focus(), help: () => $("help").click(),
};

addEventListener("keydown", (event) => {
  const wanted = document.querySelector("dialog[open]") ? null : actions[action(event)];
  if (!wanted) return;
  event.preventDefault();
  wanted();
});
$("run").addEventListener("click", actions.run);
$("stop").addEventListener("click", () => (page.dataset.state === "compiling" ? session.cancel() : stage.stop()));
$("reset").addEventListener("click", () => session.reset());
$("share").addEventListener("click", async () => showLink($("notice"), await linkTo(location.href, editor.text)));
$("starter").addEventListener("change", ({ target }) => session.replace(programs.get(target.value)));
addEventListener("pagehide", () => session.keep());
addEventListener("hashchange", openProgram);
await editor.ready;
await openProgram();
