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

// WCAG 1.4.12: readers who need it space texts so, and nothing may be cut off or run over the edge.
const SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }";
function spaced(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
  const wide = document.documentElement.scrollWidth > innerWidth ? `${document.documentElement.scrollWidth} px wide; ` : "";
  const hides = (value) => value === "hidden" || value === "clip";
  const cut = [...document.querySelectorAll("body *")].filter((each) => {
    const style = getComputedStyle(each);
    // What is for screen readers alone is a point wide.
    if (each.clientWidth < 8 || each.closest("svg")) return false;
    return (hides(style.overflowX) && each.scrollWidth > each.clientWidth + 1) || (hides(style.overflowY) && each.scrollHeight > each.clientHeight + 1);
  });
  document.adoptedStyleSheets = [];
  return wide + cut.slice(0, 3).map((each) => `${each.localName}.${each.className}`).join(" ");
}


// Those of the elements whose words have less than 4.5 times the light of what they stand on, or the other way about.
function pale(selectors) {
  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = [...brush.getImageData(0, 0, 1, 1).data].map((each) => each / 255);
    const linear = (each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
    return alpha === 1 ? 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) : null;
  };
  return selectors.filter((selector) => {
    const element = document.querySelector(selector);
    const words = light(getComputedStyle(element)[element.closest("svg") ? "fill" : "color"]);
    let ground = null;
    for (let each = element; each && ground === null; each = each.parentElement) ground = light(getComputedStyle(each).backgroundColor);
    if (words === null) return true;
    const [dark, bright] = [words, ground ?? 1].sort((one, other) => one - other);
    return (bright + 0.05) / (dark + 0.05) < 4.5;
  });
}

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
  const clipped = await page.evaluate(spaced, SPACING);
  if (clipped) found.push({ page: current, rule: "text-spacing", detail: clipped });
  await page.evaluate(axe);
  const result = await page.evaluate((tags) => axe.run({ runOnly: { type: "tag", values: tags } }), TAGS);
  // axe leaves words in pictures and single characters undecided; their contrast is worked out here.
  const undecided = [];
  for (const each of result.incomplete) {
    const nodes = each.id === "color-contrast" ? await page.evaluate(pale, each.nodes.map((node) => node.target[0])) : each.nodes.map((node) => node.target[0]);
    if (nodes.length) undecided.push({ id: `${each.id} (axe cannot decide)`, nodes: nodes.map((target) => ({ target: [target] })) });
  }
  for (const violation of [...result.violations, ...undecided]) {
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
