// What there is at the venue, and the calls that made it.

import { element, outside, table } from "./dom.js";
import { consoleData } from "./server.js";

export const title = "Venue";
export const panel = element("section", {});

let last = "";

export async function refresh() {
  const tables = await consoleData("venue");
  const text = JSON.stringify(tables);
  if (text === last) return;
  last = text;
  const focused = document.activeElement?.getAttribute("href");
  panel.replaceChildren(...tables.flatMap(shown));
  if (focused && document.activeElement === document.body) panel.querySelector(`[href="${focused}"]`)?.focus();
}

function shown({ title: caption, columns, rows, total, note }) {
  const counted = rows.length < total ? `${caption}: ${rows.length} of ${total}` : `${caption}: ${total}`;
  const parts = [element("h2", {}, caption)];
  if (note) parts.push(element("p", {}, note));
  parts.push(table(counted, [...columns, "Calls"], rows.map(({ cells, calls }) => [
    ...cells.map((cell) => outside(cell)),
    element("span", {}, ...calls.flatMap((number, index) => [index ? ", " : "", link(number)])),
  ])));
  return parts;
}

function link(number) {
  return element("a", { href: `#calls/${number}`, "aria-label": `Call ${number}` }, String(number));
}
