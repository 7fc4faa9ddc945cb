// Uses the search page as a reader does, under the policy that the site is published with; JSON on standard output.
// usage: node search_page.mjs CHROMIUM BUILD-FOLDER
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import puppeteer from "puppeteer-core";

const [chromium, root] = process.argv.slice(2);
const axe = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const policy = readFileSync(join(root, "_headers"), "utf8").match(/Content-Security-Policy: (.*)/)[1];
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".svg": "image/svg+xml", ".js": "text/javascript", ".json": "application/json" };
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const QUERIES = { en: ["innovation", "zzzz"], zh: ["工程教育", "没有这几个字"] };

const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  const file = join(root, path.endsWith("/") ? path + "index.html" : path);
  try {
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    response.setHeader("Content-Security-Policy", policy);
    response.end(await readFile(file));
  } catch {
    response.statusCode = 404;
    response.end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const home = `http://127.0.0.1:${server.address().port}`;
const profile = mkdtempSync(join(tmpdir(), "search-"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  timeout: 120000,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const found = [], seen = [];
let page, current = "";
const wrong = (rule, detail) => found.push({ page: current, rule, detail });

async function open() {
  page = await browser.newPage();
  page.on("console", (message) => { if (message.type() === "error") wrong("console", message.text()); });
  page.on("pageerror", (error) => wrong("script", String(error)));
  page.on("request", (request) => { if (!request.url().startsWith(home)) wrong("third-party", request.url()); });
  page.on("response", (response) => { if (response.status() >= 400) wrong("missing", response.url()); });
}
const settled = () => page.waitForFunction((busy) => {
  const said = document.getElementById("found").textContent;
  return said && said !== document.querySelector("form.search").dataset.busy;
});
const told = () => page.evaluate(() => ({
  said: document.getElementById("found").textContent,
  addresses: [...document.querySelectorAll("#results a")].map((link) => link.getAttribute("href")),
  marked: document.querySelector("#results mark")?.textContent ?? "",
}));
async function look() {
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (width > 0) wrong("overflow", `${width} px too wide`);
  // axe is put in by the browser itself, which no policy hinders.
  await page.evaluate(axe);
  const result = await page.evaluate((tags) => axe.run({ runOnly: { type: "tag", values: tags } }), TAGS);
  for (const violation of result.violations) wrong(violation.id, violation.nodes.map((node) => node.target.join(" ")).slice(0, 3).join("; "));
}

for (const [code, [some, none]] of Object.entries(QUERIES)) {
  for (const width of [360, 1280]) {
    current = `${code} at ${width}`;
    await open();
    await page.setViewport({ width, height: 900 });
    await page.goto(`${home}/${code}/search/`, { waitUntil: "load" });
    await look();
    // By the keyboard alone: type, Enter.
    await page.focus("#q");
    await page.keyboard.sendCharacter(some);
    await page.keyboard.press("Enter");
    await settled();
    const typed = await told();
    await look();
    // The same by its address, as a form without a script would send it.
    await page.goto(`${home}/${code}/search/?q=${encodeURIComponent(some)}`, { waitUntil: "load" });
    await settled();
    const sent = await told();
    if (JSON.stringify(sent) !== JSON.stringify(typed)) wrong("address", JSON.stringify([typed, sent]));
    await page.goto(`${home}/${code}/search/?q=${encodeURIComponent(none)}`, { waitUntil: "load" });
    await settled();
    const nothing = await told();
    await page.goBack();
    await settled();
    if ((await told()).said !== typed.said) wrong("history", "the way back shows something else");
    seen.push({ code, width, ...typed, nothing: nothing.said, addressesOfNothing: nothing.addresses });
    await page.close();
  }
  current = `${code} without a script`;
  await open();
  await page.setJavaScriptEnabled(false);
  await page.goto(`${home}/${code}/search/?q=x`, { waitUntil: "load" });
  seen.push({ code, width: 0, said: await page.$eval("main", (main) => main.innerText), links: await page.$$eval("main noscript a, main ul a", (links) => links.map((link) => link.getAttribute("href"))) });
  await page.close();
}
await browser.close();
server.close();
rmSync(profile, { recursive: true, force: true });
console.log(JSON.stringify({ found, seen }));
