// Uses the preview as staff and translators do, in Chromium, and reports what went otherwise, as JSON on standard output.
// usage: node preview.mjs CHROMIUM HOME PROJECT-FOLDER WIDTH
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [chromium, home, root, width] = process.argv.slice(2);
const axe = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PATIENCE = 15000;

const profile = mkdtempSync(join(tmpdir(), "preview-"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const found = [];
let current = "";
let auditing = false;
const wrong = (detail) => found.push({ story: current, detail });
const read = (path) => readFileSync(join(root, path), "utf8");
const save = (path, text) => writeFileSync(join(root, path), text);

async function open(address) {
  const page = await browser.newPage();
  await page.setViewport({ width: Number(width), height: 800 });
  page.on("pageerror", (error) => wrong(`script: ${error.message}`));
  page.on("console", (message) => { if (!auditing && message.type() === "error" && !/status of 40[49]/.test(message.text())) wrong(`console: ${message.text()}`); });
  page.on("request", (request) => { if (!request.url().startsWith(home)) wrong(`third party: ${request.url()}`); });
  await page.goto(home + address, { waitUntil: "load" });
  return page;
}

async function until(page, what, test, ...given) {
  try {
    await page.waitForFunction(test, { timeout: PATIENCE, polling: 20 }, ...given);
    return true;
  } catch {
    wrong(`${what} never came`);
    return false;
  }
}

async function look(page, what) {
  // axe itself tries inline style, which the policy refuses it.
  auditing = true;
  await page.evaluate(axe);
  const result = await page.evaluate((tags) => axe.run({ runOnly: { type: "tag", values: tags } }), TAGS);
  auditing = false;
  for (const violation of result.violations) wrong(`${what}: ${violation.id} ${violation.nodes.map((node) => node.target.join(" ")).slice(0, 3).join("; ")}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > width) wrong(`${what}: ${wide} px wide`);
}

const shows = (words) => document.body.innerText.includes(words);
const inside = (page, host, test, ...given) => page.evaluate((name, code, values) => new Function("root", "values", `return (${code})(root, ...values)`)(document.querySelector(name)?.shadowRoot, values), host, test.toString(), given);
const focused = () => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element ? `${element.tagName} ${element.className}` : "";
};

const stories = {
  async "a save is seen where one was, and other pages stay"() {
    const long = read("content/about.en.md") + "\n\nA long page.\n".repeat(120);
    save("content/about.en.md", long);
    const page = await open("/en/about/");
    const other = await open("/zh/");
    for (const tab of [page, other]) await tab.evaluate(() => { window.untouched = true; });
    await page.bringToFront();
    await page.evaluate(() => scrollTo({ top: 900, behavior: "instant" }));
    save("content/about.en.md", long.replace("A long page.", "Seen at once."));
    await until(page, "the save", shows, "Seen at once.");
    await until(page, "the place", () => Math.abs(scrollY - 900) < 40);
    if (await other.evaluate(() => !window.untouched)) wrong("a page that did not change was loaded again");
    await page.close();
    await other.close();
  },

  async "a page with a script of its own is loaded again as a whole"() {
    const base = readFileSync(new URL("../../templates/page.html", import.meta.url), "utf8");
    save("templates/assets/own.js", "document.documentElement.dataset.ran = document.querySelector('h1').innerText;\n");
    save("templates/page.html", base.replace("{% block main %}", '{% block head %}<script defer src="{{ site.asset("own.js") }}"></script>{% endblock %}{% block main %}'));
    const page = await open("/en/about/");
    await until(page, "the script", () => document.documentElement.dataset.ran);
    const good = read("content/about.en.md");
    save("content/about.en.md", good.replace(/^title: .*$/m, "title: Another title"));
    await until(page, "the script's second run", () => document.documentElement.dataset.ran === "Another title");
    save("content/about.en.md", good);
    rmSync(join(root, "templates/page.html"));
    await page.close();
  },

  async "twelve tabs load and hear of a save"() {
    const tabs = [];
    for (let number = 0; number < 12; number += 1) tabs.push(await open("/en/about/"));
    save("content/about.en.md", read("content/about.en.md") + "\nFor all tabs.\n");
    for (const tab of tabs) await until(tab, "the save in a tab", shows, "For all tabs.");
    for (const tab of tabs) await tab.close();
  },

  async "style changes without loading the page"() {
    const page = await open("/en/about/");
    await page.evaluate(() => { window.untouched = true; });
    save("templates/assets/custom.css", "h1 { letter-spacing: 7px }\n");
    await until(page, "the style", () => getComputedStyle(document.querySelector("h1")).letterSpacing === "7px");
    await page.evaluate(() => { window.untouched = true; });
    save("templates/assets/custom.css", "h1 { letter-spacing: 3px }\n");
    await until(page, "the other style", () => getComputedStyle(document.querySelector("h1")).letterSpacing === "3px");
    if (await page.evaluate(() => !window.untouched)) wrong("the page was loaded again");
    await until(page, "the old sheet's end", () => document.querySelectorAll('link[rel="stylesheet"][href*="custom"]').length === 1);
    await page.close();
  },

  async "a mistake is told over the last good page, and goes away"() {
    const page = await open("/en/about/");
    const good = read("content/about.en.md");
    save("content/about.en.md", good.replace("title:", "titel:"));
    if (await until(page, "the report", () => document.querySelector("sitegen-problems")?.shadowRoot.querySelector(".caret"))) {
      const told = await inside(page, "sitegen-problems", (root) => root.querySelector(".problems").innerText);
      for (const words of ["content/about.en.md:2:1", "E-KEY", "titel", "title"]) if (!told.includes(words)) wrong(`the report does not say ${words}`);
      const link = await inside(page, "sitegen-problems", (root) => root.querySelector("a")?.href);
      if (!link?.startsWith("vscode://file/")) wrong(`the link leads to ${link}`);
      if (!(await page.evaluate(() => document.querySelector("h1")?.innerText))) wrong("the last good page is gone");
      await look(page, "the report");
      await page.keyboard.down("Alt"); await page.keyboard.press("KeyP"); await page.keyboard.up("Alt");
      if (!/^BUTTON/.test(await page.evaluate(focused))) wrong(`Alt+P leads to ${await page.evaluate(focused)}`);
      await page.keyboard.press("Escape");
      await until(page, "the end of the report after Escape", () => !document.querySelector("sitegen-problems"));
      save("content/about.en.md", good.replace("title:", "tittel:"));
      await until(page, "the next report", () => document.querySelector("sitegen-problems"));
    }
    save("content/about.en.md", good);
    await until(page, "the end of the report", () => !document.querySelector("sitegen-problems"));
    await page.close();
  },

  async "the bar is used by keyboard"() {
    const page = await open("/zh/three/files/");
    await until(page, "the bar", () => document.querySelector("sitegen-bar")?.shadowRoot.querySelector(".summary")?.textContent.includes("stale"));
    await look(page, "the bar");
    await page.keyboard.down("Alt"); await page.keyboard.press("KeyP"); await page.keyboard.up("Alt");
    if (!(await inside(page, "sitegen-bar", (root) => !root.querySelector(".panel").hidden))) wrong("Alt+P does not open the bar");
    if (!(await page.evaluate(focused)).includes("toggle")) wrong("Alt+P does not lead to the bar");
    const told = await inside(page, "sitegen-bar", (root) => root.querySelector(".panel").innerText);
    for (const words of ["content/three/files.en.md", "中文", "Every text", "W-TR-STALE"]) if (!told.includes(words)) wrong(`the bar does not say ${words}`);
    await look(page, "the open bar");
    await page.keyboard.press("Enter");
    if (!(await inside(page, "sitegen-bar", (root) => root.querySelector(".panel").hidden))) wrong("Enter does not close the bar");
    await page.keyboard.down("Alt"); await page.keyboard.press("KeyN"); await page.keyboard.up("Alt");
    if (!(await page.evaluate(() => document.activeElement.dataset.unit))) wrong("Alt+N does not lead to a text");
    await page.close();
  },

  async "the dashboard is used by keyboard"() {
    const page = await open("/_sitegen/");
    await look(page, "the dashboard");
    await page.focus('select[name="state"]');
    await page.keyboard.type("stale");
    await page.focus("form.filters button");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    const listed = await page.evaluate(() => document.querySelector("tbody").innerText);
    if (!listed.includes("three/files") || listed.includes("content/about")) wrong("the filter does not work");
    await page.focus("tbody a");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    if (!(await page.evaluate(() => document.querySelector("ins")?.innerText.includes("long")))) wrong("the change is not shown");
    await look(page, "the texts of a page");
    await page.close();
  },

  async "a translation is typed in the dashboard"() {
    const page = await open("/_sitegen/?page=content/three/catalogue&language=zh");
    await page.focus("textarea");
    await page.keyboard.type("目录");
    await page.keyboard.down("Control"); await page.keyboard.press("Enter"); await page.keyboard.up("Control");
    await until(page, "the word that it is saved", () => [...document.querySelectorAll(".said")].some((said) => said.textContent === "Saved."));
    if (!read("translations/zh_Hans_CN/LC_MESSAGES/content/three.po").includes("目录")) wrong("it is not in the catalogue");
    await page.close();
  },

  async "a translation is typed where it stands"() {
    const page = await open("/bilingual/three/files/");
    await until(page, "the button", () => document.querySelector("sitegen-edit")?.shadowRoot.querySelector("button"));
    await look(page, "the bilingual edition");
    const cells = await page.evaluate(() => document.querySelectorAll("sitegen-edit").length);
    for (let number = 0; number < 80 && !(await page.evaluate(() => document.activeElement?.tagName === "SITEGEN-EDIT" && document.activeElement.shadowRoot.activeElement.textContent === "Translate")); number += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await until(page, "the field", () => document.activeElement?.shadowRoot?.activeElement?.tagName === "TEXTAREA");
    await look(page, "the field");
    await page.keyboard.down("Control"); await page.keyboard.press("KeyA"); await page.keyboard.up("Control");
    await page.keyboard.type("很长的第一句。");
    if (!(await page.evaluate(() => document.activeElement.shadowRoot.querySelector("ins")?.innerText.includes("long")))) wrong("the change of the source is not shown");
    const other = await open("/en/three/files/");
    save("content/three/files.en.md", read("content/three/files.en.md") + "\nMeanwhile.\n");
    await until(other, "another's save", shows, "Meanwhile.");
    await other.close();
    await page.bringToFront();
    await page.evaluate(() => fetch(location.href));
    if (!(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.value?.includes("很长的")))) wrong("what was typed is lost");
    await page.keyboard.down("Control"); await page.keyboard.press("Enter"); await page.keyboard.up("Control");
    await until(page, "the translation", shows, "很长的第一句。");
    await until(page, "what came meanwhile", shows, "Meanwhile.");
    // The sentence is fresh now, and what came meanwhile has a button, too.
    await until(page, "the buttons", (count) => document.querySelectorAll("sitegen-edit").length === count + 1, cells);
    if (!read("content/three/files.zh.md").includes("很长的第一句。")) wrong("it is not in the file");
    await page.close();
  },

  async "a fresh text is edited where it stands"() {
    const page = await open("/bilingual/three/files/");
    await until(page, "the buttons", () => document.querySelector("sitegen-edit")?.shadowRoot.querySelector("button"));
    await until(page, "the bar", () => document.querySelector("sitegen-bar")?.shadowRoot.querySelector(".summary")?.textContent.includes("中文"));
    const fresh = () => [...document.querySelectorAll("sitegen-edit")].find((host) => host.parentElement.textContent.includes("第二句"));
    await page.evaluate((code) => new Function(`return (${code})()`)().shadowRoot.querySelector("button").focus(), fresh.toString());
    await page.keyboard.press("Enter");
    await until(page, "the field", () => document.activeElement?.shadowRoot?.activeElement?.tagName === "TEXTAREA");
    await look(page, "the field of a fresh text");
    await page.keyboard.down("Control"); await page.keyboard.press("KeyA"); await page.keyboard.up("Control");
    await page.keyboard.type("更好的第二句。");
    save("content/three/files.en.md", read("content/three/files.en.md").replace("The second one.", "The other one."));
    await page.keyboard.down("Control"); await page.keyboard.press("Enter"); await page.keyboard.up("Control");
    await until(page, "the refusal", () => [...document.querySelectorAll("sitegen-edit")].some((host) => host.shadowRoot.querySelector(".refused")));
    if (read("content/three/files.zh.md").includes("更好的")) wrong("it was saved though its source has changed");
    save("content/three/files.en.md", read("content/three/files.en.md").replace("The other one.", "The second one."));
    // Until the preview has read it, saving is refused still.
    const end = Date.now() + PATIENCE;
    while (Date.now() < end && !read("content/three/files.zh.md").includes("更好的")) {
      await page.keyboard.down("Control"); await page.keyboard.press("Enter"); await page.keyboard.up("Control");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await until(page, "the translation", shows, "更好的第二句。");
    await page.close();
  },

  async "a page that is not there comes when it is written"() {
    const page = await open("/en/later/");
    save("content/later.en.md", "---\ntitle: Later\ndescription: Not there at first.\n---\n\nHere it is.\n");
    await until(page, "the page", shows, "Here it is.");
    await page.close();
  },
};

for (const [name, story] of Object.entries(stories)) {
  current = `${name} at ${width}`;
  try {
    await story();
  } catch (problem) {
    wrong(String(problem));
  }
}
await browser.close();
rmSync(profile, { recursive: true, force: true });
console.log(JSON.stringify(found));
