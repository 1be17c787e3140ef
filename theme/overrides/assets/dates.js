// Leads from a day to the text that was in force on it, by the periods on the page.
"use strict";
{  // a scope of its own: a page has several scripts
const remembered = document.querySelector("form.k-when");
remembered?.addEventListener("submit", (event) => {
  event.preventDefault();
  const day = remembered.elements.on.value;
  const held = Array.from(document.querySelectorAll("[data-first]")).find(
    ({ dataset }) => dataset.first <= day && (!dataset.last || day <= dataset.last),
  );
  const said = remembered.querySelector("[role=status]");
  const { none, found, coming, same } = said.dataset;
  const link = held?.querySelector(`[data-go="${event.submitter?.value}"]`);
  if (link) location.assign(link.href);
  else if (!held || same) said.textContent = held ? same : none;
  else {
    said.textContent = `${"coming" in held.dataset ? coming : found} `;
    said.append(held.querySelector("a").cloneNode(true));
  }
});
}
