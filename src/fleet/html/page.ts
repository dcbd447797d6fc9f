/** What the page of a fleet has beside the style of every report: its matrix, and a search through its repositories. */

export const FLEET_STYLE = `
.matrix { border-collapse: collapse; font-size: .8rem; font-variant-numeric: tabular-nums; }
.matrix th[scope=row] { text-align: left; font-weight: 400; padding-right: .7rem; white-space: nowrap; position: sticky; left: 0; background: var(--bg); }
.matrix td { text-align: center; min-width: 1.7rem; border: 1px solid var(--line); padding: 0 .2rem; color: var(--dim); }
.matrix td.conflict { background: var(--conflict); color: var(--bg); font-weight: 700; } .matrix td.unknown { color: var(--unknown); font-weight: 700; } .matrix td.pass { color: var(--pass); }
.matrix tr[hidden] { display: none; } .up { vertical-align: bottom; padding: .2rem; } .up span { writing-mode: vertical-rl; transform: rotate(180deg); font-weight: 400; }
@media print { .matrix td { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
`;

export const FLEET_SCRIPT = `
"use strict";
(() => {
  const form = document.getElementById("filters");
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const items = [...document.querySelectorAll("#list > details")];
  const texts = items.map((item) => item.textContent.toLowerCase());
  const rows = new Map([...document.querySelectorAll(".matrix tbody tr")].map((row) => [row.dataset.name, row]));
  form.hidden = false;
  function filter() {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let number = 0;
    items.forEach((item, at) => {
      const fits = words.every((word) => texts[at].includes(word));
      item.hidden = !fits;
      const row = rows.get(item.dataset.name);
      if (row) row.hidden = !fits;
      if (fits) number += 1;
    });
    shown.textContent = number + " of " + items.length + " repositories";
  }
  let waiting;
  form.addEventListener("input", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(filter);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
`;
