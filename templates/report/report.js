"use strict";
// Filters the table of connections. Without this script the table is whole, and has no filter.
(() => {
  const form = document.getElementById("filter");
  const table = document.getElementById("findings");
  if (!form || !table) return;
  const text = document.getElementById("filter-text");
  const cause = document.getElementById("filter-cause");
  const kind = document.getElementById("filter-kind");
  const count = document.getElementById("filter-count");
  const rows = [...table.tBodies[0].rows].map((row) => ({
    row,
    words: row.textContent.toLowerCase(),
  }));

  function filter() {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, words } of rows) {
      const fits =
        wanted.every((word) => words.includes(word)) &&
        (cause.value === "" || row.dataset.cause === cause.value) &&
        (kind.value === "" || row.dataset.kind === kind.value);
      row.hidden = !fits;
      if (fits) shown += 1;
    }
    count.textContent = `${shown} of ${rows.length} shown`;
  }

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
