// Shows pages in Chromium and says when words come into them, as lines of JSON; `at` is in seconds of the monotonic clock.
// usage: node words.mjs CHROMIUM, with addresses on standard input, a line each
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const [chromium] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "words-"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const say = (words) => console.log(JSON.stringify({ words, at: Number(process.hrtime.bigint()) / 1e9 }));
const page = await browser.newPage();
// The page itself says when it has words: nothing is asked of it while it loads.
await page.exposeFunction("reportWords", say);
await page.evaluateOnNewDocument(() => {
  const tell = () => {
    const found = document.body?.textContent.match(/7770\d+0777/)?.[0];
    if (found && found !== window.told) { window.told = found; window.reportWords(found); }
  };
  new MutationObserver(tell).observe(document, { childList: true, subtree: true, characterData: true });
});
for await (const url of createInterface({ input: process.stdin })) {
  await page.goto(url, { waitUntil: "load" });
  say("open");
}
await browser.close();
rmSync(profile, { recursive: true, force: true });
