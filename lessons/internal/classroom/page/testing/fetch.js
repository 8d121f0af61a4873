// What fetch.js does, without compressed files: for tests that run before it is there.

/** Fetches and compiles a module. */
export async function loadModule(url) {
  return WebAssembly.compileStreaming(await get(url));
}

/** Fetches bytes. */
export async function loadBytes(url, onProgress = () => {}) {
  const bytes = new Uint8Array(await (await get(url)).arrayBuffer());
  onProgress(bytes.length);
  return bytes;
}

async function get(url) {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${url} could not be fetched: the server answered ${response.status}`);
  }
  return response;
}
