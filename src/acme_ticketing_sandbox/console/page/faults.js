// Faults: planted for a coming call, and lifted before they happen.

import { button, element, outside, say, table } from "./dom.js";
import { form } from "./form.js";
import { consoleData, control } from "./server.js";

const ANY = "any operation";
const pending = element("div", {});
const plant = form("Plant a fault", {
  kind: { label: "Kind", kind: "select" },
  operationId: { label: "Operation", kind: "select" },
  times: { label: "How many calls it hits", kind: "number", min: 1, step: 1, value: 1 },
  processed: { label: "The call is carried out first", kind: "checkbox", value: true },
  status: { label: "Status, for the kind status", kind: "number", min: 100, max: 599, step: 1, value: 503 },
  html: { label: "With a proxy's HTML, for the kind status", kind: "checkbox" },
  seconds: { label: "Seconds, for the kind latency", kind: "number", min: 0, value: 0 },
}, "Plant", async (values) => {
  const operationId = values.operationId === ANY ? null : values.operationId;
  await control("POST", "faults", { ...values, operationId });
  return "The fault is planted.";
});
let asked = null;

export const title = "Faults";
export const panel = element("section", {},
  element("h2", {}, "Still to happen"), pending, element("h2", {}, "Plant a fault"), plant.node);

export async function refresh() {
  asked ??= consoleData("settings").then(({ faults, operations }) => {
    plant.choices("kind", faults);
    plant.choices("operationId", [ANY, ...operations]);
    plant.fill({});
  }).catch((error) => { asked = null; throw error; });
  await asked;
  const { faults } = await control("GET", "state");
  pending.replaceChildren(...faults.length ? shown(faults) : [element("p", {}, "None.")]);
}

function shown(faults) {
  return [
    table("Faults in their order", ["Kind", "Operation", "Calls left", "How", "Lift"], faults.map((fault) => [
      fault.kind, outside(fault.operationId ?? ANY), String(fault.times), how(fault),
      button("Lift", () => lift(fault), { "aria-label": `Lift the fault ${fault.kind}` }),
    ])),
    element("div", { className: "actions" }, button("Lift all", () => lift())),
  ];
}

function how({ kind, processed, status, html, seconds }) {
  if (kind === "status") return `status ${status}${html ? " with HTML" : ""}${processed ? "" : ", nothing is done"}`;
  if (kind === "latency") return `${seconds} s late`;
  return processed ? "the call is carried out" : "nothing is done";
}

async function lift(fault) {
  try {
    await control("DELETE", "faults", fault);
    say(fault ? "The fault is lifted." : "All faults are lifted.");
  } catch (error) {
    say(error.message, true);
  }
}
