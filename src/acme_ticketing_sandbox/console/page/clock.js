// The venue's clock: let it stand still, let it jump.

import { button, element, say } from "./dom.js";
import { form } from "./form.js";
import { control } from "./server.js";

const UNITS = { seconds: 1, minutes: 60, hours: 3600, days: 86400 };
const freeze = button("Freeze", toggle);
const reading = element("p", {});
let frozen = false;

const jump = form("Jump", {
  amount: { label: "How far", kind: "number", min: 0, value: 1 },
  unit: { label: "Unit", kind: "select", options: Object.keys(UNITS) },
}, "Jump ahead", async ({ amount, unit }) => {
  const { time } = await control("POST", "clock/advance", { seconds: amount * UNITS[unit] });
  return `It is ${time} now.`;
}, false);

export const title = "Clock";
export const panel = element("section", {},
  element("h2", {}, "Now"), reading, element("div", { className: "actions" }, freeze),
  element("h2", {}, "Jump"),
  element("p", {}, "Time goes ahead only: sessions end, blocks pass, reservations lapse as they would."),
  jump.node);

export async function refresh() {
  const state = await control("GET", "state");
  frozen = state.frozen;
  reading.textContent = `It is ${state.time} at the venue${frozen ? ", and time stands still" : ""}.`;
  freeze.textContent = frozen ? "Let time pass" : "Freeze";
}

async function toggle() {
  try {
    await control("POST", frozen ? "clock/resume" : "clock/freeze", {});
    say(frozen ? "Time passes again." : "Time stands still.");
  } catch (error) {
    say(error.message, true);
  }
}
