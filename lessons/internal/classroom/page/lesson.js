// The page of a lesson: its question, its run, its picture, and its program.

import { frame } from "./frame.js";
import { action } from "./keys.js";
import { Picture } from "./picture.js";
import { Prediction } from "./prediction.js";
import { Run } from "./run.js";
import { Stage } from "./stage.js";

const page = document.documentElement;
const $ = (id) => document.getElementById(id);
const root = new URL(page.dataset.root, location.href);
const { slug, source, mode } = page.dataset;

const store = frame();
const name = document.querySelector("h1").textContent;
const picture = new Picture($("picture"), root, { title: name, id: "picture" });
const run = mode === "recorded" ? null : new Run(root);
const stage = new Stage({
  run, picture, output: $("output"), events: $("events"), controls: $("controls"), status: $("notice"), now: $("now"),
  clocks: mode === "real" ? ["real"] : undefined, clock: mode === "real" ? "real" : (store.get("clock") ?? "real"),
});
const prediction = new Prediction($("answers"), store, { slug, source });
const program = new URL(`programs/${slug}.wasm`, root).href;
let session = null; // once the reader has opened the editor
let edited = false; // whether the run is one of an edit

function setState(state) {
  page.dataset.state = state === "computing" ? "running" : state;
  if ($("stop")) $("stop").disabled = !["loading", "compiling", "running", "computing", "paused"].includes(state);
}

function notice(text) {
  $("notice").textContent = text;
}

function start(program, isEdit = false) {
  prediction.skip();
  edited = isEdit;
  stage.start(program);
}

async function runProgram() {
  if (!run) return;
  if (session) await session.run();
  else start(program);
}

stage.addEventListener("state", ({ detail: { state } }) => {
  setState(state);
  if (state !== "done") return;
  session?.finished({ edited });
  if (!edited) markDone();
});
stage.addEventListener("clock", ({ detail }) => store.set("clock", detail.clock));

function markDone() {
  store.setDone(slug);
  document.querySelector(`.lessons [data-slug="${slug}"]`).dataset.done = "yes";
}

// A recorded run is shown once the question is answered.
async function showRecorded() {
  const [{ lines }, trace] = await Promise.all([
    fetch(new URL(`recorded/${slug}.json`, root)).then((answer) => answer.json()),
    fetch(new URL(`recorded/${slug}.trace`, root)).then((answer) => answer.arrayBuffer()),
  ]);
  stage.recorded = lines;
  picture.addTrace(trace);
  picture.setNow(null);
  setState("done");
  markDone();
}

prediction.addEventListener("answered", () => {
  document.body.dataset.answered = "yes";
  if (mode === "recorded" && page.dataset.state === "idle") showRecorded().catch(() => notice("The recorded run could not be loaded. Reload the page."));
});

async function edit() {
  if (!run) return;
  if (!session) session = await openEditor();
  session.editor.focus();
}

async function openEditor() {
  const { EditorPanel } = await import("./editpanel.js");
  const panel = new EditorPanel({ root, slug, source, program, picture, notice, setState, start });
  $("core").hidden = $("file").hidden = true;
  await panel.open();
  return panel;
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

addEventListener("keydown", (event) => {
  const wanted = document.querySelector("dialog[open]") ? null : action(event);
  if (!wanted) return;
  event.preventDefault();
  actions[wanted]();
});
$("run")?.addEventListener("click", runProgram);
$("stop")?.addEventListener("click", () => (page.dataset.state === "compiling" ? session?.cancel() : stage.stop()));
$("edit")?.addEventListener("click", edit);
$("whole").addEventListener("click", (event) => showWhole(event.currentTarget));
addEventListener("pagehide", () => session?.keep());
prediction.open();
if (run && location.hash.includes("go=")) edit();
