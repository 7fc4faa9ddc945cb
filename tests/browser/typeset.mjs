// Reports how a page's Chinese and English are set, and what comes of it on paper, as JSON on standard output.
// usage: node typeset.mjs CHROMIUM BUILD-FOLDER PAPER-FOLDER PAGE…
import { createServer } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import puppeteer from "puppeteer-core";

const [chromium, root, paper, ...pages] = process.argv.slice(2);
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg" };
const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  try {
    const file = join(root, path.endsWith("/") ? path + "index.html" : path);
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    response.end(await readFile(file));
  } catch {
    response.statusCode = 404;
    response.end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const profile = mkdtempSync(join(tmpdir(), "typeset-"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
await page.setViewport({ width: 1280, height: 900 });
const told = {};
for (const path of pages) {
  await page.goto(`http://127.0.0.1:${server.address().port}/${path}`, { waitUntil: "load" });
  writeFileSync(join(paper, `${path.replaceAll("/", "_")}.pdf`), await page.pdf({ preferCSSPageSize: true, tagged: true }));
  told[path] = await page.evaluate(() => {
    // What a writer may do, whether this page does it or not.
    const more = document.createElement("div");
    more.className = "prose";
    more.innerHTML = '<p id="plain">中文<em id="em">强调</em><i id="i">斜体</i><cite id="cite">书名</cite><span lang="en" id="english">words <em id="english-em">stressed</em></span></p>';
    document.querySelector("main").append(more);
    const odd = [];
    for (const element of document.querySelectorAll("body *")) {
      const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("");
      if (!/[㐀-鿿]/.test(own) || !element.closest("[lang]").lang.startsWith("zh")) continue;
      const style = getComputedStyle(element);
      const wrong = [
        style.lineBreak !== "strict" && `line-break ${style.lineBreak}`,
        style.textAutospace !== "normal" && `text-autospace ${style.textAutospace}`,
        style.textSpacingTrim !== "trim-start" && `text-spacing-trim ${style.textSpacingTrim}`,
        style.fontStyle !== "normal" && `font-style ${style.fontStyle}`,
        style.textAlign === "justify" && "text-align justify",
      ].filter(Boolean);
      if (wrong.length) odd.push(`<${element.localName}> ${own.trim().slice(0, 12)}: ${wrong.join(", ")}`);
    }
    const set = (id) => {
      const { fontStyle, textEmphasisStyle, textEmphasisPosition, textAutospace, lineHeight, fontSize } = getComputedStyle(document.getElementById(id));
      return { fontStyle, textEmphasisStyle, textEmphasisPosition, textAutospace, lines: Math.round(parseFloat(lineHeight) / parseFloat(fontSize) * 100) / 100 };
    };
    return { odd, ...Object.fromEntries(["plain", "em", "i", "cite", "english", "english-em"].map((id) => [id, set(id)])) };
  });
}
await browser.close();
server.close();
rmSync(profile, { recursive: true, force: true });
console.log(JSON.stringify(told));
