// The page of an exercise: its task, an editor, and the rows of its suite.

import { TOOLS, whileBuilding } from "./building.js";
import { Compiler } from "./compile.js";
import { EditSession } from "./edits.js";
import { hashOf } from "./editstore.js";
import { Editor } from "./editor.js";
import { Exercise, showSolution } from "./exercise.js";
import { frame } from "./frame.js";
import { Run } from "./run.js";
import { connect, openProgram } from "./sessionpage.js";
import { listenToKeys, listenToStop, notice, showState } from "./workpage.js";

const page = document.documentElement;
const $ = (id) => document.getElementById(id);
const root = new URL(page.dataset.root, location.href);
frame();

// The files of the exercise: { edit, files, solution, run }.
async function load() {
  const url = new URL(`assets/tools/lessons/${page.dataset.slug}.json`, root);
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url.pathname}: ${answer.status}`);
  return (await answer.json()).exercise;
}

async function main() {
  let data;
  const leave = whileBuilding(root, TOOLS, notice);
  try {
    data = await load();
    notice("");
  } catch (error) {
    notice(`The exercise's files could not be loaded (${error.message}). Reload the page; in a terminal the task works as well.`);
    return;
  } finally {
    leave();
  }
  const stub = data.files[data.edit];
  const editor = new Editor($("editor"), { text: stub });
  const run = new Run(root);
  const exercise = new Exercise({ pattern: data.run, run, rows: $("rows"), status: $("verdict") });
  const session = new EditSession({
    editor, compiler: new Compiler(root), problems: $("problems"), page: `${page.dataset.slug}/exercise`, hash: hashOf(stub),
    original: stub, file: data.edit, lesson: page.dataset.slug, test: true, start: ({ program }) => exercise.start(program),
  });
  exercise.addEventListener("state", ({ detail }) => showState(detail.state));
  connect(session, editor, root);
  listen({ editor, session, run, exercise, data });
  await editor.ready;
  await openProgram(session, "");
}

function listen({ editor, session, run, exercise, data }) {
  const start = (level) => {
    exercise.level = level;
    session.run();
  };
  const actions = { run: () => start(""), edit: () => editor.focus(), help: () => $("help").click() };
  listenToKeys(actions);
  editor.addEventListener("run", () => (exercise.level = ""));
  $("run").addEventListener("click", actions.run);
  for (const button of document.querySelectorAll(".run-level")) {
    button.disabled = false;
    button.addEventListener("click", () => start(button.dataset.level));
  }
  listenToStop(() => session.cancel(), () => run.stop());
  showSolution($("solution").querySelector("div"), data.solution);
  addEventListener("pagehide", () => session.keep());
}

main();
