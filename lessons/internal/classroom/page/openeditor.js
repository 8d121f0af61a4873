// Opens the editor of a lesson. The page loads this module, and with it the editor
// and the compiler, only when the reader asks for the editor:
//
//   const { openEditor } = await import("./openeditor.js");
//   const { editor, session } = await openEditor({ … });

import { recordRun } from "./before.js";
import { Compiler } from "./compile.js";
import { Editor } from "./editor.js";
import { EditSession } from "./edits.js";
import { Picture } from "./picture.js";
import { Run } from "./run.js";

/**
 * openEditor puts the editor into an element, and starts the compiler in the
 * background.
 *
 * - root: the site's URL; slug: the lesson's folder; hash: of its source
 * - original: the text of main.go; core: [first line, last line]; program: the URL of
 *   the compiled original
 * - element, problems: where the editor and the problems are
 * - picture: the one of the page; title: what the original's run is called in it
 * - start({ program, edited }): runs a program
 * - shared: the program of the page's link, or null
 */
export async function openEditor({ root, slug, hash, original, core, program, element, problems, picture, title, start, shared = null }) {
  const editor = new Editor(element, { text: original, core });
  const session = new EditSession({
    editor, compiler: new Compiler(root), picture, problems, start, page: slug, hash, original, program, lesson: slug,
    record: () => recordRun({ Run, Picture, root, program, title }),
  });
  addEventListener("pagehide", () => session.keep());
  await editor.ready;
  await session.open({ shared });
  return { editor, session };
}
