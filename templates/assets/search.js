// The search: what a reader types is cut into terms as the index was (src/sitegen/render/search.py), and looked up.
"use strict";
const HAN = "\\u2e80-\\u2fd5\\u3005\\u3007\\u3021-\\u3029\\u3038-\\u303b\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3fffd}";
const RUNS = new RegExp(`[${HAN}]+`, "gu");
const WORDS = new RegExp(`(?:(?![${HAN}])[\\p{L}\\p{N}])+`, "gu");
const MOST = 3; // so many terms mostly narrow a query down enough; the texts tell the rest
const PAGE = 10;
const MANY = 2 * PAGE; // texts to look through cost more than another file of terms

const foldText = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]+/g, "").toLowerCase();

function pairs(run) {
  const characters = [...run];
  return characters.slice(1).map((character, at) => characters[at] + character);
}

function terms(text) {
  const folded = foldText(text), found = new Set(folded.match(WORDS) ?? []);
  for (const run of folded.match(RUNS) ?? []) {
    pairs(run).forEach((pair) => found.add(pair));
    found.add([...run].pop());
  }
  return found;
}

// What must stand in a text: words by their beginnings, runs of Han characters as they are.
function wanted(query) {
  const folded = foldText(query);
  return { words: [...new Set(folded.match(WORDS) ?? [])], runs: [...new Set(folded.match(RUNS) ?? [])] };
}

function some(list) {
  if (list.length <= MOST) return list;
  return Array.from({ length: MOST }, (_, at) => list[Math.round(at * (list.length - 1) / (MOST - 1))]);
}

// The terms to look up, each whole or as a beginning; those to look up where these leave much; and whether the first say
// all that the query says. Terms that begin differently are in other files; every second pair of a run holds all of it.
function conditions({ words, runs }) {
  const first = [...words].sort((one, other) => other.length - one.length).map((term) => ({ term, whole: false }));
  const between = [];
  for (const run of runs) {
    const cut = pairs(run), last = cut.length - 1;
    cut.forEach((term, at) => (at % 2 === 0 || at === last ? first : between).push({ term, whole: true }));
    if (!cut.length) first.push({ term: run, whole: false });
  }
  const looked = some(first), further = [...first.filter((one) => !looked.includes(one)), ...between];
  return { looked, further, exact: !further.length && runs.every((run) => [...run].length <= 2) };
}

function holds([, title, , names, texts], { words, runs }) {
  const folded = [title, ...names, ...texts].map(foldText);
  if (!runs.every((run) => folded.some((text) => text.includes(run)))) return false;
  const own = words.length ? folded.flatMap((text) => text.match(WORDS) ?? []) : [];
  return words.every((word) => own.some((other) => other.startsWith(word)));
}

class Index {
  constructor({ index, blocks, shards, texts }, load) {
    Object.assign(this, { url: index, blocks: +blocks, shards: +shards, texts: +texts, load, files: new Map() });
  }

  file(name) {
    if (!this.files.has(name)) {
      const coming = this.load(this.url + name);
      coming.catch(() => this.files.delete(name));
      this.files.set(name, coming);
    }
    return this.files.get(name);
  }

  // Everything in which a term stands: [block, number] joined in one number, to its weight.
  async lookUp({ term, whole }) {
    const shard = term.codePointAt(0) % this.shards, found = new Map();
    const files = await Promise.all(Array.from({ length: this.blocks }, (_, block) => this.file(`${block}-${shard}.json`)));
    files.forEach((file, block) => {
      for (const [other, steps] of Object.entries(file)) {
        if (whole ? other !== term : !other.startsWith(term)) continue;
        let sum = 0;
        for (const step of steps) {
          sum += step;
          const key = block * 2 ** 24 + (sum >> 2), weight = (sum & 3) + (other === term ? 0.5 : 0);
          if (!(found.get(key) >= weight)) found.set(key, weight);
        }
      }
    });
    return found;
  }

  async entry(key) {
    const block = Math.floor(key / 2 ** 24), number = key % 2 ** 24;
    return (await this.file(`${block}-t${Math.floor(number / this.texts)}.json`))[number % this.texts];
  }

  // Answers a query: `next()` gives the next entries, `left` how many there may still be, `exact` whether they all hold.
  async find(query) {
    const asked = wanted(query), { looked, further, exact } = conditions(asked);
    if (!looked.length) return { left: 0, exact: true, next: async () => [] };
    const [first, ...others] = await Promise.all(looked.map((one) => this.lookUp(one)));
    let keys = [...first.keys()].filter((key) => others.every((map) => map.has(key)));
    for (const one of further) {
      if (keys.length <= MANY) break;
      const map = await this.lookUp(one);
      others.push(map);
      keys = keys.filter((key) => map.has(key));
    }
    const ranked = keys
      .map((key) => [others.reduce((sum, map) => sum + map.get(key), first.get(key)), key])
      .sort((one, other) => other[0] - one[0] || one[1] - other[1]).map(([, key]) => key);
    const phrase = foldText(query).trim(), ready = [];
    const answer = { exact, left: ranked.length };
    answer.next = async () => {
      while (ready.length < PAGE + (exact ? 0 : 1) && ranked.length) {
        const batch = await Promise.all(ranked.splice(0, PAGE).map((key) => this.entry(key)));
        const told = batch.filter((entry) => exact || holds(entry, asked))
          .map((entry, at) => [foldText(entry[1]) === phrase ? 0 : foldText(entry[1]).includes(phrase) ? 1 : 2, at, entry]);
        ready.push(...told.sort((one, other) => one[0] - other[0] || one[1] - other[1]).map(([, , entry]) => entry));
      }
      const shown = ready.splice(0, PAGE);
      answer.left = ranked.length + ready.length;
      return shown;
    };
    return answer;
  }
}

// The part of a text around what was asked, and where in it that stands.
function excerpt(texts, { words, runs }) {
  const parts = [...runs, ...words];
  for (const part of parts) {
    for (const text of texts) {
      const lower = text.toLowerCase(), at = lower.length === text.length ? lower.indexOf(part) : -1;
      if (at < 0 || (words.includes(part) && at > 0 && /[\p{L}\p{N}]/u.test(lower[at - 1]))) continue;
      const wide = words.includes(part) ? 80 : 40;
      let from = Math.max(0, at - wide), to = Math.min(text.length, at + part.length + 2 * wide);
      if (from > 0) from = Math.max(from, words.includes(part) ? text.indexOf(" ", from) + 1 : from);
      if (/[\udc00-\udfff]/.test(text[from] ?? "")) from += 1;
      if (/[\ud800-\udbff]/.test(text[to - 1] ?? "")) to -= 1;
      return [(from ? "…" : "") + text.slice(from, at), text.slice(at, at + part.length),
        text.slice(at + part.length, to) + (to < text.length ? "…" : "")];
    }
  }
  const [text = ""] = texts;
  return [text.length > 160 ? `${[...text].slice(0, 160).join("")}…` : text, "", ""];
}

function start(form) {
  const input = form.elements.q, said = document.getElementById("found"), results = document.getElementById("results");
  const more = document.getElementById("more"), words = form.dataset;
  const index = new Index(words, async (address) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.status} ${address}`);
    return response.json();
  });
  let latest = 0, answer = null, shown = 0, asked = null;

  function item([url, title, lang, names, texts]) {
    const row = document.createElement("li"), link = document.createElement("a"), text = document.createElement("p");
    link.href = url;
    link.textContent = title;
    if (lang) link.lang = lang;
    row.append(link);
    const [before, hit, after] = excerpt(texts, asked);
    if (hit) {
      const mark = document.createElement("mark");
      mark.textContent = hit;
      text.append(before, mark, after);
    } else text.append(before);
    if (text.textContent) row.append(text);
    return row;
  }

  async function show(turn) {
    const entries = await answer.next();
    if (turn !== latest) return null;
    const rows = entries.map(item);
    if (rows.length && !results.firstChild) results.append(document.createElement("ol"));
    results.firstChild?.append(...rows);
    shown += entries.length;
    more.hidden = !answer.left;
    const sure = answer.exact || !answer.left, count = answer.exact ? shown + answer.left : shown;
    said.textContent = !count ? words.none : sure && count === 1 ? words.one : (sure ? words.many : words.over).replace("{n}", count);
    return rows[0];
  }

  async function run(query) {
    const turn = ++latest;
    results.replaceChildren();
    more.hidden = true;
    shown = 0;
    said.textContent = query.trim() ? words.busy : "";
    if (!query.trim()) return;
    try {
      asked = wanted(query);
      const found = await index.find(query);
      if (turn !== latest) return;
      answer = found;
      await show(turn);
    } catch {
      if (turn === latest) said.textContent = words.failed;
    }
  }

  const fromAddress = () => {
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    run(input.value);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.pushState(null, "", `?q=${encodeURIComponent(input.value)}`);
    run(input.value);
  });
  more.addEventListener("click", async () => {
    const first = await show(latest).catch(() => { said.textContent = words.failed; });
    first?.querySelector("a").focus();
  });
  addEventListener("popstate", fromAddress);
  fromAddress();
}

if (typeof document !== "undefined") start(document.querySelector("form.search"));
