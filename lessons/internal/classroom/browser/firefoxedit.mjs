// Edits lesson 06 in Firefox and prints, as JSON, the ms from Run to the output of each
// edit. The programs come as JSON, [{ program, word }], on the standard input:
// node firefoxedit.mjs http://127.0.0.1:3999/ < programs.json
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const programs = JSON.parse(readFileSync(0, "utf8"));
const source = (name) => readFileSync(new URL(name, import.meta.url), "utf8").replace(/^(\/\/.*\n)*/, "");
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: process.env.FIREFOX || "/usr/bin/firefox-esr",
  headless: true,
});
const page = await browser.newPage();
await page.goto(`${process.argv[2]}06-gather/`);
await page.waitForFunction(() => document.documentElement.dataset.state);
await page.evaluate(`(${source("openeditor.js")})()`);
const times = [];
for (const { program, word } of programs) {
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  times.push(await page.evaluate(`(${source("edit.js")})(${JSON.stringify(program)}, ${JSON.stringify(word)})`));
}
await browser.close();
console.log(JSON.stringify(times));
