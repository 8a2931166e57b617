// The calls: a list that is filtered, and one call opened.

import { element, outside } from "./dom.js";
import { detailOf } from "./detail.js";
import { VirtualList } from "./virtual_list.js";

const KEPT = 10000;
const STATUSES = new Map([
  ["all", () => true],
  ["2xx", (status) => status >= 200 && status < 300],
  ["all but 2xx", (status) => status < 200 || status >= 300],
  ["4xx", (status) => status >= 400 && status < 500],
  ["429", (status) => status === 429],
  ["5xx", (status) => status >= 500],
  ["no answer", (status) => status === 0],
]);
const all = [];
let shown = [];
let wanted;

const area = choice("Area", ["all", "b2b", "b2c", "cors", "other"]);
const status = choice("Status", [...STATUSES.keys()]);
const text = element("input", { type: "search", id: "filter-text", oninput: filter });
const count = element("p", { className: "count", id: "count" });
const list = new VirtualList("Calls, the newest first", {
  length: () => shown.length,
  key: (index) => at(index).number,
  indexOf: (number) => shown.length - 1 - shown.findIndex((row) => row.number === number),
  make: (index) => cells(at(index)),
  choose: (number) => { location.hash = `calls/${number}`; },
});
const opened = element("section", { className: "opened", "aria-label": "The opened call", hidden: true });
const heads = element("div", { className: "heads", "aria-hidden": "true" },
  ...["Time", "Status", "Method", "Path", "Operation", "Area", "Took", "Attempt", "UUID"]
    .map((each) => element("span", {}, each)));

export const title = "Calls";
export const panel = element("section", { className: "calls" },
  element("form", { className: "filters", role: "search", "aria-label": "Filter the calls", onsubmit: (event) => event.preventDefault() },
    ...area.parts, ...status.parts,
    element("label", { for: "filter-text" }, "Text"), text, count),
  element("div", { className: "columns" },
    element("div", { className: "listed" }, heads, list.box), opened));

export function begin() {
  all.length = 0;
  filter();
}

export function add(rows) {
  all.push(...rows);
  const more = rows.filter(fits);
  shown.push(...more);
  if (all.length > KEPT) {
    all.splice(0, all.length - KEPT);
    shown = shown.filter((row) => row.number >= all[0].number);
  }
  tell();
  list.grown(more.length);
}

export async function open(number) {
  wanted = number;
  panel.classList.toggle("open", Boolean(number));
  opened.hidden = !number;
  if (!number) {
    list.draw();
    return;
  }
  list.active = Number(number);
  list.draw();
  const content = await detailOf(number, close);
  if (wanted !== number) return; // another one was opened meanwhile
  opened.replaceChildren(...content);
  opened.querySelector("h2")?.focus();
}

export function refresh() {}

function close() {
  location.hash = "calls";
  list.box.focus();
}

function at(index) {
  return shown[shown.length - 1 - index];
}

function filter() {
  shown = all.filter(fits);
  tell();
  list.draw();
}

function fits(row) {
  if (area.value !== "all" && (row.area || "other") !== area.value) return false;
  if (!STATUSES.get(status.value)(row.status)) return false;
  const wanted = text.value.trim().toLowerCase();
  return !wanted || [row.method, row.url, row.operation, row.uuid, row.ip]
    .some((each) => each.toLowerCase().includes(wanted));
}

function tell() {
  const number = (value) => value.toLocaleString("en");
  count.textContent = shown.length === all.length
    ? `${number(all.length)} calls`
    : `${number(shown.length)} of ${number(all.length)} calls`;
}

function cells(row) {
  const kind = row.status === 0 ? "bad" : row.status < 300 ? "good" : row.status < 500 ? "odd" : "bad";
  return [
    element("span", { className: "time" }, row.time.slice(11, 23)),
    element("span", { className: `status ${kind}` }, row.status ? String(row.status) : "none"),
    outside(row.method, { className: "method" }),
    outside(row.url, { className: "url" }),
    outside(row.operation || "no operation", { className: "operation" }),
    element("span", { className: "area" }, row.area || "other"),
    element("span", { className: "took" }, `${row.milliseconds} ms`),
    element("span", { className: "attempt" }, `${row.attempt}.`),
    outside(row.uuid.slice(0, 8), { className: "uuid" }),
  ];
}

function choice(label, options) {
  const id = `filter-${label.toLowerCase()}`;
  const select = element("select", { id, onchange: filter }, ...options.map((each) => element("option", {}, each)));
  return { parts: [element("label", { for: id }, label), select], get value() { return select.value; } };
}
