// Finds what its page lists: every clause in force, or every former wording. Nothing is loaded,
// nothing is kept.
"use strict";

// Full and half width, capitals, "1,000" and "1000", "03-3359" and "033359" are the same.
const folded = (text) =>
  text.normalize("NFKC").toLowerCase().replace(/(?<=\d)[,\-\u2010-\u2015\u2212](?=\d)/g, "");

const form = document.querySelector("form.k-search");
const list = document.querySelector(".k-hits");
const said = document.querySelector(".k-found");
const hits = Array.from(list.children, (item, order) => ({
  item,
  order,
  name: folded(item.querySelector(".k-hit__name").textContent),
  whole: item.dataset.whole === "",
  told: item.dataset.news === "" ? 0.2 : 1, // what holds comes before what was announced
  place: folded(item.querySelector(".k-hit__place")?.textContent ?? ""),
  text: folded(item.querySelector(".k-hit__text").textContent),
}));

// How a word is looked for: an English one from its beginning and in either number, a Japanese one
// anywhere.
function pattern(term) {
  const escaped = term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  if (!/^[a-z]+$/.test(term)) return new RegExp(escaped, "gu");
  const stem = term.length > 3 && /[^s]s$/.test(term) ? escaped.slice(0, -1) : escaped;
  return new RegExp(`(?<![a-z])${stem}`, "gu");
}

// A name counts for more than a text, a whole policy's name for most; among texts the shorter one
// is about it more.
function weight(hit, patterns) {
  let sum = 0;
  for (const one of patterns) {
    const named = hit.name.match(one);
    const told = hit.text.match(one);
    const placed = hit.place.match(one);
    if (!named && !told && !placed) return 0;
    const share = (found, text) => found ? found.join("").length / text.length : 0;
    sum += (named ? (hit.whole ? 4 : 2) + share(named, hit.name) : 0);
    sum += (told ? 0.2 + share(told, hit.text) : 0) + (placed ? 0.1 : 0);
  }
  return sum * hit.told;
}

// Where nothing has all of the words: what shares most pairs of letters with them. In Japanese
// only, where a question has no spaces between its words.
function similar(hit, query) {
  if (/^[\x00-\x7f]*$/.test(query)) return 0;
  const pairs = new Set();
  for (let at = 0; at + 1 < query.length; at++) pairs.add(query.slice(at, at + 2));
  const all = `${hit.name} ${hit.text}`;
  const shared = [...pairs].filter((pair) => all.includes(pair)).length;
  return pairs.size && shared / pairs.size >= 0.5 ? shared / pairs.size : 0;
}

function search(query) {
  const asked = folded(query).trim();
  const patterns = asked.split(/\s+/).filter(Boolean).map(pattern);
  let found = hits.map((hit) => ({ hit, weight: patterns.length ? weight(hit, patterns) : 1 }));
  if (!found.some((one) => one.weight))
    found = hits.map((hit) => ({ hit, weight: similar(hit, asked) }));
  found.sort((a, b) => (patterns.length ? b.weight - a.weight : 0) || a.hit.order - b.hit.order);
  const shown = found.filter((one) => one.weight);
  for (const one of found) one.hit.item.hidden = !one.weight;
  list.append(...found.map((one) => one.hit.item));
  const { none, one, many, all } = said.dataset;
  const words = !patterns.length ? all : [none, one][shown.length] ?? many;
  for (const link of document.querySelectorAll("a[data-asks]"))
    link.search = query.trim() ? new URLSearchParams({ q: query.trim() }) : "";
  said.textContent = words.replace("{count}", shown.length).replace("{query}", query.trim());
}

const input = form.elements.q;
input.value = new URLSearchParams(location.search).get("q") ?? "";
input.addEventListener("input", () => search(input.value));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const address = new URL(location.href);
  address.search = input.value.trim() ? new URLSearchParams({ q: input.value.trim() }) : "";
  address.hash = "";
  history.replaceState(null, "", address);
  search(input.value);
  list.querySelector(".k-hit:not([hidden]) a")?.focus();
});
search(input.value);
if ("first" in input.dataset && !input.value && !location.hash)
  input.focus({ preventScroll: true });
