// Finds what its page lists: every clause in force, or every former wording. Former wordings are
// loaded beside the first where one asks for them. Nothing is kept.
"use strict";
{  // a scope of its own: a page has several scripts

// --- Words as they are compared -----------------------------------------------------------------

const DIGITS = "〇 一 二 三 四 五 六 七 八 九".split(" ");
const UNITS = { "十": 10, "百": 100, "千": 1000, "万": 10000 };
const NUMERAL = `(?<![\\d０-９])[${DIGITS.join("")}${Object.keys(UNITS).join("")}]+`;
// What is read as one: a numeral, what stands between digits, a half-width kana with its mark.
const PART = new RegExp(`${NUMERAL}|[\uff66-\uff9d][\uff9e\uff9f]|.`, "gsu");
const BETWEEN_DIGITS = /(?<=[\d０-９])[,，\-\u2010-\u2015\u2212－](?=[\d０-９])/gu;

function numeral(written) {
  if (![...written].some((one) => UNITS[one]))
    return [...written].map((one) => DIGITS.indexOf(one)).join("");
  let whole = 0, below = 0, digit = 0;
  for (const one of written) {
    const unit = UNITS[one] ?? 0;
    if (!unit) digit = DIGITS.indexOf(one);
    else if (unit < 10000) below += (digit || 1) * unit;
    else [whole, below] = [(below + digit || 1) * unit, 0];
    if (unit) digit = 0;
  }
  return String(whole + below + digit);
}

// Full and half width, capitals, "1,000" and "1000", "03-3359" and "033359", a numeral and its
// digits are the same. `at` says from where to where in the text as written each letter comes.
function folded(written) {
  const skipped = new Set(Array.from(written.matchAll(BETWEEN_DIGITS), (one) => one.index));
  const letters = [], at = [];
  for (const { 0: part, index } of written.matchAll(PART)) {
    if (skipped.has(index)) continue;
    const number = part[0] in UNITS || DIGITS.includes(part[0]);
    const said = number ? numeral(part) : part.normalize("NFKC").toLowerCase();
    for (const letter of said.split("")) {
      letters.push(letter);
      at.push([index, index + part.length]);
    }
  }
  return { text: letters.join(""), at };
}

// Without hiragana and long vowels a word is written in one way only: one drops or adds them.
const SPELLED = /[\u3041-\u309fー]/;
const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function bare({ text, at }) {
  const kept = [...text.split("").keys()].filter((place) => !SPELLED.test(text[place]));
  return { text: kept.map((place) => text[place]).join(""), at: kept.map((place) => at[place]) };
}

// An English word without the endings of plural, -ing and -ed.
function stem(word) {
  if (word.length < 4) return word;
  const one = word
    .replace(/ie[sd]$/, "y")
    .replace(/(?<=ch|sh|ss|x)es$|(?<![siu])s$/, "")
    .replace(/(?<=[aeiouy].*[^aeiou])(?:ing|ed)$|(?<=[aeiouy]{2}.*)(?:ing|ed)$/, "")
    .replace(/([bdgmnprt])\1$/, "$1");
  return one.length > 3 ? one.replace(/e$/, "").replace(/y$/, "i") : one;
}

// One letter too many, too few or another, or two that changed places.
function slipped(one, other) {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  const [a, b] = [one.slice(same), other.slice(same)];
  return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1) ||
    (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
}

// --- What is looked in --------------------------------------------------------------------------

const LATIN = /[\p{Script=Latin}'’]+/gu;

function field(element) {
  if (!element) return null;
  const written = element.textContent;
  const plain = folded(written);
  const words = Array.from(plain.text.matchAll(LATIN), ({ 0: word, index }) => {
    const said = word.replace(/['’]s?$/, "");
    return { word: said, stem: stem(said), index };
  });
  const clean = element.cloneNode(true);
  return { element, clean, length: written.length, plain, bare: bare(plain), words };
}

const form = document.querySelector("form.k-search");
const list = document.querySelector(".k-hits");
const said = document.querySelector(".k-found");
const nothing = document.querySelector(".k-nothing");
const former = form.querySelector("[data-former]");
let present = null, past = [], read = null;

const listed = (items, from = 0) => Array.from(items, (item, place) => ({
  item,
  order: from + place,
  news: item.dataset.news === "",
  past: item.dataset.past === "",
  fields: [
    { ...field(item.querySelector(".k-hit__name")), counts: item.dataset.whole === "" ? 4 : 3 },
    { ...field(item.querySelector(".k-hit__text")), counts: 1 },
    { ...field(item.querySelector(".k-hit__place")), counts: 0.1 },
  ].filter((one) => one.plain),
}));

// What is looked in: what the page lists, and former wordings where one wants them too.
const hits = () => read ??= [...present ??= listed(list.children), ...(former?.checked ? past : [])];

// --- How a word is looked for -------------------------------------------------------------------

// All places of a word: from letter to letter of the text as written.
function places({ text, at }, word) {
  const found = [];
  if (!word) return found;
  const guard = /^\d/.test(word) ? "(?<!\\d)" : "";
  for (const { index } of text.matchAll(new RegExp(guard + escaped(word), "gu")))
    found.push([at[index][0], at[index + word.length - 1][1]]);
  return found;
}

const like = (same) => ({ plain, words }) => words.filter(same).map(({ word, index }) =>
  [plain.at[index][0], plain.at[index + word.length - 1][1]]);

// What English puts behind a stem: suspen-d and suspen-sion, appl-y and appl-ication.
const ENDINGS = new Set((",d,de,ded,ding,e,y,s,se,sion,t,tion,ion,ation,ication,ing,ed,er,or," +
  "ment,ance,ence,iance,al,able,ible,be,ption,ying,ied,ies,ate,ive").split(","));

function related(one, other) {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  return same > 3 && ENDINGS.has(one.slice(same)) && ENDINGS.has(other.slice(same));
}

const begins = (word, start, least) => start.length >= least && word.startsWith(start);

// The ways to find a word, the closest first, with what a find counts. The last is for a word that
// is found in no other way anywhere: one slip of the finger, or the same beginning; a compound by its
// pairs of letters, the rarer the better; a word with one kanji by that.
function ways(word) {
  if (word.match(LATIN)?.[0] === word) {
    const root = stem(word);
    const alike = (one) => slipped(one.word, word) || slipped(one.stem, root) ||
      begins(one.word, root, 5) || begins(word, one.stem, 5);
    return [
      { worth: 1, look: like((one) => one.stem === root) },
      { worth: 0.7, look: like((one) => begins(one.word, word, 3) || related(one.stem, root)) },
      { worth: 0.6, look: like((one) => word.length > 4 && one.word.length > 3 && alike(one)) },
    ];
  }
  const short = bare({ text: word, at: [] }).text;
  const alone = short.length === 1 && short !== word && /\p{Script=Han}/u.test(short);
  const rarity = pairs(short);
  const all = rarity.reduce((sum, [, rare]) => sum + rare, 0);
  const share = (one) => alone ? 0.5 : rarity.reduce((sum, [pair, rare]) =>
    sum + (one.bare.text.includes(pair) ? rare / all : 0), 0);
  return [
    { worth: 1, look: (one) => places(one.plain, word) },
    { worth: 0.9, look: (one) => short.length > 1 ? places(one.bare, short) : [] },
    {
      worth: 0.6,
      look: (one) => alone ? places(one.plain, short)
        : rarity.flatMap(([pair]) => places(one.bare, pair)),
      share,
    },
  ];
}

// The pairs of letters of a compound that anything has, with how rare they are. Letters of katakana
// mean nothing: more than half of the pairs must be there, or the last, the compound's head.
function pairs(word) {
  if (word.length < 3) return [];
  const every = word.split("").map((_, place) => word.slice(place, place + 2)).slice(0, -1);
  const known = every.filter((pair) => !/^[\x00-\x7f]+$/.test(pair))
    .map((pair) => [pair, 1 / hits().filter((hit) =>
      hit.fields.some((one) => one.bare.text.includes(pair))).length])
    .filter(([, rare]) => rare <= 1);
  const few = /^\p{Script=Katakana}+$/u.test(word) && known.length <= every.length / 2;
  return few ? known.filter(([pair]) => word.endsWith(pair)) : known;
}

// What a word, or any of its synonyms, finds: for each hit the fields with the places.
function finds(words) {
  const found = new Map();
  const all = words.map(ways);
  for (const step of [0, 1, 2]) {
    if (step === 2 && found.size) break;
    for (const [which, steps] of all.entries()) {
      const { worth, look, share } = steps[step];
      for (const hit of hits()) for (const one of hit.fields) {
        const spans = look(one);
        if (!spans.length) continue;
        const got = found.get(hit) ?? found.set(hit, new Map()).get(hit);
        const value = worth * (which ? 0.9 : 1) * (share?.(one) ?? 1);
        if (!got.has(one)) got.set(one, { spans, value });
        else if (which) got.get(one).spans.push(...spans);
      }
    }
  }
  return found;
}

// --- What was asked -----------------------------------------------------------------------------

// Words that stand for one another, a line each: "phone number, call us = telephone". Whichever one
// asks with, the others are looked for too: an owner's text may have another of them.
const SYNONYMS = said.dataset.synonyms.split("\n").flatMap((line) => {
  const words = line.split(/[,=]/).map((one) => folded(one.trim()).text).filter(Boolean);
  return words.map((word) => [word, ...words.filter((other) => other !== word)]);
}).sort(([one], [other]) => other.length - one.length);
const SILENT = new Set(said.dataset.silent.split(" "));

// The words of a query, each with its synonyms behind it.
function asked(query) {
  let rest = folded(query).text;
  const terms = [];
  for (const group of SYNONYMS) {
    const word = group[0];
    const edge = /^[\x00-\x7f]+$/.test(word) ? "(?<![a-z])(?:@)(?![a-z])" : "@";
    const parted = rest.replace(new RegExp(edge.replace("@", () => escaped(word)), "gu"), " ");
    if (parted === rest) continue;
    rest = parted;
    terms.push(group);
  }
  // Hiragana parts words of two letters and more; a particle (wo, ga, ni, ...) one from any other.
  const apart = /(?<=[^\s\u3041-\u309f]{2})(?:[\u3041-\u309f]+(?=[^\s\u3041-\u309f]{2})|[\u3092\u304c\u306b\u306f\u3067\u3068\u3078\u306e\u3082](?=[^\s\u3041-\u309f]))/gu;
  const words = rest.replace(apart, " ").split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean);
  const telling = words.filter((word) => !SILENT.has(word));
  return [...terms, ...(terms.length || telling.length ? telling : words).map((word) => [word])];
}

// What holds comes before what was announced or held once, what has all words before what has some, a heading
// before a text, a rare word before one that many have, and a short text is about it more. A word
// that half of all have finds something only where no rarer one does.
function ranked(query) {
  const terms = asked(query).map(finds);
  const rarity = terms.map((found) => Math.log(1 + hits().length / (found.size || 1)));
  const known = terms.filter((found) => found.size).length;
  const telling = terms.filter((found) => found.size && found.size <= hits().length / 2);
  const needed = telling.length ? telling : terms;
  const results = [];
  for (const hit of hits()) {
    const having = terms.map((found, term) => [found.get(hit), term]).filter(([got]) => got);
    if (!needed.some((found) => found.has(hit))) continue;
    let weight = 0;
    const spans = new Map(hit.fields.map((one) => [one, []]));
    having.sort((a, b) => rarity[b[1]] - rarity[a[1]]);
    for (const [got, term] of having) for (const [one, { spans: found, value }] of got) {
      const length = found.reduce((sum, [from, to]) => sum + to - from, 0);
      const share = Math.min(1, length / one.length);
      weight += rarity[term] * value * one.counts * (0.5 + Math.sqrt(share));
      spans.get(one).push(...found);
    }
    const all = having.length === known && !hit.news;
    const holds = hit.news || hit.past ? 0.2 : 1;
    results.push({ hit, spans, all, weight: weight * (having.length / known) * holds });
  }
  return results.sort((a, b) => b.all - a.all || b.weight - a.weight || a.hit.order - b.hit.order);
}

// --- What is shown ------------------------------------------------------------------------------

// Where to begin a text of which three lines are shown, so that `place` is among them.
function opening(text, place) {
  if (place < 60) return 0;
  const gap = text.slice(place - 40, place).search(/(?<=[\s、。，,])\S/);
  return place - 40 + Math.max(gap, 0);
}

// Put the text back as it was, then mark the places; what tells most stands first among them.
function mark({ element, clean }, spans) {
  element.replaceChildren(...clean.cloneNode(true).childNodes);
  const cut = spans.length && element.tagName === "P" && !clean.childElementCount;
  const from = cut ? opening(element.textContent, spans[0][0]) : 0;
  if (from) element.textContent = element.textContent.slice(from);
  const sorted = [...spans].sort((a, b) => a[0] - b[0]);
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  for (let start = from; walker.nextNode(); start += walker.currentNode.length)
    nodes.push([walker.currentNode, start]);
  for (const [node, start] of nodes) {
    const whole = node.data, parts = [];
    let done = 0;
    for (const [from, to] of sorted) {
      const [a, b] = [Math.max(from - start, done), Math.min(to - start, whole.length)];
      if (a >= b) continue;
      const found = document.createElement("mark");
      found.textContent = whole.slice(a, b);
      parts.push(whole.slice(done, a), found);
      done = b;
    }
    if (done) node.replaceWith(...parts, whole.slice(done));
  }
  if (from) element.prepend("…");
}

function search(query) {
  const terms = query.trim();
  const found = terms ? ranked(query) : [];
  const shown = new Set(found.map((one) => one.hit));
  const rest = hits().filter((hit) => !shown.has(hit));
  for (const hit of hits()) hit.item.hidden = terms ? !shown.has(hit) : hit.past;
  for (const hit of rest) for (const one of hit.fields) mark(one, []);
  for (const { spans } of found) for (const [one, places] of spans) mark(one, places);
  list.append(...found.map((one) => one.hit.item), ...rest.map((hit) => hit.item));
  const { none, one, many, all } = said.dataset;
  const words = !terms ? all : [none, one][found.length] ?? many;
  for (const link of document.querySelectorAll("a[data-asks], a[data-asks-in]"))
    link.search = terms ? new URLSearchParams({ q: terms }) : "";
  said.textContent = words.replace("{count}", found.length).replace("{query}", () => terms);
  if (nothing) nothing.hidden = !terms || found.length > 0;
}

// --- Former texts too ---------------------------------------------------------------------------

const wordings = document.querySelectorAll("a[data-asks]");
let loading = null;

// A page of this site, as a document: a string of it would be refused by the pages' own policy.
const fetched = (address) => new Promise((done, failed) => {
  const request = new XMLHttpRequest();
  request.open("GET", address);
  request.responseType = "document";
  request.onload = () => request.status === 200 && request.response ? done(request.response) : failed();
  request.onerror = failed;
  request.send();
});

// A former wording as it is listed here: its clause, its policy, the days on which it held, its words.
function wording(found, title) {
  const item = document.createElement("li");
  const part = (one) => found.querySelector(`.k-hit__${one}`);
  const name = part("name"), words = part("text");
  const [place, text] = [document.createElement("span"), document.createElement("p")];
  name.href = name.href;  // whole: its page is another one
  place.textContent = title + part("place").textContent;
  text.textContent = words.textContent.trim().replace(/\s+/g, " ");
  if (words.lang) text.lang = words.lang;
  [item.className, place.className, text.className] = ["k-hit", "k-hit__place", "k-hit__text"];
  item.dataset.past = "";
  item.append(name, " ", place, text);
  return item;
}

async function load() {
  const pages = await Promise.all(Array.from(wordings, async (link) => {
    const page = await fetched(link.href.split("?")[0]);
    const every = page.querySelectorAll(".k-wordings > .k-hit");
    return Array.from(every, (found) => wording(found, link.dataset.title));
  }));
  past = listed(pages.flat(), hits().length);
}

former?.addEventListener("change", async () => {
  try {
    if (former.checked) await (loading ??= load());
  } catch {
    loading = null;
    former.checked = false;
    said.textContent = said.dataset.failed;
    return;
  }
  read = null;
  if (!former.checked) for (const hit of past) hit.item.remove();
  search(input.value);
});

// --- The form -----------------------------------------------------------------------------------

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
if (input.value) search(input.value);
if ("first" in input.dataset && !input.value && !location.hash)
  input.focus({ preventScroll: true });
}
