// One month as a cross of buttons with one tab stop. Arrow keys move by place in the cross, Home and End to the first
// and the last day, Page Up and Page Down to the month before and after; Enter, Space or a click opens the day.

const WIDTH = 7;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function span(css, text) {
  return element("span", { class: css, "aria-hidden": "true" }, text);
}

function corner([long, short]) {
  if (long === short) return [span("mark", long)];
  return [span("mark long", long), span("mark short", short)];
}

function box(day, data) {
  const css = [day.state, day.day === data.today ? "today" : "", day.day === data.chosen ? "chosen" : ""].filter(Boolean).join(" ");
  const made = element("button", {
    type: "button", class: css, tabindex: "-1", "aria-label": day.label, "data-day": day.day,
    "aria-pressed": String(day.day === data.chosen), "aria-current": day.day === data.today ? "date" : null,
    style: `grid-row: ${day.place[0] + 1}; grid-column: ${day.place[1] + 1}`,
  }, span("number", String(day.number)));
  if (day.mark) made.append(...corner(day.mark));
  if (day.letter) made.append(span("letter", day.letter));
  return made;
}

// The nearest box in the row above or below: the arms of the cross are wider than its ends.
function beside(days, at, rows) {
  const [row, column] = days[at].place;
  const near = days.map((day, index) => [index, day.place]).filter(([, place]) => place[0] === row + rows);
  near.sort((a, b) => Math.abs(a[1][1] - column) - Math.abs(b[1][1] - column));
  return near.length ? near[0][0] : at;
}

function sideways(days, at, columns) {
  const next = days[at + columns];
  return next && next.place[0] === days[at].place[0] ? at + columns : at;
}

function step(key, days, at) {
  switch (key) {
    case "ArrowRight": return sideways(days, at, 1);
    case "ArrowLeft": return sideways(days, at, -1);
    case "ArrowDown": return beside(days, at, 1);
    case "ArrowUp": return beside(days, at, -1);
    case "Home": return 0;
    case "End": return days.length - 1;
    default: return null;
  }
}

function keyboard(cross, data, send) {
  const boxes = [...cross.children];
  let current = Math.max(0, data.days.findIndex((day) => day.day === (data.chosen ?? data.today)));
  const move = (index) => {
    boxes[current].setAttribute("tabindex", "-1");
    current = index;
    boxes[current].setAttribute("tabindex", "0");
  };
  move(current);
  cross.addEventListener("focusin", (event) => move(boxes.indexOf(event.target.closest("button"))));
  cross.addEventListener("keydown", (event) => {
    const turn = { PageUp: data.before, PageDown: data.after }[event.key];
    if (turn) { event.preventDefault(); send("month", turn); return; }
    const wanted = step(event.key, data.days, current);
    if (wanted === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    boxes[wanted].focus();
  });
  return boxes;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const drawn = JSON.stringify(data);
  if (parentElement.drawn === drawn) return;
  const earlier = parentElement.querySelector(".cross");
  const focused = earlier?.querySelector("button:focus")?.querySelector(".number").textContent;
  const wasChosen = parentElement.chosen;
  parentElement.drawn = drawn;
  parentElement.chosen = data.chosen;
  const told = parentElement.querySelector(".told") ?? element("div", { class: "told", "aria-live": "polite" });
  const cross = element("div", { class: "cross", role: "group", "aria-label": data.title }, ...data.days.map((day) => box(day, data)));
  cross.addEventListener("click", (event) => {
    const day = event.target.closest("button")?.dataset.day;
    // On a phone the day stands below the cross, so the reader is taken there.
    if (day) setTriggerValue("day", day + (window.innerWidth <= data.narrow ? "#" + Date.now() : ""));
  });
  if (earlier) earlier.replaceWith(cross); else parentElement.append(cross, told);
  const boxes = keyboard(cross, data, setTriggerValue);
  if (focused) boxes[Math.min(Number(focused), boxes.length) - 1].focus({ preventScroll: true });
  const opened = data.days.find((day) => day.day === data.chosen);
  if (earlier && opened && wasChosen !== data.chosen) told.textContent = "Visas: " + opened.label;
}
