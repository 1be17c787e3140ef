// The look that a visitor chose, light or dark: kept in their own storage, and nowhere else. It is
// there before the page is drawn; without it, or without scripts, the visitor's system decides.
"use strict";
const KEPT = "kaitei-look";
const drawn = document.documentElement;
function choose(look) {
  if (look === "auto" || !look) delete drawn.dataset.look;
  else drawn.dataset.look = look;
}
let chosen = null;
try { chosen = localStorage.getItem(KEPT); } catch { /* storage is switched off */ }
choose(chosen);
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector(".k-look");
  const looks = button.dataset.looks.split(" ");
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  let now = looks.includes(chosen) ? chosen : looks.includes("auto") ? "auto" : dark ? "dark" : "light";
  function said() {
    button.dataset.now = now;
    button.setAttribute("aria-label", button.dataset[now]);
    button.title = button.dataset[now];
  }
  button.addEventListener("click", () => {
    now = looks[(looks.indexOf(now) + 1) % looks.length];
    choose(now);
    try { localStorage.setItem(KEPT, now); } catch { /* it holds for this page */ }
    said();
  });
  said();
  button.hidden = false;
});
