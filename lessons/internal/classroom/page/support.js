// What a browser must have to run a program in the page.

/** missingText says what to do if the browser lacks something; otherwise it is "". */
export function missingText(scope = globalThis) {
  const what = missing(scope);
  return what ? `This browser can't run the program here, because it has no ${what}: open the page in a current Firefox, Chrome, Edge or Safari. The lesson can be read as it is.` : "";
}

function missing({ WebAssembly, Worker, ResizeObserver }) {
  if (typeof WebAssembly !== "object") return "WebAssembly"; // or it is switched off
  if (typeof Worker !== "function") return "workers";
  return typeof ResizeObserver === "function" ? "" : "ResizeObserver";
}
