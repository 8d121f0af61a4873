// Moments of a run, in ms of program time.

/** timeText is "1.5 s", "20 ms", "2 min 5 s" or "0 s". */
export function timeText(ms) {
  const round = (n) => String(Math.round(n * 1000) / 1000);
  if (ms === 0) return "0 s";
  if (ms < 1000) return `${round(ms)} ms`;
  if (ms < 120_000) return `${round(ms / 1000)} s`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = round((ms - minutes * 60_000) / 1000);
  return seconds === "0" ? `${minutes} min` : `${minutes} min ${seconds} s`;
}

/** instantBefore returns the last instant before a moment (null: the end), or null if there is none. */
export function instantBefore(instants, at) {
  return instants.findLast((instant) => instant < (at ?? Infinity)) ?? null;
}

/** instantAfter returns the first instant after a moment, or null: the end. */
export function instantAfter(instants, at) {
  return instants.find((instant) => instant > at) ?? null;
}

const SAME = 0.001; // ms: less than Go's clock in a page can tell apart

/** happenedAt tells whether something happened in an instant: after the one before, and not later. */
export function happenedAt(instants, moment, at) {
  return at <= moment + SAME && at > (instantBefore(instants, moment - SAME) ?? -Infinity) + SAME;
}
