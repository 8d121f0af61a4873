// What the page says while the server still builds what it needs. A static host has
// everything, and says so.

const WAIT_MS = 700; // what is there comes sooner
const EVERY_MS = 1000;

/** TOOLS is the path of the compiler and its packs. */
export const TOOLS = "assets/tools/";

/** buildingText is a sentence about a file that is being built, or "" if nothing is built any more. */
export function buildingText({ done = 0, of = 0, failed = [], step = "" }, path) {
  const what = path === TOOLS ? "The compiler" : "The program";
  if (failed.includes(path)) return `${what} could not be built. The terminal says why.`;
  if (done >= of) return "";
  const last = step && path === TOOLS ? ` The last step: ${step}.` : "";
  return `${what} is being built, once: ${done} of ${of} parts of the classroom are ready.${last}`;
}

/** whileBuilding tells again and again how far the server is, until the function that it returns is called: the next state has a text of its own. */
export function whileBuilding(root, path, tell, { get = fetch, later = setTimeout } = {}) {
  let left = false;
  let told = "";
  const ask = async () => {
    const text = left ? "" : buildingText(await progress(root, get), path);
    if (left) return;
    if (text !== told) tell(told = text);
    if (text !== "") later(ask, EVERY_MS);
  };
  later(ask, WAIT_MS);
  return () => { left = true; };
}

async function progress(root, get) {
  try {
    const response = await get(new URL("progress.json", root));
    return response.ok ? await response.json() : {};
  } catch {
    return {}; // the program's own request tells what is wrong
  }
}
