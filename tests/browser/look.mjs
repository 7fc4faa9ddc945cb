// Opens built pages in Chromium and reports what a reader would stumble over, as JSON on standard output.
// usage: node look.mjs CHROMIUM BUILD-FOLDER PAGE…
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import puppeteer from "puppeteer-core";

const [chromium, root, ...pages] = process.argv.slice(2);
const axe = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg" };
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  const file = join(root, path.endsWith("/") ? path + "index.html" : path);
  try {
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    response.end(await readFile(file));
  } catch {
    response.statusCode = 404;
    response.end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const home = `http://127.0.0.1:${server.address().port}`;

const profile = mkdtempSync(join(tmpdir(), "look-"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const found = [];
const page = await browser.newPage();
let current = "";
page.on("request", (request) => { if (!request.url().startsWith(home)) found.push({ page: current, rule: "third-party", detail: request.url() }); });
page.on("response", (response) => { if (response.status() >= 400) found.push({ page: current, rule: "missing", detail: response.url().slice(home.length) }); });
page.on("framenavigated", (frame) => { if (frame === page.mainFrame() && !frame.url().split("#")[0].endsWith(`/${current.split(" at ")[0]}`)) found.push({ page: current, rule: "navigation", detail: frame.url() }); });
page.on("console", (message) => { if (message.type() === "error") found.push({ page: current, rule: "console", detail: message.text() }); });
async function look(path, width) {
  await page.setViewport({ width, height: 900 });
  await page.goto(home + "/" + path, { waitUntil: "load" });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth);
  if (overflow > width) found.push({ page: current, rule: "overflow", detail: `${overflow} px wide` });
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement?.className ?? "");
  if (first === "skip") {
    await page.keyboard.press("Enter");
    const skipped = await page.waitForFunction(() => document.activeElement?.id === "main", { timeout: 5000, polling: 50 }).catch(() => null);
    if (!skipped) found.push({ page: current, rule: "skip-link", detail: `Enter leads to ${await page.evaluate(() => document.activeElement?.id ?? "")}` });
  } else {
    // Enter would follow whatever it is, and the page would be gone while it is looked at.
    found.push({ page: current, rule: "skip-link", detail: `first focus is ${first}` });
  }
  await page.evaluate(axe);
  const result = await page.evaluate((tags) => axe.run({ runOnly: { type: "tag", values: tags } }), TAGS);
  for (const violation of result.violations) {
    found.push({ page: current, rule: violation.id, detail: violation.nodes.map((node) => node.target.join(" ")).slice(0, 3).join("; ") });
  }
}

for (const path of pages) {
  // What only leads on is gone before anybody can look at it.
  if (readFileSync(join(root, path, path.endsWith(".html") ? "" : "index.html"), "utf8").includes('<meta http-equiv="refresh"')) continue;
  for (const width of [320, 1280]) {
    current = `${path} at ${width}`;
    // A page that goes away while it is looked at is named, with where it went.
    await look(path, width).catch((problem) => found.push({ page: current, rule: "lost", detail: String(problem) }));
  }
}
await browser.close();
server.close();
rmSync(profile, { recursive: true, force: true });
console.log(JSON.stringify(found));
