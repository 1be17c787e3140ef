// The look that a visitor chose, light or dark: kept in their own storage, and nowhere else. It is
// there before the page is drawn; without it, or without scripts, the visitor's system decides.
"use strict";
{  // a scope of its own: a page has several scripts
{
  const KEPT = "kaitei-look";
  const choose = (look) => {
    if (look === "auto" || !look) delete document.documentElement.dataset.look;
    else document.documentElement.dataset.look = look;
  };
  let now = null;
  try { now = localStorage.getItem(KEPT); } catch { /* storage is switched off */ }
  choose(now);
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".k-look");
    const looks = button.dataset.looks.split(" ");
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    if (!looks.includes(now)) now = looks.includes("auto") ? "auto" : system;
    const say = () => {
      button.dataset.now = now;
      button.setAttribute("aria-label", button.dataset[now]);
      button.title = button.dataset[now];
    };
    button.addEventListener("click", () => {
      now = looks[(looks.indexOf(now) + 1) % looks.length];
      choose(now);
      try { localStorage.setItem(KEPT, now); } catch { /* it holds for this page */ }
      say();
    });
    say();
    button.hidden = false;
  });
}
}
