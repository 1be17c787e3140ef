// Material's script asks every rel=alternate link's folder for a sitemap.xml: other hosts, and
// addresses that don't exist. While it starts it must not find them; afterwards they are back.
const links = document.querySelectorAll("link[rel=alternate]");
for (const link of links) link.rel = "alternate ";
addEventListener("load", () => { for (const link of links) link.rel = "alternate"; });

// The button opens Material's search, which hangs on a hidden checkbox.
const search = document.getElementById("__search");
document.querySelector(".k-search-button")?.addEventListener("click", () => search.click());
