// The page of a lesson: its question, its run, its picture, and its program.

import { whileBuilding } from "./building.js";
import { Compare, lessonBefore, linksOf } from "./compare.js";
import { loadModule } from "./fetch.js";
import { frame } from "./frame.js";
import { Picture } from "./picture.js";
import { Prediction } from "./prediction.js";
import { loadRecorded } from "./recorded.js";
import { Run } from "./run.js";
import { Stage } from "./stage.js";
import { UNKEPT } from "./store.js";
import { missingText } from "./support.js";
import { listenToKeys, listenToStop, notice, showState } from "./workpage.js";

const page = document.documentElement;
const $ = (id) => document.getElementById(id);
const root = new URL(page.dataset.root, location.href);
const { slug, source, mode } = page.dataset;
const lack = missingText();

const store = frame();
const nav = document.querySelector(".lessons");
const current = linksOf(nav).find((link) => link.current);
const picture = new Picture($("picture"), root, { title: `${current.number} ${current.name}`, id: "picture" });
const run = mode === "recorded" || lack ? null : new Run(root);
const stage = new Stage({
  run, picture, output: $("output"), events: $("events"), controls: $("controls"), status: $("notice"), now: $("now"), remark: $("remark"),
  clocks: mode === "real" ? ["real"] : undefined, clock: mode === "real" ? "real" : (store.get("clock") ?? "real"),
});
const prediction = new Prediction($("answers"), store, { slug, source });
const program = new URL(`programs/${slug}.wasm`, root).href;
const compare = comparison();
let module = null; // the program, once it is compiled
let preparing = false;
let opening = null;
let session = null; // once the reader has opened the editor
let edited = false; // whether the run is one of an edit

function comparison() {
  const before = lack ? null : lessonBefore(linksOf(nav));
  if (!before) return null;
  const made = new Compare({ before, picture, root, notice });
  $("controls").querySelector(".stage-time").before(made.button);
  return made;
}

function start(wanted, isEdit = false) {
  prediction.settle();
  edited = isEdit;
  stage.start(wanted === program && module ? module : wanted);
  compare?.apply({ edited });
}

async function runProgram() {
  if (!run) return lack && notice(lack);
  return session ? session.run() : start(program);
}

// The reader is about to run the program: then nothing has to be loaded any more.
async function prepare() {
  if (!run || preparing) return;
  preparing = true;
  run.warm();
  if (opening) return; // an edit comes next, and the compiler has the machine
  module = await loadModule(new URL(program)).catch(() => null); // the run says what is wrong
  if (module && mode !== "real" && !opening) run.warm(module); // what measures a CPU does not run twice
}

stage.addEventListener("state", ({ detail: { state, code } }) => {
  showState(state);
  if (state !== "done") return;
  session?.finished({ edited });
  if (!edited && code !== null) markDone();
});
// The first start of the server builds for a minute: a program may have to wait.
let leaveBuilding = () => {};
stage.addEventListener("state", ({ detail: { state } }) => {
  leaveBuilding();
  if (state === "loading") leaveBuilding = whileBuilding(root, `programs/${slug}.wasm`, notice);
});
stage.addEventListener("clock", ({ detail }) => store.set("clock", detail.clock));

function markDone() {
  store.setDone(slug, source);
  nav.querySelector(`[data-slug="${slug}"]`).dataset.done = "yes";
}

// A recorded run is shown once the question is answered.
async function showRecorded() {
  const { lines, trace } = await loadRecorded(root, slug);
  stage.recorded = lines;
  picture.addTrace(trace);
  picture.setNow(null);
  showState("done");
  markDone();
}

prediction.addEventListener("answered", () => {
  document.body.dataset.answered = "yes";
  if (mode === "recorded" && !lack && page.dataset.state === "idle") showRecorded().catch(() => notice("The recorded run could not be loaded. Check the connection, and reload the page."));
});
prediction.addEventListener("unkept", () => notice(UNKEPT));

async function edit() {
  if (!run) return lack && notice(lack);
  opening ??= openEditor();
  session = await opening;
  return session?.editor.focus();
}

async function openEditor() {
  try {
    const { EditorPanel } = await import("./editpanel.js");
    const panel = new EditorPanel({ root, slug, source, program, picture, start });
    $("core").hidden = false;
    $("core").classList.add("covered"); // the editor is as high as it
    $("file").hidden = true;
    await panel.open();
    return panel;
  } catch {
    notice("The editor could not be loaded. Check the connection, and reload the page.");
    return null;
  }
}

function showWhole(button) {
  const whole = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(whole));
  if (session) session.editor.showCore(!whole);
  else [$("core").hidden, $("file").hidden] = [whole, !whole];
}

function showOnlyPicture() {
  document.body.classList.toggle("only-picture");
}

const go = (rel) => {
  const link = document.querySelector(`link[rel=${rel}]`);
  if (link) location.href = link.href;
};

const actions = {
  previous: () => go("prev"), next: () => go("next"), run: runProgram, pause: () => stage.pause(), step: () => stage.step(), back: () => stage.back(),
  edit, picture: showOnlyPicture, help: () => $("help").click(),
};

listenToKeys(actions);
$("run")?.addEventListener("click", runProgram);
listenToStop(() => session?.cancel(), () => stage.stop());
$("edit")?.addEventListener("click", edit);
$("whole").addEventListener("click", (event) => showWhole(event.currentTarget));
for (const type of ["pointerover", "focusin"]) document.querySelector("main").addEventListener(type, prepare, { once: true });
addEventListener("pagehide", () => session?.keep());
if (lack) notice(lack);
prediction.open();
if (run && location.hash.includes("go=")) edit();
