// Compares any two texts out of the record on the page: what both have stays, what only the old
// one has is struck, what only the new one has is underlined, as in the announcement of a revision.
// (See scripts/kaitei/text/history_index.)
"use strict";
{  // a scope of its own: a page has several scripts

const index = JSON.parse(document.getElementById("k-index").textContent);
const chosen = document.querySelector("form.k-pick");
const view = document.querySelector(".k-pair__text");
const result = document.querySelector(".k-pair__said");
const heading = document.getElementById("k-pair");

// Whether a strand stands in the text at `place` of the order of revisions.
function within(ranges, place) {
  for (let at = 0; at < ranges.length; at += 2)
    if (ranges[at] <= place && place < ranges[at + 1]) return true;
  return false;
}

// The lines of both texts together: {kind, marks: [[side, marker]], parts: [[side, words]]}.
// A side is "same", "del" (only the old text has it) or "ins".
function lines(from, to) {
  const found = [];
  for (const [kind, text, ...ranges] of index.strands) {
    const old = within(ranges, from);
    const now = within(ranges, to);
    if (!old && !now) continue;
    const side = old && now ? "same" : old ? "del" : "ins";
    let last = found.at(-1);
    if (kind) {
      // A line whose number or place changed begins twice, with nothing in between.
      const again = last && !last.parts.length && side !== "same"
        && last.marks.every(([other]) => other !== "same" && other !== side);
      if (!again) found.push(last = { kind, marks: [], parts: [] });
      if (side !== "del") last.kind = kind;
      last.marks.push([side, text]);
    } else if (last) {
      const part = last.parts.at(-1);
      if (part?.[0] === side) part[1] += text;
      else last.parts.push([side, text]);
    }
  }
  for (const line of found) line.parts = spaced(line.parts);
  return found;
}

// Parts without marks on mere white space: that of the new text stays, that of the old one goes.
function spaced(parts) {
  const found = [];
  for (let [side, text] of parts) {
    if (side !== "same" && !text.trim()) {
      if (side === "del") continue;
      side = "same";
    }
    if (found.at(-1)?.[0] === side) found.at(-1)[1] += text;
    else found.push([side, text]);
  }
  return found;
}

const changed = (line) => [...line.marks, ...line.parts].some(([side]) => side !== "same");

function element(tag, name, ...inner) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...inner);
  return made;
}

// Words of ours around a change, for those who don't see its marks.
function hidden(key) {
  const made = element("span", "kaitei-hidden", view.dataset[key]);
  made.lang = view.dataset.words;
  return made;
}

function marked(side, text) {
  if (side === "same") return text;
  return element(side, "", hidden(side), text, hidden(`${side}End`));
}

// A heading stands at most one level below the one `above` it, whatever is folded in between.
function drawn(line, above) {
  const level = line.kind.match(/^h(\d)$/)?.[1];
  const tag = level ? `h${Math.min(Number(level) + 1, above + 1)}` : "p";
  const made = element(tag, `k-line k-line--${line.kind}`);
  const alone = new Set([...line.marks, ...line.parts].map(([side]) => side)).size === 1;
  for (const [side, marker] of line.marks) {
    // A line that only begins or ends in one of the texts, while its words stand in both.
    const text = marker || (side !== "same" && !alone ? "¶" : "");
    if (text) made.append(element("span", "k-line__mark", alone ? text : marked(side, text)), " ");
  }
  if (alone && line.marks[0][0] !== "same" && made.childNodes.length) {
    const side = line.marks[0][0];
    const text = line.parts.map(([, words]) => words).join("");
    made.replaceChildren(element("span", "k-line__mark", line.marks[0][1]), " ", marked(side, text));
  } else made.append(...line.parts.map(([side, text]) => marked(side, text)));
  return made;
}

function compare() {
  const [old, now] = [chosen.elements.from.value, chosen.elements.to.value].map(Number);
  const all = lines(index.numbers.indexOf(old), index.numbers.indexOf(now));
  const clauses = [];
  for (const line of all) {
    if (/^h\d$/.test(line.kind) || !clauses.length) clauses.push([]);
    clauses.at(-1).push(line);
  }
  let above = 2;
  view.replaceChildren(...clauses.map((clause) => {
    const body = clause.map((line) => drawn(line, above));
    if (clause.some(changed)) {
      above = Number(body[0].tagName.match(/^H(\d)$/)?.[1] ?? above);
      return element("section", "k-line__clause", ...body);
    }
    const name = body[0].textContent.slice(0, 60);
    const note = element("span", "k-line__same", ` ${view.dataset.same}`);
    note.lang = view.dataset.words;
    return element("details", "k-fold k-line__clause", element("summary", "", name, note), ...body);
  }));
  const count = all.filter(changed).length;
  result.textContent = count ? result.dataset.some.replace("{count}", count) : result.dataset.none;
  const [before, after] = [chosen.elements.from, chosen.elements.to].map(
    (side) => side.selectedOptions[0].dataset.named);
  heading.textContent = heading.dataset.words.replace("{old}", before).replace("{new}", after);
}

// The address says what is shown: whatever else it said is taken out of it.
function addressed() {
  const address = new URL(location.href);
  address.search = new URLSearchParams(new FormData(chosen));
  history.replaceState(null, "", address);
}

const query = new URLSearchParams(location.search);
for (const name of ["from", "to"])
  if (index.numbers.map(String).includes(query.get(name))) chosen.elements[name].value = query.get(name);
chosen.addEventListener("submit", (event) => {
  event.preventDefault();
  addressed();
  compare();
  heading.focus();
});
if (location.search) addressed();
compare();
}
