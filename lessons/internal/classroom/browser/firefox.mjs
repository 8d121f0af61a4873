// Opens lessons in Firefox, runs them under the instant clock and prints, as
// JSON, what each wrote: node firefox.mjs http://127.0.0.1:3999/ 02-hello …
import puppeteer from "puppeteer-core";

const [base, ...slugs] = process.argv.slice(2);
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: process.env.FIREFOX || "/usr/bin/firefox-esr",
  headless: true,
});
const runs = [];
for (const slug of slugs) {
  const page = await browser.newPage();
  const problems = [];
  page.on("console", (m) => m.type() === "error" && problems.push(m.text()));
  page.on("pageerror", (e) => problems.push(String(e)));
  await page.goto(`${base}${slug}/`);
  await page.locator("::-p-aria([name=\"Clock\"][role=\"combobox\"])").fill("instant");
  await page.locator("::-p-aria([name=\"Run\"][role=\"button\"])").click();
  await page.waitForFunction(
    () => ["done", "failed"].includes(document.documentElement.dataset.state),
    { timeout: 90_000 },
  );
  const lines = await page.evaluate(() =>
    [...document.querySelectorAll("[aria-label=Output] [data-at]")].map((li) => ({
      at: Number(li.dataset.at),
      text: li.querySelector("[data-text]")?.textContent ?? li.textContent,
    })),
  );
  const state = await page.evaluate(() => document.documentElement.dataset.state);
  runs.push({ slug, state, lines, problems });
  await page.close();
}
await browser.close();
console.log(JSON.stringify(runs));
