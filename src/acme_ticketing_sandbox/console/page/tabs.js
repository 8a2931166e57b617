// Tabs: arrow keys go along, the address says which one is open.

import { element } from "./dom.js";

export function tabs(parts, opened) {
  const list = document.getElementById("tabs");
  const panels = document.getElementById("panels");
  for (const [name, part] of Object.entries(parts)) {
    list.append(element("button", {
      type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`,
      onclick: () => { location.hash = name; },
    }, part.title));
    part.panel.id = `panel-${name}`;
    part.panel.setAttribute("role", "tabpanel");
    part.panel.setAttribute("aria-labelledby", `tab-${name}`);
    panels.append(part.panel);
  }
  list.addEventListener("keydown", (event) => {
    const all = [...list.children];
    const at = all.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const goal = all[(next + all.length) % all.length];
    goal.focus();
    goal.click();
  });
  const show = () => {
    const [name, argument] = location.hash.slice(1).split("/");
    const open = name in parts ? name : Object.keys(parts)[0];
    for (const each of Object.keys(parts)) {
      const tab = document.getElementById(`tab-${each}`);
      tab.setAttribute("aria-selected", String(each === open));
      tab.tabIndex = each === open ? 0 : -1;
      parts[each].panel.hidden = each !== open;
    }
    opened(parts[open], argument);
  };
  addEventListener("hashchange", show);
  show();
}
