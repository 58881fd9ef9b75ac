// Many small crosses: an ARIA grid with one tab stop, every cross a link. A cross is one sign per day of its month;
// its boxes are drawn as one SVG path per state, first when the cross comes near the window.

const SVG = "http://www.w3.org/2000/svg";
const ROWS = [3, 3, 7, 7, 7, 3, 1];
const UNIT = 20, SIDE = 17.5, ROUND = 2.2, BAND = 4.4, GAP = 16;
const PAGE_SECONDS = 20, SCREEN_GAP = 20, SCREEN_LEAST = 0.1, CAPTION = 1.46; // of the screen's width, of a cross's side
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

function cell(base, [title, caption, label, days, href]) {
  const svg = shape("svg", { viewBox: "0 0 138.5 138.5", "aria-hidden": "true" });
  const words = element("span", { class: "words" }, element("b", {}, title), element("span", {}, caption));
  const target = href
    ? element("a", { href: "?" + base + href, tabindex: "-1", "aria-label": label }, svg, words)
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
    return { body, cells: crosses.map((each) => cell(data.base, each)) };
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
  }, { rootMargin: "600px", scrollMargin: "600px" });
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

// How wide a cross may be when so many columns and rows share the screen.
function sideOf(columns, rows, width, height) {
  return Math.min((width + SCREEN_GAP) / columns - SCREEN_GAP, ((height + SCREEN_GAP) / rows - SCREEN_GAP) / CAPTION);
}

function widest(count, width, height) {
  let best = { side: 0, columns: 1, rows: 1 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const side = sideOf(columns, rows, width, height);
    if (side > best.side) best = { side, columns, rows };
  }
  return best;
}

function screenLayout(count, width, height) {
  const least = Math.max(150, width * SCREEN_LEAST);
  const all = widest(count, width, height);
  if (all.side >= least) return all;
  const columns = Math.max(1, Math.floor((width + SCREEN_GAP) / (least + SCREEN_GAP)));
  const rows = Math.max(1, Math.floor((height + SCREEN_GAP) / (least * CAPTION + SCREEN_GAP)));
  return { columns, rows, side: Math.max(60, sideOf(columns, rows, width, height)) };
}

function button(name, sign, onClick) {
  const made = element("button", { type: "button", "aria-label": name }, sign);
  made.addEventListener("click", onClick);
  return made;
}

// A screen on the wall: as many crosses as fit, and one page after the other unless somebody has stopped it.
function fitScreen(parent, grid, [{ body, cells }], settle) {
  const state = (parent.screen ??= { page: 0, isPaused: matchMedia("(prefers-reduced-motion: reduce)").matches });
  const where = element("span", { class: "where" });
  const show = () => {
    const { columns, rows, side } = screenLayout(cells.length, grid.clientWidth, grid.clientHeight);
    const pages = Math.max(1, Math.ceil(cells.length / (columns * rows)));
    state.page = (state.page + pages) % pages;
    grid.style.setProperty("--side", side + "px");
    fold(body, cells.slice(state.page * columns * rows, (state.page + 1) * columns * rows), columns);
    where.textContent = `Sida ${state.page + 1} av ${pages}`;
    paging.hidden = pages < 2;
    settle();
  };
  const turn = (pages) => { state.page += pages; show(); };
  const pause = button("", "", () => { state.isPaused = !state.isPaused; told(); });
  const told = () => {
    pause.textContent = state.isPaused ? "Bläddra" : "Pausa";
    pause.setAttribute("aria-label", state.isPaused ? "Bläddra av sig själv" : "Pausa bläddringen");
  };
  const paging = element("div", { class: "paging", role: "group", "aria-label": "Sidor med enheter" },
    button("Föregående sida", "◀", () => turn(-1)), where, button("Nästa sida", "▶", () => turn(1)), pause);
  parent.append(paging);
  told();
  new ResizeObserver(show).observe(grid);
  clearInterval(parent.timer);
  parent.timer = setInterval(() => {
    if (!grid.isConnected) clearInterval(parent.timer);
    else if (!state.isPaused && !paging.hidden && !grid.matches(":focus-within")) turn(1);
  }, PAGE_SECONDS * 1000);
  show();
}

export default function (component) {
  const { data, parentElement } = component;
  const drawn = JSON.stringify(data);
  if (parentElement.drawn === drawn) return;
  parentElement.drawn = drawn;
  parentElement.querySelectorAll("[role=grid], .paging").forEach((old) => old.remove());
  const { grid, bodies } = build(data);
  parentElement.append(grid);
  const settle = keyboard(grid);
  if (data.kind === "screen") fitScreen(parentElement, grid, bodies, settle);
  else fitColumns(data, grid, bodies, settle);
  drawWhenNear(bodies.flatMap(({ cells }) => cells));
}
