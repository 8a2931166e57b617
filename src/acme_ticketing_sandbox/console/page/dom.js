// Elements made without markup: text from outside is only ever text.

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made && typeof value !== "string") made[key] = value;
    else made.setAttribute(key === "className" ? "class" : key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// Text from outside keeps its own direction, and turns nothing around beside it.
export function outside(text, properties = {}) {
  return element("bdi", properties, String(text));
}

export function button(text, action, properties = {}) {
  return element("button", { type: "button", onclick: action, ...properties }, text);
}

export function table(caption, columns, rows) {
  return element("div", { className: "scrolled", tabindex: "0", role: "region", "aria-label": caption },
    element("table", {},
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...columns.map((each) => element("th", { scope: "col" }, each)))),
      element("tbody", {}, ...rows.map((cells) =>
        element("tr", {}, ...cells.map((cell) => element("td", {}, cell)))))));
}

let messages = 0;

// Says what came of an action; a screen reader hears it.
export function say(text, failed = false) {
  const place = document.getElementById("message");
  place.className = failed ? "failed" : "";
  place.replaceChildren(outside(text));
  const mine = ++messages;
  setTimeout(() => { if (mine === messages) place.replaceChildren(); }, failed ? 15000 : 5000);
}
