// Sorts long tables and finds a umc. Everything works without it: a table then keeps its own order, the index shows every umc.
(() => {
  "use strict";
  const MAANDEN = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december"];

  // [kind, value]: numbers and days before words, and marks for what is not shown always last
  function key(cell) {
    const text = cell.textContent.trim();
    const day = text.match(/^(\d{1,2}) ([a-z]+) (\d{4})/);
    if (day && MAANDEN.includes(day[2])) return [0, day[3] * 1e4 + MAANDEN.indexOf(day[2]) * 100 + +day[1]];
    const number = text.match(/^([+\u2212-]?)(?:€\s?)?(\d[\d.]*)(,\d+)?/);
    if (number) {
      const size = +(number[2].replace(/\./g, "") + (number[3] || "").replace(",", "."));
      return [0, number[1] && number[1] !== "+" ? -size : size];
    }
    return /^(|\u2013|geheim)$/.test(text) ? [2, ""] : [1, text];
  }

  function compare(a, b, direction) {
    if (a[0] !== b[0]) return a[0] - b[0];
    return direction * (a[0] === 0 ? a[1] - b[1] : a[1].localeCompare(b[1], "nl"));
  }

  for (const table of document.querySelectorAll("table.sorteerbaar")) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const next = { ascending: "descending", descending: null }[head.getAttribute("aria-sort")];
        const order = next === undefined ? "ascending" : next;
        heads.forEach((each) => each.removeAttribute("aria-sort"));
        const sorted = [...rows];
        if (order) {
          head.setAttribute("aria-sort", order);
          const total = (row) => +row.classList.contains("totaal");
          const value = new Map(rows.map((row) => [row, key(row.cells[column])]));
          const direction = order === "ascending" ? 1 : -1;
          sorted.sort((a, b) => total(a) - total(b) || compare(value.get(a), value.get(b), direction));
        }
        body.append(...sorted);
      });
    });
  }

  const search = document.getElementById("zoek-umc");
  if (search) {
    const said = document.getElementById("zoek-gevonden");
    const items = [...document.querySelectorAll("#per-umc tbody tr:not(.totaal), #per-umc .umcs li")];
    search.closest("[hidden]").hidden = false;
    search.addEventListener("input", () => {
      const wanted = search.value.trim().toLowerCase();
      const name = (item) => item.firstElementChild.textContent.trim();
      for (const item of items) item.hidden = !name(item).toLowerCase().includes(wanted);
      const left = new Set(items.filter((item) => !item.hidden).map(name)).size;
      said.textContent = wanted ? `${left} umc${left === 1 ? "" : "'s"} gevonden` : "";
    });
  }
})();
