// Asks Lighthouse about pages of a built tree, sent compressed as servers send them; prints the medians and what fell short.
// usage: node lighthouse.mjs NODE_MODULES CHROMIUM TREE RUNS PAGE…
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { pathToFileURL } from "node:url";

const [modules, chromium, root, runs, ...pages] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(resolve(modules), path)));
const { default: lighthouse } = await load("lighthouse/core/index.js");
const { launch } = await load("chrome-launcher/dist/index.js");
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif", ".txt": "text/plain" };
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const TIMES = { "largest paint": "largest-contentful-paint", shift: "cumulative-layout-shift", blocking: "total-blocking-time" };

const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  const file = join(root, path.endsWith("/") ? path + "index.html" : path);
  try {
    const data = await readFile(file);
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.setHeader("Content-Type", type);
    response.setHeader("Cache-Control", path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    if (/text|json|svg/.test(type)) response.setHeader("Content-Encoding", "gzip");
    response.end(/text|json|svg/.test(type) ? gzipSync(data) : data);
  } catch {
    response.statusCode = 404;
    response.end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const browser = await launch({ chromePath: chromium, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"], logLevel: "silent" });
const median = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)];
for (const page of pages) {
  const results = [];
  for (let run = 0; run < Number(runs); run++) {
    const { lhr } = await lighthouse(`http://127.0.0.1:${server.address().port}/${page}`, { port: browser.port, output: "json", logLevel: "silent", onlyCategories: CATEGORIES });
    results.push(lhr);
  }
  const scores = CATEGORIES.map((name) => median(results.map((each) => each.categories[name].score)));
  const times = Object.entries(TIMES).map(([name, audit]) => `${name} ${Number(median(results.map((each) => each.audits[audit].numericValue)).toFixed(3))}`);
  const short = new Set(results.flatMap((each) => CATEGORIES.slice(1).flatMap((name) => each.categories[name].auditRefs.filter((audit) => audit.weight > 0 && each.audits[audit.id].score !== null && each.audits[audit.id].score < 1).map((audit) => audit.id))));
  console.log([page, scores.join(" / "), ...times, ...short].join(", "));
}
await browser.kill();
server.close();
