// Rows that are all on the page are sorted here, without asking the server; the link in the heading stays the fallback.
// A table in parts, with the way to its other pages right below, is left to the server.
export function enhance(table) {
  if (table.closest(".table-scroll").nextElementSibling?.matches(".pagination")) return;
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });

  table.querySelectorAll("thead a").forEach((link) => {
    const heading = link.closest("th");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const down = heading.getAttribute("aria-sort") === "ascending";
      mark(table, heading, down);
      const rows = [...table.tBodies[0].rows];
      const key = (row) => keyOf(row.cells[heading.cellIndex], heading.classList.contains("figure"));
      const compare = (a, b) => (typeof a === "number" ? a - b : order.compare(a, b));
      rows.sort((a, b) => (down ? -1 : 1) * compare(key(a), key(b)));
      table.tBodies[0].append(...rows);
    });
  });
}

// Figures are written for the reader, "Rp1.250.000" or "1,234.5"; the language of the page tells which mark is which.
function keyOf(cell, figure) {
  const text = cell.textContent.trim();
  if (!figure) return text;
  const decimal = document.documentElement.lang === "en" ? "." : ",";
  const kept = [...text].filter((c) => /\d/.test(c) || c === decimal).join("").replace(decimal, ".");
  return (/^[-\u2212]/.test(text) ? -1 : 1) * (kept ? Number.parseFloat(kept) : Number.NEGATIVE_INFINITY);
}

function mark(table, heading, down) {
  table.querySelectorAll("thead th").forEach((other) => {
    other.removeAttribute("aria-sort");
    const arrow = other.querySelector(".sort-mark");
    if (arrow) arrow.textContent = "";
  });
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  heading.querySelector(".sort-mark").textContent = down ? " ▾" : " ▴";
}
