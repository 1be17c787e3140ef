// What makes every page more convenient. Without it a page says the same.
"use strict";
{  // a scope of its own: a page has several scripts
document.documentElement.classList.replace("no-js", "js");

// The menu closes where one is done with it; what it lies on must not stay covered.
const menu = document.querySelector(".k-menu");
const leave = (within) => { if (menu?.open && !menu.contains(within)) menu.open = false; };
document.addEventListener("click", (event) => leave(event.target));
document.addEventListener("focusin", (event) => leave(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu?.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// The page for errors speaks every language; where the address names one, that one is enough.
function answer(missing) {
  const spoken = Array.from(missing.querySelectorAll("section"), (one) => one.lang);
  const wanted = spoken.find((lang) => location.pathname.split("/").includes(lang));
  if (!wanted) return;
  for (const one of missing.querySelectorAll("[lang]")) one.hidden = one.lang !== wanted;
  document.documentElement.lang = wanted;
  document.title = missing.querySelector("h1").innerText.trim();
}
document.querySelectorAll(".k-missing").forEach(answer);

// The table of clauses marks the one that is being read.
const entries = new Map(
  Array.from(document.querySelectorAll(".k-toc a[href^='#']"), (link) => [
    document.getElementById(decodeURIComponent(link.hash.slice(1))), link,
  ]).filter(([heading]) => heading),
);
const table = document.querySelector(".k-toc");
function shown(link) {
  const [box, own] = [table, link].map((one) => one.getBoundingClientRect());
  if (own.top < box.top || own.bottom > box.bottom)
    table.scrollTop += own.top - box.top - (box.height - own.height) / 2;
}
function follow() {
  let current;
  for (const heading of entries.keys()) {
    if (heading.getBoundingClientRect().top > innerHeight / 3) break;
    current = heading;
  }
  for (const [heading, link] of entries) {
    link.classList.toggle("md-nav__link--active", heading === current);
    if (heading === current) {
      link.setAttribute("aria-current", "location");
      shown(link);
      // The same text with its changes, or without them, opens at the same clause.
      for (const same of document.querySelectorAll("[data-keeps-place]")) same.hash = heading.id;
    } else link.removeAttribute("aria-current");
  }
}
if (entries.size) {
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  follow();
}

// A table's box is a stop of the keyboard only where there is something to scroll.
const wide = new ResizeObserver((found) => {
  for (const { target } of found) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const box of document.querySelectorAll(".k-table")) wide.observe(box);

// A site that was not built again must not mislead: once the day has come that a notice names as
// its day to come, by the clock of the policies' time zone, the notice says so.
// The bar of the text says the same in place of "in force" or "takes effect on".
function overtaken(notice) {
  notice.hidden = false;
  const bar = document.querySelector(".k-status--in-force, .k-status--upcoming");
  bar?.querySelector("p").replaceChildren(
    ...Array.from(notice.childNodes, (node) => node.cloneNode(true)));
  bar?.setAttribute("class", "k-status k-status--superseded");
}
// Of several days that have come the last counts: what held on those before holds no more.
let last;
for (const notice of document.querySelectorAll("[data-stale-from]")) {
  const zone = { timeZone: notice.dataset.zone };
  const parts = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
    ...zone, year: "numeric", month: "2-digit", day: "2-digit",
  }).formatToParts(Date.now());
  const part = (type) => parts.find((one) => one.type === type).value;
  if (`${part("year")}-${part("month")}-${part("day")}` >= notice.dataset.staleFrom)
    last = notice;
}
if (last) overtaken(last);
}
