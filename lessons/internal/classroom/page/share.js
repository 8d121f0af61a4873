// A program in the fragment of a URL: #go=z.… compressed, #go=t.… as it is. No
// server sees it. A shared program is shown, and runs only after a click.

const KEY = "go=";

/** LONGEST is the largest number of characters of a link that every browser and chat passes on. */
export const LONGEST = 8000;

/** LARGEST is the largest program, in bytes, that a link may hold: a few characters can become a gigabyte. */
export const LARGEST = 256 * 1024;

/** encodeProgram returns the fragment, without "#". Without CompressionStream it is not compressed. */
export async function encodeProgram(text, compression = globalThis.CompressionStream) {
  const bytes = new TextEncoder().encode(text);
  if (!compression) return `${KEY}t.${toBase64url(bytes)}`;
  const stream = new Blob([bytes]).stream().pipeThrough(new compression("deflate-raw"));
  return `${KEY}z.${toBase64url(new Uint8Array(await new Response(stream).arrayBuffer()))}`;
}

/**
 * decodeProgram returns { text } of a fragment, { problem } if it can't be read, and
 * null if it holds no program.
 */
export async function decodeProgram(fragment, decompression = globalThis.DecompressionStream) {
  const found = fragment.replace(/^#/, "").split("&").find((part) => part.startsWith(KEY));
  if (found === undefined) return null;
  const broken = { problem: "The link has no whole program: a part of it is missing or was changed. Ask for the link again." };
  const [, form, coded] = /^(\w)\.([\w-]*)$/.exec(found.slice(KEY.length)) ?? [];
  if (!form) return broken;
  try {
    let bytes = fromBase64url(coded);
    if (form === "z") {
      if (!decompression) return { problem: "This browser can't unpack the program of this link. Open it in a newer browser." };
      bytes = await unpack(bytes, decompression);
    } else if (form !== "t") return { problem: `The link has a program of the form "${form}", which this page does not know. Reload the page, it may be old.` };
    if (!bytes || bytes.length > LARGEST) return { problem: `The program of this link is larger than ${LARGEST / 1024} kB, so it is not opened.` };
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return broken;
  }
}

// unpack stops at LARGEST, and returns null.
async function unpack(bytes, decompression) {
  const reader = new Blob([bytes]).stream().pipeThrough(new decompression("deflate-raw")).getReader();
  const parts = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    parts.push(value);
    size += value.length;
    if (size > LARGEST) {
      await reader.cancel();
      return null;
    }
  }
}

/** linkTo returns { link } for a program on a page, or { problem }. */
export async function linkTo(page, text) {
  const url = new URL(page);
  url.hash = await encodeProgram(text);
  const { length } = url.href;
  if (length <= LONGEST) return { link: url.href };
  return { problem: `The program is too long for a link: ${length} characters, at most ${LONGEST}. Copy its text and send that.` };
}

function toBase64url(bytes) {
  let binary = "";
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64url(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}

/**
 * showLink shows a link or a problem in an element. The link is copied where the
 * page may; elsewhere, as at http://IP:PORT, it is selected, and one key copies it.
 */
export async function showLink(element, { link, problem }, clipboard = globalThis.navigator?.clipboard) {
  const words = document.createElement("p");
  words.setAttribute("role", "status");
  if (problem) {
    words.textContent = problem;
    element.replaceChildren(words);
    return;
  }
  const field = document.createElement("input");
  field.readOnly = true;
  field.value = link;
  field.setAttribute("aria-label", "Link to this program");
  field.addEventListener("focus", () => field.select());
  element.replaceChildren(field, words);
  field.focus();
  field.select();
  const copied = await clipboard?.writeText(link).then(() => true, () => false);
  words.textContent = copied ? "The link is copied." : "Copy the link with Ctrl-C (on a Mac ⌘C).";
}
