// Leads from a day to the text that was in force on it, by the table on the page.
"use strict";
const asked = document.querySelector("form.k-when");
asked?.addEventListener("submit", (event) => {
  event.preventDefault();
  const day = asked.elements.on.value;
  const row = Array.from(document.querySelectorAll(".k-periods tbody tr")).find(
    ({ dataset }) => dataset.first <= day && (!dataset.last || day <= dataset.last),
  );
  const said = asked.querySelector("[role=status]");
  const { none, found, coming } = said.dataset;
  said.textContent = row ? `${"coming" in row.dataset ? coming : found} ` : none;
  if (row) said.append(row.querySelector("a").cloneNode(true));
});
