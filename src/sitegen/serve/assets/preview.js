// The preview's part of a page: loads it again when it has changed, says what is wrong, and shows how it is translated.
"use strict";
(() => {
  const WORDS = {};
  /** A sentence in the language of whoever started the preview, who knows it by WORDS; {name} stands for a value. */
  const said = (text, values = {}) => (WORDS[text] ?? text).replace(/\{([a-z]+)\}/g, (hole, name) => values[name] ?? hole);
  const { token, page, edit, waiting, published, digest: shown, bare: shownBare } = document.currentScript.dataset;
  const channel = `/_sitegen/${token}/`;
  const KEPT = "sitegen-scroll";
  const FEW = 4;
  let digest = shown ?? "";
  let bare = shownBare ?? "";

  // ---- small things ----

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== false && value !== "") element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }

  /** An element of ours with a tree of its own, which the site's styles and scripts do not reach. */
  function shadow(name) {
    const host = document.createElement(name);
    const root = host.attachShadow({ mode: "open" });
    const style = make("link", { rel: "stylesheet", href: "/_sitegen/bar.css" });
    const inside = make("div", { class: "all", hidden: true });
    style.addEventListener("load", () => { inside.hidden = false; });
    root.append(style, inside);
    return { host, inside };
  }

  async function ask(what, options = {}) {
    const answer = await fetch(channel + what, options);
    return { status: answer.status, told: await answer.json().catch(() => ({})) };
  }

  // ---- loading again ----

  function reload() {
    sessionStorage.setItem(KEPT, JSON.stringify({ address: location.href, x: scrollX, y: scrollY }));
    location.reload();
  }

  function returnToPlace() {
    const kept = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    if (!kept) return;
    const { address, x, y } = JSON.parse(kept);
    if (address !== location.href) return;
    history.scrollRestoration = "manual";
    scrollTo({ left: x, top: y, behavior: "instant" });
    addEventListener("load", () => {
      scrollTo({ left: x, top: y, behavior: "instant" });
      history.scrollRestoration = "auto";
    }, { once: true });
  }

  /** Puts new style sheets in the place of the old ones, without a moment without any. */
  function swapStyles(addresses) {
    const old = [...document.querySelectorAll('link[rel="stylesheet"]')];
    old.forEach((link, number) => {
      const address = addresses[number];
      if (!address) return link.remove();
      if (link.getAttribute("href") === address) return;
      const next = make("link", { rel: "stylesheet", href: address });
      next.addEventListener("load", () => link.remove());
      next.addEventListener("error", () => link.remove());
      link.after(next);
    });
    for (const address of addresses.slice(old.length)) document.head.append(make("link", { rel: "stylesheet", href: address }));
  }

  let looking = false;
  let again = false;
  async function look() {
    if (looking) { again = true; return; }
    looking = true;
    try {
      do {
        again = false;
        const { status, told } = await ask(`state?page=${encodeURIComponent(page)}&digest=${digest}`);
        if (status === 200) take(told);
      } while (again);
    } catch {
      say("lost");
    } finally {
      looking = false;
    }
  }

  function take(state) {
    say("found");
    showProblems(state.problems, state.bug);
    if (!state.ready) return;
    if (waiting) return reload();
    if (state.digest === digest) return showBar();
    if (digest && state.digest && state.bare === bare) {
      digest = state.digest;
      swapStyles(state.styles);
      return showBar();
    }
    // Nobody loses what they are typing; when they have done, the page comes.
    if (isTyping()) return;
    if (digest && state.html && swapPage(state.html)) {
      digest = state.digest;
      bare = state.bare;
      swapStyles(state.styles);
      offerToTranslate();
      return showBar();
    }
    reload();
  }

  const runs = (script) => !script.type || /javascript|module/i.test(script.type);

  /** Puts the new page in the place of the old one where no script of the site would have to run again. */
  function swapPage(html) {
    const next = new DOMParser().parseFromString(html, "text/html");
    const own = document.querySelector('script[src="/_sitegen/preview.js"]');
    if ([...document.scripts, ...next.scripts].some((script) => script !== own && runs(script))) return false;
    for (const name of ["documentElement", "body"]) {
      for (const { name: known } of [...document[name].attributes]) if (known !== "style") document[name].removeAttribute(known);
      for (const { name: key, value } of next[name].attributes) document[name].setAttribute(key, value);
    }
    const stays = (element) => element === own || element.matches('link[rel="stylesheet"]');
    for (const element of [...document.head.children]) if (!stays(element)) element.remove();
    document.head.prepend(...[...next.head.children].filter((element) => !stays(element)));
    const kept = [bar.host, ...(wrong.host.isConnected ? [wrong.host] : [])];
    document.body.replaceChildren(...next.body.childNodes, ...kept);
    at = -1;
    return true;
  }

  let over = false;
  function say(word) {
    line.classList.toggle("lost", word === "lost");
    if (word === "lost") summary.textContent = said("The preview is not running. Start it again: sitegen serve");
  }

  /** The preview was started again: as soon as it answers, the page comes from it. */
  async function waitForNext() {
    if (over) return;
    over = true;
    say("lost");
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const found = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
      if (found?.ok || found?.status === 404) return reload();
    }
  }

  function hear(word) {
    if (word === "look") look();
    else if (word === "over") waitForNext();
    else say("lost");
  }

  function listen() {
    if (typeof SharedWorker === "undefined") {
      const events = new EventSource(channel + "events");
      events.onmessage = () => hear("look");
      events.onerror = () => hear(events.readyState === EventSource.CLOSED ? "over" : "lost");
      return;
    }
    const worker = new SharedWorker(channel + "worker.js", { name: "sitegen preview" });
    worker.port.onmessage = (event) => hear(event.data);
    addEventListener("pagehide", (event) => { if (!event.persisted) worker.port.postMessage("bye"); });
  }

  // ---- what is wrong ----

  const wrong = shadow("sitegen-problems");
  let dismissed = "";

  function showProblems(problems, bug) {
    const told = JSON.stringify([problems, bug]);
    if (!problems.length && !bug) {
      dismissed = "";
      wrong.host.remove();
      return;
    }
    if (told === dismissed || (told === wrong.told && wrong.host.isConnected)) return;
    wrong.told = told;
    const kept = bug || problems.length === 0 ? "" : digest ? said("Below is the page as it was before. Mend this and save: it goes away by itself.") : said("Mend this and save: it goes away by itself.");
    const number = problems.length;
    const title = bug ? said("A mistake in sitegen") : number === 1 ? said("{number} mistake", { number }) : said("{number} mistakes", { number });
    const close = make("button", { type: "button", onclick: dismiss }, said("Hide"));
    wrong.inside.replaceChildren(make("section", { class: "problems", "aria-label": said("What is wrong") },
      make("div", { class: "problems-head" }, make("h2", {}, title), close),
      make("div", { role: "alert" }, bug ? make("p", {}, bug) : make("p", { class: "kept" }, kept)),
      make("ol", {}, ...problems.map(problemItem))));
    document.body.append(wrong.host);
  }

  function dismiss() {
    dismissed = wrong.told;
    wrong.host.remove();
  }

  function problemItem(problem) {
    const place = problem.path + (problem.line ? `:${problem.line}:${problem.column}` : "");
    const where = problem.editor ? make("a", { href: problem.editor, title: said("Open it in the editor") }, place) : make("span", {}, place);
    const item = make("li", {}, make("p", { class: "place" }, where, " ", make("code", {}, problem.code)), make("p", { class: "what" }, problem.message));
    if (problem.excerpt) {
      const before = problem.excerpt.slice(Math.max(0, problem.column - 60), problem.column - 1);
      const start = Math.max(0, problem.column - 60);
      item.append(make("pre", { tabindex: "0", role: "group", "aria-label": said("The line") }, problem.excerpt.slice(start, start + 160) + "\n",
        make("span", { class: "before", "aria-hidden": "true" }, before), make("span", { class: "caret", "aria-hidden": "true" }, "^")));
    }
    if (problem.help) item.append(make("p", { class: "help" }, problem.help));
    return item;
  }

  // ---- the bar ----

  const bar = shadow("sitegen-bar");
  const summary = make("span", { class: "summary" });
  const toggle = make("button", { type: "button", class: "toggle", "aria-expanded": "false", "aria-controls": "details", onclick: () => open(panel.hidden) }, summary);
  const jump = make("button", { type: "button", class: "jump", hidden: true, onclick: () => next(1) }, said("Next text"));
  const line = make("div", { class: "line" }, toggle, jump, make("a", { href: "/_sitegen/", class: "all-pages" }, said("All pages")));
  const panel = make("div", { id: "details", class: "panel", hidden: true });
  const OPENED = "sitegen-bar-open";

  function open(wanted) {
    panel.hidden = !wanted;
    toggle.setAttribute("aria-expanded", String(wanted));
    localStorage.setItem(OPENED, wanted ? "yes" : "");
  }

  async function showBar() {
    if (!page) return;
    const { status, told } = await ask(`bar?page=${encodeURIComponent(page)}`);
    if (status === 200) fillBar(told);
  }

  function fillBar(told) {
    const parts = [];
    if (told.state) parts.push(told.state === "draft" ? said("Draft") : said("Scheduled"));
    for (const language of told.languages) parts.push(`${language.name}${said(": ")}${inWords(language.counts)}`);
    const number = told.warnings.length;
    if (number) parts.push(number === 1 ? said("{number} warning", { number }) : said("{number} warnings", { number }));
    summary.textContent = parts.join(" · ") || said("Preview");
    line.classList.toggle("attention", told.warnings.length > 0 || told.languages.some(({ counts }) => counts.stale + counts.missing > 0));
    jump.hidden = units().length === 0;
    panel.replaceChildren(...sections(told));
  }

  const STATES = {
    stale: (number) => said("{number} stale", { number }),
    missing: (number) => said("{number} missing", { number }),
    revised: (number) => said("{number} revised", { number }),
    unrecorded: (number) => said("{number} unrecorded", { number }),
    orphan: (number) => said("{number} orphan", { number }),
  };

  function inWords(counts) {
    const wanting = Object.keys(STATES).filter((state) => counts[state]);
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return wanting.length ? wanting.map((state) => STATES[state](counts[state])).join(said(", ")) : total ? said("all fresh") : said("no texts");
  }

  function sections(told) {
    const made = [];
    if (told.state) made.push(make("p", { class: "state" }, told.state === "draft" ? said("This page is a draft: builds leave it out.") : said("This page is scheduled: builds leave it out until its time.")));
    if (told.sources.length) {
      made.push(make("h2", {}, said("Written in")), make("ul", {}, ...told.sources.map(({ path, editor }) => make("li", {}, editor ? make("a", { href: editor }, path) : path))));
    }
    for (const language of told.languages) {
      made.push(make("h2", {}, language.name), make("p", {}, `${inWords(language.counts)}${said(". ")}`,
        make("a", { href: `/_sitegen/?page=${encodeURIComponent(told.identity)}&language=${encodeURIComponent(language.code)}` }, said("Every text"))));
    }
    if (told.warnings.length) made.push(make("h2", {}, said("Warnings")), make("ol", { class: "warnings" }, ...warningItems(told.warnings)));
    if (!made.length) made.push(make("p", {}, said("This page is made from others; nobody writes it.")));
    return made;
  }

  /** The first few of each kind: a page that nobody has confirmed would have one for each sentence. */
  function warningItems(warnings) {
    const kinds = new Map();
    for (const warning of warnings) kinds.set(warning.code, [...(kinds.get(warning.code) ?? []), warning]);
    return [...kinds.values()].flatMap((alike) => [
      ...alike.slice(0, FEW).map(problemItem),
      ...(alike.length > FEW ? [make("li", {}, said("… and {number} more of {code}", { number: alike.length - FEW, code: alike[0].code }))] : []),
    ]);
  }

  // ---- from text to text ----

  const texts = () => [...document.querySelectorAll("[data-unit]")];
  const units = () => texts().filter((text) => text.dataset.state !== "fresh");
  let at = -1;

  function next(step) {
    const all = units();
    if (!all.length) return;
    if (all[at]) all[at].style.outline = "";
    at = (at + step + all.length) % all.length;
    const unit = all[at];
    unit.tabIndex = -1;
    unit.style.outline = "3px solid #b45309";
    unit.scrollIntoView({ block: "center", behavior: "instant" });
    unit.focus({ preventScroll: true });
    jump.textContent = said("Next text ({number} of {all})", { number: at + 1, all: all.length });
  }

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && wrong.host.isConnected && !event.defaultPrevented) return dismiss();
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.code === "KeyN") { event.preventDefault(); next(event.shiftKey ? -1 : 1); }
    if (event.code === "KeyP") {
      event.preventDefault();
      // What is wrong comes first: it covers the rest.
      if (wrong.host.isConnected) return wrong.inside.querySelector("a, button").focus();
      open(panel.hidden);
      toggle.focus();
    }
  });

  // ---- typing a translation where it stands ----

  function offerToTranslate() {
    if (!edit || !page.startsWith("bilingual/")) return;
    for (const cell of texts()) if (cell.tagName !== "IMG") cell.append(translateButton(cell).host);
  }

  function translateButton(cell) {
    const made = shadow("sitegen-edit");
    const language = cell.lang;
    const open = () => edited(made.inside, cell.dataset.unit, language, button);
    const fresh = cell.dataset.state === "fresh";
    const about = cell.textContent.trim().slice(0, 60);
    const button = fresh ? make("button", { type: "button", class: "quiet", "aria-label": said("Edit: ") + about, onclick: open }, said("Edit"))
      : make("button", { type: "button", onclick: open }, said("Translate"));
    made.inside.append(button);
    return made;
  }

  function isTyping() {
    return [...document.querySelectorAll("sitegen-edit")].some((host) => host.shadowRoot?.querySelector("form"));
  }

  /** The source; where it has changed since it was translated, with what was taken away and what is new. */
  function sourceOf(told) {
    const tags = { old: "del", new: "ins" };
    return told.changes.length ? told.changes.map(([kind, text]) => (tags[kind] ? make(tags[kind], {}, text) : text)) : [told.source];
  }

  async function edited(inside, id, lang, button) {
    const { status, told } = await ask(`unit?id=${encodeURIComponent(id)}&lang=${encodeURIComponent(lang)}`);
    if (status !== 200 || !told.source) return inside.replaceChildren(button, make("span", { role: "alert" }, ` ${said("This text is not there any more.")}`));
    const text = make("textarea", { rows: "4", lang, "aria-label": said("Translation of: ") + told.source });
    text.value = told.translation;
    const note = make("p", { role: "status" });
    const close = () => { inside.replaceChildren(button); button.focus(); look(); };
    const save = async () => {
      note.textContent = said("Saving …");
      const sent = { id: told.id, language: told.language, source: told.source_mark, translation: told.translation_mark, words: text.value };
      const answer = await ask("save", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent) }).catch(() => ({ told: { message: said("The preview is not running.") } }));
      if (answer.status === 200) {
        button.textContent = said("Saved");
        return close();
      }
      note.textContent = [answer.told.message, answer.told.help].filter(Boolean).join(" ");
      note.className = "refused";
    };
    inside.replaceChildren(make("form", { onsubmit: (event) => { event.preventDefault(); save(); }, onkeydown: (event) => {
      if (event.key === "Escape") { event.preventDefault(); close(); }
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save(); }
    } }, make("p", { class: "source" }, ...sourceOf(told)), text,
      make("div", { class: "buttons" }, make("button", { type: "submit" }, said("Save")), make("button", { type: "button", onclick: close }, said("Cancel"))), note));
    text.focus();
  }

  // ---- begin ----

  function begin() {
    bar.inside.append(make("aside", { class: "bar", "aria-label": said("Preview") }, panel, line));
    summary.textContent = published ? said("As published last; the site is being read …") : said("Preview");
    open(localStorage.getItem(OPENED) === "yes");
    document.body.append(bar.host);
    document.body.style.paddingBottom = "3.5rem";
    offerToTranslate();
    listen();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin, { once: true });
  else begin();
  returnToPlace();
})();
