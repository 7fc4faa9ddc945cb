// Asks the search of a built site, sitegen's or Pagefind's, in Chromium; JSON on standard input and output.
// usage: node search.mjs CHROMIUM FOLDER TOOL CODE LANG
// in: {first: [query, …], pairs: [[query, address], …]}
// out: {first: [{ms, bytes}, …], next: [ms, …], places: [place of the address among what was found, or -1, …]}
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import puppeteer from "puppeteer-core";

const [chromium, root, tool, code, lang] = process.argv.slice(2);
const { first, pairs } = JSON.parse(readFileSync(0, "utf8"));
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".svg": "image/svg+xml", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };
const EMPTY = `<!doctype html><html lang="${lang}"><title>Search</title>`;
const packed = new Map();
let bytes = 0;

// As servers do: texts compressed; Pagefind's own files are compressed already.
function answer(path) {
  if (!packed.has(path)) {
    const data = path === "/empty.html" ? Buffer.from(EMPTY) : readFileSync(join(root, path.endsWith("/") ? path + "index.html" : path));
    packed.set(path, /\.pf_|\.pagefind$/.test(path) ? [data, false] : [gzipSync(data), true]);
  }
  return packed.get(path);
}
const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  try {
    const [data, zipped] = answer(path);
    response.setHeader("Content-Type", path.endsWith("/") ? TYPES[".html"] : TYPES[extname(path)] ?? "application/octet-stream");
    if (zipped) response.setHeader("Content-Encoding", "gzip");
    // What every page has is not the search's.
    if (!/\/$|\.(html|css|svg)$/.test(path)) bytes += data.length;
    response.end(data);
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
  protocolTimeout: 600000,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// Both answer with the addresses of the first ten, or of everything.
const ASK = {
  sitegen: async (query, everything) => {
    window.index ??= new Index(document.querySelector("form.search").dataset, async (address) => (await fetch(address)).json());
    const found = await window.index.find(query), addresses = [];
    do addresses.push(...(await found.next()).map(([address]) => address)); while (everything && found.left);
    return addresses;
  },
  pagefind: async (query, everything) => {
    window.engine ??= await import("/pagefind/pagefind.js");
    const { results } = await window.engine.search(query);
    const shown = await Promise.all((everything ? results : results.slice(0, 10)).map((one) => one.data()));
    return shown.map(({ raw_url: raw, url }) => raw ?? url);
  },
}[tool];

async function open() {
  const context = await browser.createBrowserContext(), page = await context.newPage();
  bytes = 0;
  await page.goto(home + (tool === "sitegen" ? `/${code}/search/` : "/empty.html"), { waitUntil: "load" });
  await page.evaluate(`window.ask = ${ASK}`);
  return { context, page };
}
const timed = (page, query) => page.evaluate(async (asked) => {
  const begun = performance.now();
  await window.ask(asked, false);
  return performance.now() - begun;
}, query);

const told = { first: [], next: [], places: [] };
for (const query of first) {
  const { context, page } = await open(), ms = await timed(page, query);
  told.first.push({ ms, bytes });
  await context.close();
}
const { page } = await open();
for (const query of first) told.next.push(await timed(page, query));
for (const [query, address] of pairs) {
  told.places.push(await page.evaluate(async (asked, wanted) => (await window.ask(asked, true)).indexOf(wanted), query, address));
}
await browser.close();
server.close();
rmSync(profile, { recursive: true, force: true });
console.log(JSON.stringify(told));
