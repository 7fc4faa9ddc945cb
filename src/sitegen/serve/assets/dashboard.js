// The dashboard: saves translations, and is shown again when the site has changed and nobody is typing.
"use strict";
(() => {
  const WORDS = {};
  const said = (text) => WORDS[text] ?? text;
  const { token } = document.currentScript.dataset;
  const channel = `/_sitegen/${token}/`;
  let heard = 0;

  function isTyping() {
    const dirty = [...document.querySelectorAll("textarea")].some((text) => text.value !== text.defaultValue);
    return dirty || document.activeElement?.matches("textarea, input, select");
  }

  function hear(word) {
    if (word === "over") location.reload();
    // The first word is said at once: what was missed before.
    if (word !== "look" || ++heard === 1 || isTyping()) return;
    location.reload();
  }

  async function save(event) {
    event.preventDefault();
    const form = event.target;
    const text = form.querySelector("textarea");
    const note = form.querySelector(".said");
    const { id, language, source, translation } = form.dataset;
    note.className = "said";
    note.textContent = said("Saving …");
    let answer = { status: 0 };
    let told = { message: said("Not saved: the preview is not running.") };
    try {
      answer = await fetch(channel + "save", { method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ id, language, source, translation, words: text.value }) });
      told = await answer.json();
    } catch { /* told already */ }
    note.textContent = [told.message, told.help].filter(Boolean).join(" ");
    if (answer.status !== 200) {
      note.className = "said refused";
      return;
    }
    // What was saved is what is there now: the next change begins from it.
    text.defaultValue = text.value;
    const now = await fetch(`${channel}unit?id=${encodeURIComponent(id)}&lang=${encodeURIComponent(language)}`).then((found) => found.json()).catch(() => null);
    if (now?.translation_mark) form.dataset.translation = now.translation_mark;
  }

  for (const form of document.querySelectorAll("form.translate")) {
    form.addEventListener("submit", save);
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
  }

  /** What is wrong with each page is looked for once the table is there: of a hundred pages it takes a second. */
  async function fillWarnings() {
    for (const cell of document.querySelectorAll("td[data-of]")) {
      const asked = `warnings?page=${encodeURIComponent(cell.dataset.of)}&language=${encodeURIComponent(cell.dataset.into)}`;
      const { count } = await fetch(channel + asked).then((found) => found.json());
      cell.textContent = count || "·";
      cell.classList.toggle("none", !count);
    }
  }
  fillWarnings().catch(() => { /* the preview has ended, and says so */ });

  if (typeof SharedWorker === "undefined") return;
  const worker = new SharedWorker(channel + "worker.js", { name: "sitegen preview" });
  worker.port.onmessage = (event) => hear(event.data);
  addEventListener("pagehide", (event) => { if (!event.persisted) worker.port.postMessage("bye"); });
})();
