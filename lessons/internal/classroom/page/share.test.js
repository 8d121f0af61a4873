import assert from "node:assert/strict";
import { test } from "node:test";
import { LARGEST, LONGEST, decodeProgram, encodeProgram, linkTo } from "./share.js";

const breakfast = "package main\n\nfunc main() {\n\tprintln(\"tea\")\n}\n";

for (const { name, text } of [
  { name: "a program", text: breakfast },
  { name: "no text", text: "" },
  { name: "characters of two, three and four bytes", text: "é € 🍵" },
  { name: "Windows' line ends", text: "package main\r\n" },
  { name: "a long text, with letters that do not repeat", text: Array.from({ length: 20000 }, (_, i) => String.fromCodePoint(33 + ((i * i * 31) % 5000))).join("") },
]) {
  test(`a link gives back what was put in: ${name}`, async () => {
    assert.deepEqual(await decodeProgram("#" + (await encodeProgram(text))), { text });
  });
  test(`a link gives back what was put in, without compression: ${name}`, async () => {
    const fragment = await encodeProgram(text, null);
    assert.match(fragment, /^go=t\./);
    assert.deepEqual(await decodeProgram(fragment, null), { text });
  });
}

test("a fragment is made of characters that no program escapes", async () => {
  assert.match(await encodeProgram(breakfast.repeat(50)), /^go=z\.[A-Za-z0-9_-]+$/);
});

const whole = await encodeProgram(breakfast);
const bomb = await encodeProgram("a".repeat(LARGEST + 1));

for (const { name, fragment, want, why = "" } of [
  { name: "no fragment has no program", fragment: "", want: null },
  { name: "a fragment of something else has no program", fragment: "#python", want: null },
  { name: "a program beside something else is found", fragment: `#a=1&${whole}`, want: { text: breakfast } },
  { name: "a link that was cut is a problem", fragment: whole.slice(0, -8), want: /no whole program/ },
  { name: "a link with a changed character is a problem", fragment: "go=z.!!", want: /no whole program/ },
  { name: "bytes that are no UTF-8 are a problem", fragment: "go=t._w", want: /no whole program/ },
  { name: "an unknown form is a problem", fragment: "go=x.AAAA", want: /the form "x"/ },
  { name: "no form is a problem", fragment: "go=", want: /no whole program/ },
  { name: "a program that unpacks to too much is a problem", fragment: bomb, want: /larger than 256 kB/, why: "it has a few hundred characters" },
]) {
  test(name, async () => {
    const got = await decodeProgram(fragment);
    if (want instanceof RegExp) assert.match(got.problem, want, why);
    else assert.deepEqual(got, want, why);
  });
}

test("a browser without DecompressionStream says so", async () => {
  assert.match((await decodeProgram(whole, null)).problem, /newer browser/);
});

test("a link is the page's address with the program in the fragment", async () => {
  const { link } = await linkTo("http://127.0.0.1:3999/play/index.html#go=old", breakfast);
  assert.equal(link, `http://127.0.0.1:3999/play/index.html#${whole}`);
});

test("a program that is too long for a link is a sentence", async () => {
  let seed = 22;
  const random = () => (seed = (seed * 48271) % 2147483647) % 90;
  const text = Array.from({ length: 12000 }, () => String.fromCharCode(33 + random())).join("");
  const { link, problem } = await linkTo("http://127.0.0.1/play/", text);
  assert.equal(link, undefined);
  assert.match(problem, new RegExp(`too long for a link: \\d+ characters, at most ${LONGEST}`));
});
