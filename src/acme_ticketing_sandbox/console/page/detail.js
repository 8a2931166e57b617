// One call, opened: what was wrong, what was sent and answered, and how programs make it.

import { button, element, outside, say } from "./dom.js";
import { consoleData } from "./server.js";

const CONNECTIONS = {
  closed: "The connection was closed without an answer.",
  reset: "The connection was reset without an answer.",
  cut: "The connection ended half-way through the answer.",
};
const WAYS = { python: "Python", asynchronous: "async", commandLine: "acme", curl: "curl" };
let way = "python";

export async function detailOf(number, close) {
  const back = button("Close", close, { className: "close" });
  let found;
  try {
    found = await consoleData(`calls/${number}`);
  } catch (error) {
    return [back, element("h2", { tabindex: "-1" }, `Call ${number}`), element("p", {}, outside(error.message))];
  }
  const { call } = found;
  return [
    back,
    element("h2", { tabindex: "-1" }, `${call.number}: `, outside(`${call.method} ${call.url}`)),
    element("p", {}, outside(summary(found))),
    ...listed("What was wrong", found.problems),
    ...listed("What production takes all the same", found.lenient),
    ...samples(found.samples),
    ...message("Request", found.request),
    ...message("Answer", found.answer),
  ];
}

function summary({ call, connection, carriedOut }) {
  const parts = [
    call.operation || "no operation",
    call.status ? `status ${call.status}` : "no answer",
    carriedOut ? "carried out" : "not carried out",
    `${call.milliseconds} ms`,
    `${call.time.slice(0, 23).replace("T", " ")}`,
    `from ${call.ip}`,
  ];
  if (call.uuid) parts.push(`attempt ${call.attempt} of uuid ${call.uuid}`);
  if (call.fault) parts.push(`met by the fault “${call.fault}” that was planted`);
  return `${parts.join(", ")}. ${CONNECTIONS[connection] ?? ""}`;
}

function listed(title, sentences) {
  if (!sentences.length) return [];
  return [element("h3", {}, title),
    element("ul", { className: "sentences" }, ...sentences.map((each) => element("li", {}, outside(each))))];
}

function message(title, { headers, body }) {
  const lines = headers.map(([name, value]) => `${name}: ${value}`).join("\n");
  const parts = [element("h3", {}, title), text(`${title}: headers`, lines)];
  if (body.bytes) parts.push(text(`${title}: body`, body.text));
  if (body.cut) parts.push(element("p", {}, `Only the beginning of ${body.bytes.toLocaleString("en")} bytes is shown.`));
  return parts;
}

function text(label, content) {
  return element("pre", { tabindex: "0", role: "region", "aria-label": label }, outside(content));
}

function samples(made) {
  if (!made) return [];
  const shown = text("The same call as a program", made[way]);
  shown.id = "sample";
  const choices = Object.entries(WAYS).map(([name, words]) => button(words, (event) => {
    way = name;
    shown.replaceChildren(outside(made[way]));
    for (const each of event.target.parentNode.children) each.setAttribute("aria-pressed", String(each === event.target));
  }, { "aria-pressed": String(name === way) }));
  const copy = button("Copy", async () => {
    try {
      await navigator.clipboard.writeText(made[way]);
      say("Copied.");
    } catch {
      say("This browser does not allow it: mark the text and copy it.", true);
    }
  });
  return [
    element("h3", {}, "The same call"),
    element("div", { className: "ways" },
      element("div", { role: "group", "aria-label": "Written as" }, ...choices), copy),
    shown,
    element("p", { className: "quiet" },
      "Secrets and card data in it are the specification's examples, not what was sent. ",
      element("a", { href: "#state" }, "What it needs in its environment")),
  ];
}
