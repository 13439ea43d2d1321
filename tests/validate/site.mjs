// SPDX-License-Identifier: GPL-3.0-or-later
// site.mjs BROWSER URL PICTURES NAME… — looks at the e-paper as a reader does: each page at three widths, light and dark, with
// axe for WCAG 2.2 AA; links and areas are clicked, the search searches. Prints one problem a line.
import { createRequire } from "module";
import fs from "fs";
import path from "path";

// The packages lie in the build folder, not beside this file.
const require = createRequire(path.join(process.cwd(), "x.js"));
const puppeteer = require("puppeteer-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [browserPath, base, pictures, ...names] = process.argv.slice(2);
const problems = [];
const browser = await puppeteer.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();

page.on("request", (request) => {
  if (!request.url().startsWith(base) && !request.url().startsWith("data:")) problems.push(`request to elsewhere: ${request.url()}`);
});
page.on("pageerror", (error) => problems.push(`script: ${error.message}`));
page.on("response", (response) => {
  if (response.status() >= 400 && !response.url().endsWith("favicon.ico")) problems.push(`${response.status()}: ${response.url()}`);
});

for (const name of names) {
  for (const scheme of ["light", "dark"]) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    for (const width of [360, 768, 1440]) {
      await page.setViewport({ width, height: 1000 });
      await page.goto(base + name);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 1) problems.push(`${name} at ${width}: ${wide} px too wide`);
      await page.screenshot({ path: path.join(pictures, `${name.replace(".html", "")}-${width}-${scheme}.png`) });
    }
    await page.evaluate(axe);
    const result = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    for (const violation of result.violations)
      problems.push(`${name} ${scheme}: ${violation.id}: ${violation.help}: ${violation.nodes[0].html.slice(0, 120)}`);
  }
}

// Every area of the first page leads to its article, which says the same headline; and back.
await page.setViewport({ width: 1440, height: 1000 });
await page.goto(base + "page-01.html");
const areas = await page.$$eval(".area", (all) => all.map((area) => [area.id, area.querySelector("b").textContent]));
for (const [id, headline] of areas) {
  await page.goto(base + "page-01.html");
  await Promise.all([page.waitForNavigation(), page.click("#" + id)]);
  const said = await page.$eval("h1", (node) => node.textContent);
  if (said.replace(/\s/g, "") !== headline.replace(/\s/g, "") && !headline.startsWith(said)) problems.push(`${id} says “${headline}” and leads to “${said}”`);
}
if (areas.length > 1) {
  await page.goto(base + "p01-a01.html");
  await Promise.all([page.waitForNavigation(), page.click('.turn a[rel="next"]')]);
  if (!page.url().endsWith("p01-a02.html")) problems.push(`next leads to ${page.url()}`);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("ArrowLeft")]);
  if (!page.url().endsWith("p01-a01.html")) problems.push(`← leads to ${page.url()}`);
}

// The search, from the front page: a word of a headline finds its article.
const word = areas.length ? areas[areas.length - 1][1].slice(0, 4) : "";
if (word) {
  await page.goto(base + "index.html");
  await page.type('input[name="q"]', word);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  const shown = await page.$$eval("#index > li:not([hidden]) a", (all) => all.map((link) => link.textContent));
  if (!shown.length || !shown.some((title) => title.includes(word.trim()))) problems.push(`the search for “${word}” finds ${shown.length}`);
  await page.$eval('input[name="q"]', (input) => { input.value = "\u{1F996}no such word"; input.dispatchEvent(new Event("input")); });
  if ((await page.$$("#index > li:not([hidden])")).length) problems.push("the search finds what is not there");
}
await browser.close();
for (const problem of problems) console.log(problem);
process.exit(problems.length ? 1 : 0);
