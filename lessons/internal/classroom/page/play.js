// The playground: a program of one's own, compiled and run in the page.

import { Compiler } from "./compile.js";
import { EditSession } from "./edits.js";
import { Editor } from "./editor.js";
import { frame } from "./frame.js";
import { Picture } from "./picture.js";
import { Run } from "./run.js";
import { connect, openProgram } from "./sessionpage.js";
import { Stage } from "./stage.js";
import { listenToKeys, listenToStop, showState } from "./workpage.js";

const page = document.documentElement;
const $ = (id) => document.getElementById(id);
const root = new URL(page.dataset.root, location.href);
const store = frame();
const programs = new Map([...document.querySelectorAll("template[data-starter]")].map((t) => [t.dataset.starter, t.content.textContent]));
const original = programs.values().next().value;

const editor = new Editor($("editor"), { text: original });
const picture = new Picture($("picture"), root, { title: "your program", id: "picture" });
const stage = new Stage({
  run: new Run(root), picture, output: $("output"), events: $("events"), controls: $("controls"), status: $("notice"), now: $("now"), remark: $("remark"),
  clock: store.get("clock") ?? "real",
});
const session = new EditSession({
  editor, compiler: new Compiler(root), problems: $("problems"), page: "play", hash: page.dataset.source, original,
  start: ({ program }) => stage.start(program),
});

stage.addEventListener("state", ({ detail }) => showState(detail.state));
stage.addEventListener("clock", ({ detail }) => store.set("clock", detail.clock));
connect(session, editor, root);

const actions = {
  run: () => session.run(), pause: () => stage.pause(), step: () => stage.step(), back: () => stage.back(),
  edit: () => editor.focus(), help: () => $("help").click(),
};

listenToKeys(actions);
listenToStop(() => session.cancel(), () => stage.stop());
$("run").addEventListener("click", actions.run);
$("starter").addEventListener("change", ({ target }) => session.replace(programs.get(target.value)));
addEventListener("pagehide", () => session.keep());
addEventListener("hashchange", () => openProgram(session));
await editor.ready;
await openProgram(session);
