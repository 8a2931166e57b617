// How the sandbox answers where nobody knows how ACME does: duplicates, lists, other forms.

import { element } from "./dom.js";
import { form } from "./form.js";
import { consoleData, control } from "./server.js";

const duplicates = form("Duplicates", {
  remembered: { label: "Which uuids are refused", kind: "select" },
  seconds: { label: "Seconds, for limited-time", kind: "number", min: 0 },
  message: { label: "The 409 says something", kind: "checkbox" },
  cardStatus: { label: "Status of code 16003", kind: "select", options: ["400", "409", "422"] },
  confirmation: { label: "Seconds until a purchase is confirmed", kind: "number", min: 0 },
  visibleAfter: { label: "Seconds until the search shows its order", kind: "number", min: 0 },
  sorted: { label: "The search heeds sortField", kind: "checkbox" },
}, "Set duplicates", async (values) => {
  await control("POST", "duplicates", { ...values, cardStatus: Number(values.cardStatus) });
  return "The way of duplicates is set.";
});
const unlike = form("Unlike the specification", {
  seed: { label: "Seed; 0: as the specification says", kind: "number", min: 0, step: 1, value: 0 },
  share: { label: "Share of the fields that differ", kind: "number", min: 0, max: 1, value: 0.1 },
}, "Set seed", async ({ seed, share }) => {
  await control("POST", "unlike", { seed: seed || null, share });
  return seed ? `Answers differ by seed ${seed}.` : "Answers are as the specification says.";
});
const behaviour = form("Lists", {
  listedDays: { label: "Days that lists of events go back; 0: all", kind: "number", min: 0 },
  visibleAfter: { label: "Seconds until a change is found by its time", kind: "number", min: 0 },
}, "Set lists", async (values) => {
  await control("POST", "behaviour", values);
  return "The lists are set.";
});
let asked = null;

export const title = "Answers";
export const panel = element("section", {},
  element("h2", {}, "Duplicates"), duplicates.node,
  element("h2", {}, "Unlike the specification"), unlike.node,
  element("h2", {}, "Lists that fall short"), behaviour.node);

export async function refresh() {
  asked ??= consoleData("settings").then(({ duplicates: ways }) => duplicates.choices("remembered", ways))
    .catch((error) => { asked = null; throw error; });
  await asked;
  const state = await control("GET", "state");
  duplicates.fill(state.duplicates);
  unlike.fill(state.unlike ?? { seed: 0 });
  behaviour.fill(state.behaviour);
}
