// Many small crosses: an ARIA grid with one tab stop, every cross a link. A cross is one sign per day of its month;
// its boxes are drawn as one SVG path per state, first when the cross comes near the window.

const SVG = "http://www.w3.org/2000/svg";
const ROWS = [3, 3, 7, 7, 7, 3, 1];
const UNIT = 20, SIDE = 17.5, ROUND = 2.2, BAND = 4.4, GAP = 16, PAGE_SECONDS = 20;
const STATES = { G: "gron", "!": "gul", O: "orange", R: "rod", "-": "gra", "?": "vit", ".": "okand", "#": "konflikt", " ": "tom" };
const LETTERS = { "!": "!", O: "O", R: "R", "?": "?", ".": "..", "#": "≠" };
const PLACES = ROWS.flatMap((boxes, row) => Array.from({ length: boxes }, (_, box) => [row, (7 - boxes) / 2 + box]));

const BOX = `h${SIDE - 2 * ROUND}a${ROUND} ${ROUND} 0 0 1 ${ROUND} ${ROUND}v${SIDE - 2 * ROUND}a${ROUND} ${ROUND} 0 0 1 -${ROUND} ${ROUND}`
  + `h-${SIDE - 2 * ROUND}a${ROUND} ${ROUND} 0 0 1 -${ROUND} -${ROUND}v-${SIDE - 2 * ROUND}a${ROUND} ${ROUND} 0 0 1 ${ROUND} -${ROUND}z`;

function dot(x, y) { return `M${x - 0.8} ${y}a.8 .8 0 1 0 1.6 0a.8 .8 0 1 0 -1.6 0z`; }

// The band's marks from the box's upper left corner; at this size two rows of anything would only be grey.
const BANDS = {
  "!": (x, y) => [3, 7, 11, 14.8].map((step) => dot(x + step, y + SIDE - BAND / 2)).join(""),
  O: (x, y) => [1, 5, 9, 13].map((step) => `M${x + step} ${y + SIDE - 0.8}l3.2 -3.2`).join(""),
  R: (x, y) => [1, 5, 9, 13].map((step) => `M${x + step} ${y + SIDE - 0.8}l3.2 -3.2m-3.2 0l3.2 3.2`).join(""),
  "-": (x, y) => [2.5, 5.6, 8.7, 11.8, 14.9].map((step) => `M${x + step} ${y + SIDE - 0.8}v-3.2`).join(""),
};

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function shape(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

function drawCross(svg, days) {
  const found = new Map();
  [...days].forEach((sign, day) => {
    if (!found.has(sign)) found.set(sign, []);
    found.get(sign).push([PLACES[day][1] * UNIT + 0.5, PLACES[day][0] * UNIT + 0.5]);
  });
  for (const [sign, boxes] of found) {
    const state = STATES[sign] ?? "okand";
    svg.append(shape("path", { class: state, d: boxes.map(([x, y]) => `M${x + ROUND} ${y}${BOX}`).join("") }));
    if (BANDS[sign]) svg.append(shape("path", { class: "band " + state, d: boxes.map(([x, y]) => BANDS[sign](x, y)).join("") }));
    for (const [x, y] of LETTERS[sign] ? boxes : []) {
      svg.append(shape("text", { class: state, x: x + SIDE / 2, y: y + (BANDS[sign] ? 10.9 : 12.9) }, LETTERS[sign]));
    }
  }
}

function cell([title, caption, label, days, href]) {
  const svg = shape("svg", { viewBox: "0 0 138.5 138.5", "aria-hidden": "true" });
  const words = element("span", { class: "words" }, element("b", {}, title), element("span", {}, caption));
  const target = href
    ? element("a", { href: "?" + href, tabindex: "-1", "aria-label": label }, svg, words)
    : element("span", { class: "plain", role: "img", tabindex: "-1", "aria-label": label }, svg, words);
  const made = element("div", { role: "gridcell" }, target);
  made.draw = () => { made.draw = () => {}; drawCross(svg, days); };
  return made;
}

// The cells in rows of so many columns: arrows up and down follow what the reader sees.
function fold(body, cells, columns) {
  body.style.setProperty("--columns", columns);
  body.querySelectorAll(".row").forEach((row) => row.remove());
  for (let first = 0; first < cells.length; first += columns) {
    body.append(element("div", { role: "row", class: "row" }, ...cells.slice(first, first + columns)));
  }
}

function build(data) {
  const bodies = data.groups.map(({ title, crosses }) => {
    const body = element("div", { role: "rowgroup", class: "body", "aria-label": title || null });
    if (title) body.append(element("div", { role: "row", class: "heading" }, element("div", { role: "columnheader" }, title)));
    return { body, cells: crosses.map(cell) };
  });
  const grid = element("div", { role: "grid", "aria-label": data.title, "aria-readonly": "true", class: data.kind },
    ...bodies.map(({ body }) => body));
  return { grid, bodies };
}

function step(event, row, column, rows) {
  const last = rows.length - 1;
  switch (event.key) {
    case "ArrowRight": return [row, column + 1];
    case "ArrowLeft": return [row, column - 1];
    case "ArrowDown": return [Math.min(row + 1, last), column];
    case "ArrowUp": return [Math.max(row - 1, 0), column];
    case "Home": return [event.ctrlKey ? 0 : row, 0];
    case "End": return event.ctrlKey ? [last, rows[last].length - 1] : [row, rows[row].length - 1];
    case "PageDown": return [Math.min(row + 4, last), column];
    case "PageUp": return [Math.max(row - 4, 0), column];
    default: return null;
  }
}

function keyboard(grid) {
  const targets = () => [...grid.querySelectorAll(".row")].map((row) => [...row.querySelectorAll("[tabindex]")]);
  let current = null;
  const move = (target) => {
    current?.setAttribute("tabindex", "-1");
    current = target;
    current?.setAttribute("tabindex", "0");
  };
  grid.addEventListener("focusin", (event) => move(event.target.closest("[tabindex]") ?? current));
  grid.addEventListener("keydown", (event) => {
    const target = event.target.closest("[tabindex]");
    if (event.key === " " && target?.tagName === "A") { event.preventDefault(); target.click(); return; }
    const rows = targets();
    const row = rows.findIndex((cells) => cells.includes(target));
    const wanted = row < 0 ? null : step(event, row, rows[row].indexOf(target), rows);
    if (!wanted) return;
    event.preventDefault();
    const cells = rows[wanted[0]];
    if (wanted[1] >= 0) cells[Math.min(wanted[1], cells.length - 1)].focus();
  });
  // After the cells have been folded anew the tab stop stays on its cross, if that is still shown.
  return () => { if (!current || !grid.contains(current)) move(grid.querySelector(".row [tabindex]")); };
}

function drawWhenNear(cells) {
  const watcher = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) if (isIntersecting) { watcher.unobserve(target); target.draw(); }
  }, { rootMargin: "600px" });
  cells.forEach((each) => watcher.observe(each));
  const all = () => cells.forEach((each) => each.draw());
  window.addEventListener("beforeprint", all, { once: true });
  matchMedia("print").addEventListener("change", all, { once: true });
}

function fitColumns(data, grid, bodies, settle) {
  let columns = 0;
  const fit = () => {
    const wanted = Math.max(1, Math.min(data.columns, Math.floor((grid.clientWidth + GAP) / (data.least + GAP))));
    if (wanted === columns || !grid.clientWidth) return;
    columns = wanted;
    bodies.forEach(({ body, cells }) => fold(body, cells, columns));
    settle();
  };
  new ResizeObserver(fit).observe(grid);
  fit();
}

export default function (component) {
  const { data, parentElement } = component;
  const drawn = JSON.stringify(data);
  if (parentElement.drawn === drawn) return;
  parentElement.drawn = drawn;
  parentElement.querySelector("[role=grid]")?.remove();
  const { grid, bodies } = build(data);
  parentElement.append(grid);
  fitColumns(data, grid, bodies, keyboard(grid));
  drawWhenNear(bodies.flatMap(({ cells }) => cells));
}
