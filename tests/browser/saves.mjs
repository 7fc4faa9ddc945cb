// How long from a written file to its words in the page, in Chromium: as JSON, milliseconds.
// usage: node saves.mjs CHROMIUM URL FILE COUNT
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [chromium, url, file, count] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "saves-"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
let seen = () => {};
// The page itself says when it has the words: nothing is asked of it while it loads.
await page.exposeFunction("reportWords", (words) => seen(words));
await page.evaluateOnNewDocument(() => {
  const tell = () => {
    const found = document.body?.innerText.match(/Saved number \d+ of /g)?.at(-1);
    if (found && found !== window.told) { window.told = found; window.reportWords(found); }
  };
  new MutationObserver(tell).observe(document, { childList: true, subtree: true, characterData: true });
});
await page.goto(url, { waitUntil: "load" });
await new Promise((resolve) => setTimeout(resolve, 1500));
const good = readFileSync(file, "utf8");
const times = [];
for (let number = 0; number < Number(count); number += 1) {
  const words = `Saved number ${number} of `;
  const came = new Promise((resolve, reject) => {
    seen = (found) => { if (found === words) resolve(performance.now()); };
    setTimeout(() => reject(new Error(`${words} never came`)), 20000);
  });
  writeFileSync(file, `${good.trimEnd()}\n\n${words}${count}.\n`);
  const written = performance.now();
  times.push((await came) - written);
  await new Promise((resolve) => setTimeout(resolve, 150));
}
writeFileSync(file, good);
await browser.close();
rmSync(profile, { recursive: true, force: true });
times.sort((a, b) => a - b);
const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] * 10) / 10;
console.log(JSON.stringify({ count: times.length, median: at(0.5), p95: at(0.95), worst: at(1) }));
