// The state as a whole: summed up, saved, loaded, begun anew.

import { button, element, outside, say, table } from "./dom.js";
import { consoleData, control } from "./server.js";

const counts = element("div", {});
const environment = element("pre", { tabindex: "0", role: "region", "aria-label": "Environment variables" });
const file = element("input", { type: "file", id: "state-file", accept: ".json,application/json", onchange: load });
const question = element("dialog", { "aria-labelledby": "reset-question" },
  element("h2", { id: "reset-question" }, "Begin anew?"),
  element("p", {}, "The venue is as its seed says again. Calls, purchases, sessions, blocks and faults are gone."),
  element("div", { className: "actions" },
    button("Reset", reset, { className: "main" }), button("Keep everything", () => question.close())));

export const title = "State";
export const panel = element("section", {},
  element("h2", {}, "What there is"), counts,
  element("h2", {}, "Save and load"),
  element("p", {}, "A file holds the venue without sessions and without what was kept of cards."),
  element("div", { className: "actions" },
    element("a", { className: "button", href: "/_sandbox/state-file", download: "acme-state.json" }, "Save"),
    element("label", { for: "state-file" }, "Load"), file),
  element("h2", {}, "Reset"),
  element("div", { className: "actions" }, button("Reset to the seed", () => question.showModal())),
  element("h2", {}, "For programs"),
  element("p", {}, "With these, AcmeClient(), acme and the samples of calls reach this local ACME:"),
  environment, question);

export async function refresh() {
  const [state, { environment: variables }] = await Promise.all([control("GET", "state"), consoleData("settings")]);
  environment.textContent = Object.entries(variables).map(([name, value]) => `export ${name}=${value}`).join("\n");
  counts.replaceChildren(table("Counts", ["Of", "How many"], Object.entries(state.counts).map(([name, count]) => [
    outside(name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)), String(count),
  ])));
}

async function load() {
  const [chosen] = file.files;
  if (!chosen) return;
  try {
    await control("POST", "state-file", await chosen.text());
    say("The state is loaded.");
  } catch (error) {
    say(`Nothing was changed: ${error.message}`, true);
  }
  file.value = "";
}

async function reset() {
  question.close();
  try {
    await control("POST", "reset", {});
    say("Everything is as it was at the beginning.");
  } catch (error) {
    say(error.message, true);
  }
}
