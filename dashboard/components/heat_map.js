// Heat map specialty × förvaltning: an ARIA grid with one tab stop. Arrow keys, Home, End and Page keys move; Enter,
// Space or a click opens the cell's link, which the page's frame takes over without a reload.

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function link(data, extra, text, label) {
  return element("a", { href: "?" + data.base + extra, tabindex: "-1", "aria-label": label }, text);
}

function cell(data, row, column, value) {
  const [text, heat, facts, , sign] = value;
  const where = row.name + ", " + column.title;
  const classes = [heat === null ? "word" : "heat-" + heat, column.code === "" ? "region" : ""].join(" ").trim();
  const td = element("td", { role: "gridcell", class: classes });
  const label = where + ": " + facts.join(", ");
  if (value[3]) {
    const extra = "&mvo=" + encodeURIComponent(row.code) + (column.code ? "&forvaltning=" + encodeURIComponent(column.code) : "");
    td.append(link(data, extra, text, label));
    if (sign) td.firstChild.append(element("i", { "aria-hidden": "true" }, sign));
  } else {
    td.append(element("span", { class: "plain", tabindex: "-1", role: "img", "aria-label": label }, text));
  }
  td.facts = [where, ...facts];
  return td;
}

function build(data) {
  const columns = data.columns;
  const head = element("tr", { role: "row" }, element("th", { role: "columnheader", scope: "col" },
    element("span", { class: "plain", tabindex: "-1" }, data.corner)));
  for (const column of columns) {
    head.append(element("th", { role: "columnheader", scope: "col", class: column.code === "" ? "region" : null },
      element("span", { class: "plain", tabindex: "-1" }, column.title)));
  }
  const body = element("tbody", { role: "rowgroup" });
  for (const row of data.rows) {
    const name = element("th", { role: "rowheader", scope: "row" },
      link(data, "&mvo=" + encodeURIComponent(row.code), row.name, "Öppna " + row.name));
    body.append(element("tr", { role: "row" }, name, ...columns.map((column, index) => cell(data, row, column, row.cells[index]))));
  }
  return element("table", { role: "grid", "aria-label": data.title, "aria-readonly": "true" },
    element("thead", { role: "rowgroup" }, head), body);
}

function targets(table) {
  return [...table.rows].map((row) => [...row.cells].map((found) => found.querySelector("[tabindex]")));
}

function showTip(tip, target) {
  const facts = target.closest("td")?.facts;
  tip.hidden = !facts;
  if (!facts) return;
  tip.replaceChildren(element("b", {}, facts[0]), ...facts.slice(1).map((fact) => element("span", {}, fact)));
  const box = target.getBoundingClientRect();
  const left = Math.min(box.left, window.innerWidth - tip.offsetWidth - 8);
  const below = box.bottom + 6 + tip.offsetHeight < window.innerHeight;
  tip.style.left = Math.max(8, left) + "px";
  tip.style.top = (below ? box.bottom + 6 : box.top - tip.offsetHeight - 6) + "px";
}

function step(key, row, column, grid) {
  switch (key) {
    case "ArrowRight": return [row, column + 1];
    case "ArrowLeft": return [row, column - 1];
    case "ArrowDown": return [row + 1, column];
    case "ArrowUp": return [row - 1, column];
    case "Home": return [row, 0];
    case "End": return [row, grid[row].length - 1];
    case "PageDown": return [Math.min(row + 10, grid.length - 1), column];
    case "PageUp": return [Math.max(row - 10, 0), column];
    default: return null;
  }
}

export default function (component) {
  const { data, parentElement } = component;
  const drawn = JSON.stringify(data);
  if (parentElement.drawn === drawn) return;
  parentElement.drawn = drawn;
  parentElement.querySelector(".scroll")?.remove();
  parentElement.querySelector(".tip")?.remove();
  const table = build(data);
  const scroll = element("div", { class: "scroll" }, table);
  const tip = element("div", { class: "tip", "aria-hidden": "true" });
  tip.hidden = true;
  parentElement.append(scroll, tip);

  const grid = targets(table);
  let current = grid[1]?.[1] ?? grid[0][0];
  current.setAttribute("tabindex", "0");
  const move = (target) => {
    current.setAttribute("tabindex", "-1");
    current = target;
    current.setAttribute("tabindex", "0");
  };
  table.addEventListener("focusin", (event) => {
    const target = event.target.closest("[tabindex]");
    if (target) { move(target); showTip(tip, target); }
  });
  table.addEventListener("focusout", () => { tip.hidden = true; });
  table.addEventListener("mouseover", (event) => {
    const target = event.target.closest("td")?.querySelector("[tabindex]");
    if (target) showTip(tip, target); else tip.hidden = true;
  });
  table.addEventListener("mouseleave", () => { tip.hidden = true; });
  table.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { tip.hidden = true; return; }
    const target = event.target.closest("[tabindex]");
    if (event.key === " " && target?.tagName === "A") { event.preventDefault(); target.click(); return; }
    const row = grid.findIndex((cells) => cells.includes(target));
    const wanted = row < 0 ? null : step(event.key, row, grid[row].indexOf(target), grid);
    if (!wanted) return;
    event.preventDefault();
    grid[wanted[0]]?.[wanted[1]]?.focus();
  });
}
