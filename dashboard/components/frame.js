// The page's frame: language, theme, address, links without a reload, names for scrolling containers, and Swedish
// for the words Streamlit itself writes in English. Installed once; every run of the page hands it new data.

const WORDS = {
  "Skip to main content": "Hoppa till innehållet",
  "App pages": "Sidor",
  "Sidebar": "Meny",
  "Dismiss": "Stäng",
  "Selected values": "Valda",
  "Clear all": "Rensa",
  "Clear value": "Rensa",
  "Clear": "Rensa",
  "Close": "Stäng",
  "Open": "Öppna",
  "No results": "Ingen träff",
  "Select all": "Välj alla",
  "Select matches": "Välj träffar",
  "Choose options": "Alla",
  "Choose an option": "Välj",
  "No options to select": "Inget att välja",
  "open": "öppna",
  "Running...": "Räknar …",
  "Stop": "Stoppa",
  "Stopping...": "Stannar …",
  "Please wait...": "Vänta …",
  "Connecting to Streamlit server": "Ansluter …",
  "Connection lost. Please wait for the app to reconnect, then try again.":
    "Anslutningen bröts. Vänta tills sidan har anslutit igen och försök sedan på nytt.",
  "Connection timed out.": "Servern svarar inte.",
  "Streamlit server is not responding. Are you connected to the internet?":
    "Servern svarar inte. Sidan ansluter igen av sig själv när den är tillbaka.",
  "File change.": "Ny version.",
  "Always rerun": "Kör alltid om",
  "Page not found": "Sidan finns inte",
  "The page that you have requested does not seem to exist. Running the app's main page.":
    "Adressen leder inte till någon sida. Läget visas i stället.",
  "Rerun": "Kör om",
  "Deploy": "",
  "Connecting": "Ansluter …",
  "Connection error": "Anslutningen bröts",
  "Collapse sidebar": "Dölj menyn",
  "Expand sidebar": "Visa menyn",
  "Close sidebar": "Dölj menyn",
  "Open sidebar": "Visa menyn",
  "keyboard_double_arrow_left": "",
  "Main menu": "Meny",
  "Fullscreen": "Helskärm",
  "Close fullscreen": "Stäng helskärm",
  "Show more": "Visa fler",
  "View more": "Visa fler",
  "View less": "Visa färre",
  "Press Enter to apply": "Retur för att ta med",
  "Decrement": "Minska",
  "Increment": "Öka",
  "Copied": "Kopierat",
  "Copy to clipboard": "Kopiera",
};
const PATTERNS = [
  [/^(\d+) options? available\.?$/, "$1 att välja på."],
  [/^(.+), selected$/, "$1, valt"],
  [/^(.+), not selected$/, "$1, inte valt"],
  [/^Remove (.+)$/, "Ta bort $1"],
  [/^Selected (.+)$/, "Valt: $1"],
  [/^(.+) options$/, "Val för $1"],
  [/^View (\d+) more$/, "Visa $1 till"],
  [/^You can only select up to (\d+) options?\..*$/, "Högst $1 kan väljas."],
  [/^Press (⌘|Ctrl)\+Enter to apply$/, "$1+Retur för att ta med"],
  [/^This app has encountered an error\..*$/s, "Något gick fel och inget sparades. Ladda om sidan och försök igen."],
  [/^Is the Streamlit server still running\?.*$/s, "Servern svarar inte. Sidan ansluter igen av sig själv."],
];
const ATTRIBUTES = ["aria-label", "title", "placeholder", "aria-roledescription", "alt"];

function swedish(text) {
  const trimmed = text.trim();
  if (trimmed in WORDS) return text.replace(trimmed, WORDS[trimmed]);
  for (const [pattern, words] of PATTERNS) {
    if (pattern.test(trimmed)) return text.replace(trimmed, trimmed.replace(pattern, words));
  }
  return text;
}

function translate(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    const words = swedish(node.data);
    if (words !== node.data) node.data = words;
    return;
  }
  if (node.nodeType !== Node.ELEMENT_NODE || node.closest("[data-vl-own]")) return;
  for (const name of ATTRIBUTES) {
    const value = node.getAttribute(name);
    if (value) {
      const words = swedish(value);
      if (words !== value) node.setAttribute(name, words);
    }
  }
}

function translateTree(root) {
  translate(root);
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) translate(walker.currentNode);
}

// A container that scrolls sideways has to be reachable by keyboard and to have a name.
function nameScrollers(names) {
  for (const [key, name] of Object.entries(names)) {
    const container = document.querySelector(".st-key-" + key);
    if (!container) continue;
    const scrolls = container.scrollWidth > container.clientWidth + 1;
    for (const [attribute, value] of [["role", "region"], ["aria-label", name], ["tabindex", "0"]]) {
      if (scrolls && container.getAttribute(attribute) !== value) container.setAttribute(attribute, value);
      if (!scrolls && container.hasAttribute(attribute)) container.removeAttribute(attribute);
    }
  }
}

// The button shows "CSV"; its name says what it does.
function nameDownloads() {
  for (const button of document.querySelectorAll('[class*="st-key-csv_"] button')) {
    if (button.getAttribute("aria-label") !== "Ladda ned CSV") button.setAttribute("aria-label", "Ladda ned CSV");
  }
}

function themeOf() {
  const colour = getComputedStyle(document.querySelector(".stApp") ?? document.body).backgroundColor;
  const [red, green, blue] = (colour.match(/\d+/g) ?? [255, 255, 255]).map(Number);
  return red + green + blue < 382 ? "dark" : "light";
}

function install() {
  const state = { data: {}, send: () => {}, theme: null, focused: null, written: null };
  document.documentElement.lang = "sv";
  translateTree(document.body);
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(translateTree);
      else translate(change.target);
    }
    if (document.documentElement.lang !== "sv") document.documentElement.lang = "sv";
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: [...ATTRIBUTES, "lang"],
  });
  // Whoever writes in a field keeps the focus there, also when a button's answer comes late.
  document.addEventListener("input", (event) => { state.written = event.target; });
  document.addEventListener("focusout", () => { state.written = null; });
  // Links that stay on the page are opened without a reload; with a modifier key the browser does as usual.
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((part) => part instanceof HTMLAnchorElement);
    const query = link?.getAttribute("href");
    if (!query?.startsWith("?")) return;
    event.preventDefault();
    state.send("opened", query.slice(1) + "#" + Date.now());
  });
  setInterval(() => {
    const theme = themeOf();
    if (document.documentElement.dataset.vlTheme !== theme) document.documentElement.dataset.vlTheme = theme;
    if (state.theme !== null && state.theme !== theme) state.send("theme", theme);
    state.theme = theme;
    nameScrollers(state.data.scrollers ?? {});
    nameDownloads();
  }, 500);
  return state;
}

// The full address of what is shown, without a new step in the history.
function completeAddress(data) {
  if (data.address === null || data.address === undefined) return;
  const page = location.pathname.split("/").pop();
  if (page !== data.page) return;
  const wanted = location.pathname + (data.address ? "?" + data.address : "");
  if (location.pathname + location.search !== wanted) history.replaceState(history.state, "", wanted);
}

function focusOpened(state) {
  const token = state.data.focus;
  if (!token || token === state.focused) return;
  state.focused = token;
  const seek = (tries) => {
    if (state.written && state.written === document.activeElement) return;
    const target = document.querySelector("[data-vl-focus]");
    if (target) {
      target.setAttribute("tabindex", "-1");
      target.focus({ preventScroll: true });
      target.scrollIntoView({ block: "start", behavior: "instant" });
    } else if (tries) setTimeout(() => seek(tries - 1), 100);
  };
  setTimeout(() => seek(20), 50);
}

export default function (component) {
  const state = (window.vardlaget ??= install());
  state.data = component.data;
  state.send = component.setTriggerValue;
  completeAddress(component.data);
  nameScrollers(component.data.scrollers ?? {});
  nameDownloads();
  focusOpened(state);
}
