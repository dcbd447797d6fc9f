/**
 * The page's only script: filters, keys, and everything opened for paper. The page is whole without it. What is
 * searched is the text that stands on the page, gathered once.
 */
export const SCRIPT = `
"use strict";
(() => {
  const form = document.getElementById("filters");
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const items = [...document.querySelectorAll("#list > details")];
  const texts = items.map((item) => item.textContent.toLowerCase());
  const names = ["verdict", "category", "severity", "claim", "state"];
  form.hidden = false;
  function filter() {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const wanted = names.map((name) => [name, form.elements[name].value]).filter((pair) => pair[1] !== "");
    let number = 0;
    items.forEach((item, at) => {
      const fits = wanted.every(([name, value]) => item.dataset[name] === value) && words.every((word) => texts[at].includes(word));
      if (item.hidden === fits) item.hidden = !fits;
      if (fits) number += 1;
    });
    shown.textContent = number + " of " + items.length + " findings";
  }
  let waiting;
  function soon() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(filter);
  }
  form.addEventListener("input", soon);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
  function move(step) {
    const visible = items.filter((item) => !item.hidden);
    const at = visible.findIndex((item) => item.contains(document.activeElement));
    const next = visible[at < 0 ? 0 : Math.max(0, Math.min(visible.length - 1, at + step))];
    if (next) next.querySelector("summary").focus();
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(?:INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === "/") {
      event.preventDefault();
      search.focus();
    } else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open]):not([hidden])")];
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
  });
})();
`;
