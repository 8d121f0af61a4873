// Fetching what is large. Some hosts send X compressed; others can't, and have X.gz beside
// it. Which kind this is, a HEAD says.

const kinds = new Map(); // of a host's files: by origin and extension

/** Compiles the module at url. */
export async function loadModule(url) {
  const plain = await best(url);
  if (plain !== null) {
    return WebAssembly.compileStreaming(asWasm(plain)); // the browser keeps the machine code
  }
  return WebAssembly.compileStreaming(new Response(await unzipped(url), { headers: { "Content-Type": "application/wasm" } }));
}

/**
 * Fetches the bytes at url. onProgress(bytes, of) is called now and then; of is 0 if nobody
 * knows. Where size says how many there should be, they are put where they stay: what is
 * collected and joined at the end has all of it in memory twice. What comes is not longer
 * than size, and may be shorter.
 */
export async function loadBytes(url, onProgress = () => {}, size = null) {
  const plain = await best(url);
  const body = plain === null ? await unzipped(url, onProgress) : counted(plain, onProgress);
  return size === null ? new Uint8Array(await new Response(body).arrayBuffer()) : filled(body, new Uint8Array(size), url);
}

async function filled(body, bytes, url) {
  let n = 0;
  for (const reader = body.getReader(); ; ) {
    const { value, done } = await reader.read();
    if (done) {
      return bytes.subarray(0, n);
    }
    if (n + value.length > bytes.length) {
      throw new Error(`${new URL(url).pathname.split("/").pop()} is longer than ${bytes.length} bytes: load the page again`);
    }
    bytes.set(value, n);
    n += value.length;
  }
}

// The response for url itself, or null if url.gz is to be taken.
async function best(url) {
  const kind = new URL(url).origin + /\.[^./]*$/.exec(new URL(url).pathname)?.[0];
  if (!kinds.has(kind)) {
    kinds.set(kind, await compresses(url));
  }
  return kinds.get(kind) ? ok(await fetch(url), url) : null;
}

// Whether url comes compressed, or can't be had any other way.
async function compresses(url) {
  if (typeof DecompressionStream === "undefined") {
    return true;
  }
  const plain = await fetch(url, { method: "HEAD" });
  if (plain.ok && plain.headers.get("Content-Encoding")) {
    return true;
  }
  return !(await fetch(gz(url), { method: "HEAD" })).ok;
}

function gz(url) {
  const zipped = new URL(url);
  zipped.pathname += ".gz";
  return zipped;
}

async function unzipped(url, onProgress = () => {}) {
  const response = ok(await fetch(gz(url)), gz(url));
  const body = counted(response, onProgress);
  return response.headers.get("Content-Encoding") ? body : body.pipeThrough(new DecompressionStream("gzip"));
}

function ok(response, url) {
  if (!response.ok) {
    throw new Error(`${new URL(url).pathname.split("/").pop()} is not there (${response.status})`);
  }
  return response;
}

// compileStreaming insists on the type.
function asWasm(response) {
  if (response.headers.get("Content-Type")?.startsWith("application/wasm")) {
    return response;
  }
  return new Response(response.body, { headers: { "Content-Type": "application/wasm" } });
}

function counted(response, onProgress) {
  const of = response.headers.get("Content-Encoding") ? 0 : Number(response.headers.get("Content-Length") ?? 0);
  let bytes = 0;
  return response.body.pipeThrough(new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      onProgress(bytes, of);
      controller.enqueue(chunk);
    },
  }));
}
