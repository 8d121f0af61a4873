// What a lesson's slide.md says that its program prints, and when. See package twin.

const UNITS = { h: 3600e3, m: 60e3, s: 1e3, ms: 1, "µs": 1e-3, ns: 1e-6 };

/** A duration of Go, as "1m2.5s", in ms. */
export function parseDuration(text) {
  if (!/^([\d.]+(h|ms|m|s|µs|ns))+$/.test(text)) {
    throw new Error(`${JSON.stringify(text)} should look like "1.5s"`);
  }
  let ms = 0;
  for (const [, n, unit] of text.matchAll(/([\d.]+)(h|ms|m|s|µs|ns)/g)) {
    ms += Number(n) * UNITS[unit];
  }
  return ms;
}

/** The lines of the first fence below "What you see": [{ at, text }]. */
export function transcript(slide) {
  const [, fence] = /^## What you see\n[^]*?^```\n([^]*?)^```$/m.exec(slide) ?? [];
  if (!fence?.trim()) {
    throw new Error("slide.md has no transcript below “What you see”");
  }
  return fence.trimEnd().split("\n").map((row) => {
    const [, at, text] = /^(\S+)  (.*)$/.exec(row) ?? [];
    return { at: parseDuration(at), text };
  });
}

/** The lines, by instant: [[at, [text, …] sorted], …]. The order within an instant is not promised. */
export function byInstant(lines) {
  const instants = new Map();
  for (const { at, text } of lines) {
    const key = Math.round(at * 1000) / 1000;
    instants.set(key, [...(instants.get(key) ?? []), text].sort());
  }
  return [...instants].sort(([a], [b]) => a - b);
}
