import assert from "node:assert/strict";
import { test } from "node:test";

import { lessonBefore } from "./compare.js";

const links = (current) => [
  { slug: "00-context", mode: "live" }, { slug: "01-selectors", mode: "recorded" }, { slug: "02-hello", mode: "live" },
  { slug: "13-io-or-cpu", mode: "real" }, { slug: "14-testing", mode: "live" },
].map((link) => ({ ...link, current: link.slug === current }));

for (const [name, current, want] of [
  ["the first lesson has none before it", "00-context", null],
  ["a live lesson can be compared with", "01-selectors", "00-context"],
  ["a recorded lesson can be compared with", "02-hello", "01-selectors"],
  ["a lesson on the real clock would take too long", "14-testing", null],
  ["a page that is no lesson has none before it", "play", null],
]) {
  test(name, () => assert.equal(lessonBefore(links(current))?.slug ?? null, want));
}
