// Runs the search page's script without a browser, on a built site or on texts; JSON on standard input and output.
// usage: node search.mjs SCRIPT terms         [text, …] → [[term, …], …]
//        node search.mjs SCRIPT find FOLDER CODE [query, …] → [{found: [address, …], bytes}, …]
//        node search.mjs SCRIPT recall FOLDER CODE → the Han substrings of 1 to 8 characters that miss a text of theirs
import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

const [script, what, root, code] = process.argv.slice(2);
vm.runInThisContext(readFileSync(script, "utf8") + "\nObject.assign(globalThis, { Index, terms, wanted, conditions, holds });");
const { Index, terms, wanted, conditions, holds } = globalThis;
const given = what === "recall" ? [] : JSON.parse(readFileSync(0, "utf8"));

let bytes = 0;
function open() {
  const page = readFileSync(join(root, code, "search/index.html"), "utf8");
  const cut = Object.fromEntries([...page.matchAll(/ data-(index|blocks|shards|texts)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  return new Index(cut, async (address) => {
    const text = readFileSync(join(root, address));
    bytes += text.length;
    return JSON.parse(text);
  });
}

if (what === "terms") {
  console.log(JSON.stringify(given.map((text) => [...terms(text)].sort())));
} else if (what === "find") {
  const answers = [];
  for (const query of given) {
    const index = open(), found = [], began = performance.now();
    bytes = 0;
    const answer = await index.find(query);
    let first = 0;
    for (let entries = await answer.next(); entries.length; entries = await answer.next()) {
      first ||= bytes;
      found.push(...entries.map(([address]) => address));
    }
    answers.push({ found, bytes: first || bytes, ms: performance.now() - began });
  }
  console.log(JSON.stringify(answers));
} else {
  // Every text that is published to be found, with every run of Han in it.
  const index = open(), missed = [], lookedUp = new Map(), tried = new Map();
  for (let block = 0; block < index.blocks; block += 1) {
    for (let file = 0; ; file += 1) {
      let entries;
      try { entries = await index.file(`${block}-t${file}.json`); } catch { break; }
      for (const [place, entry] of entries.entries()) {
        const key = block * 2 ** 24 + file * index.texts + place;
        for (const text of [entry[1], ...entry[3], ...entry[4]]) {
          const characters = [...text];
          for (let from = 0; from < characters.length; from += 1) {
            for (let length = 1; length <= 8 && from + length <= characters.length; length += 1) {
              if (!/^\p{Script=Han}$/u.test(characters[from + length - 1])) break;
              const query = characters.slice(from, from + length).join("");
              if (!tried.has(query)) tried.set(query, new Set());
              if (tried.get(query).has(key)) continue;
              tried.get(query).add(key);
              const asked = wanted(query);
              let hit = holds(entry, asked);
              const { looked, further } = conditions(asked);
              for (const one of [...looked, ...further]) {
                const name = `${one.whole}${one.term}`;
                if (!lookedUp.has(name)) lookedUp.set(name, await index.lookUp(one));
                hit &&= lookedUp.get(name).has(key);
              }
              if (!hit) missed.push([query, entry[0]]);
            }
          }
        }
      }
    }
  }
  console.log(JSON.stringify({ tried: [...tried.values()].reduce((sum, keys) => sum + keys.size, 0), missed: missed.slice(0, 20) }));
}
