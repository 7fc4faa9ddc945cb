// Holds a page open while the preview ends and is started again; says so on standard output, a line each.
// usage: node restart.mjs CHROMIUM URL
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [chromium, url] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "restart-"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
await page.goto(url, { waitUntil: "load" });
const token = () => document.querySelector('script[src="/_sitegen/preview.js"]')?.dataset.token;
const first = await page.evaluate(token);
const says = (words) => document.querySelector("sitegen-bar")?.shadowRoot.querySelector(".summary")?.textContent.includes(words);
await page.waitForFunction(says, { timeout: 15000 }, "中文");
console.log("open");
await page.waitForFunction(says, { timeout: 15000 }, "not running");
console.log("lost");
await page.waitForFunction((known) => {
  const now = document.querySelector('script[src="/_sitegen/preview.js"]')?.dataset.token;
  return now && now !== known;
}, { timeout: 30000 }, first);
console.log("back");
await browser.close();
rmSync(profile, { recursive: true, force: true });
