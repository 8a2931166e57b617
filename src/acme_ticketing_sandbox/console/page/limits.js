// The limits: how full each window is, who is blocked and until when.

import { button, element, outside, say, table } from "./dom.js";
import { form } from "./form.js";
import { control } from "./server.js";
import { passedSince } from "./time.js";

const FIELDS = {
  b2b: { label: "b2b: requests per window", kind: "number", min: 0, step: 1 },
  b2c: { label: "b2c: requests per window", kind: "number", min: 0, step: 1 },
  cors: { label: "cors: requests per window", kind: "number", min: 0, step: 1 },
  window: { label: "Window, in seconds", kind: "number", min: 0 },
  block: { label: "Block, in seconds", kind: "number", min: 0 },
  extendBlock: { label: "A request during a block prolongs it", kind: "checkbox" },
  retryAfter: { label: "A 429 says Retry-After", kind: "checkbox" },
};
const limits = form("Limits", FIELDS, "Set limits", async (values) => {
  await control("POST", "limits", values);
  return "The limits are set.";
});
const budgets = element("div", {});
let countdowns = [];

export const title = "Limits";
export const panel = element("section", {},
  element("h2", {}, "Addresses"), budgets, element("h2", {}, "Limits"), limits.node);

export async function refresh() {
  const [found, { frozen }] = await Promise.all([control("GET", "limits"), control("GET", "state")]);
  const at = performance.now();
  limits.fill(found.limits);
  countdowns = [];
  const focused = document.activeElement?.id;
  budgets.replaceChildren(found.budgets.length
    ? table("Each address and area", ["Address", "Area", "Requests in this window", "Window ends in", "Blocked"],
      found.budgets.map((each) => cells(each, at, frozen)))
    : element("p", {}, "Nobody has asked for anything yet."));
  if (focused) document.getElementById(focused)?.focus();
}

function cells(budget, at, frozen) {
  const { ip, area, used, limit, blockedUntil, blockedSecondsLeft, windowSecondsLeft } = budget;
  return [
    outside(ip), area,
    element("span", {},
      element("meter", { min: "0", max: String(Math.max(limit, 1)), value: String(Math.min(used, limit)), "aria-label": `${area} of ${ip}: requests used` }),
      ` ${used} of ${limit}`),
    countdown(windowSecondsLeft, at, frozen, (left) => (left ? `${left} s` : "is over")),
    blockedUntil
      ? element("span", {},
        countdown(blockedSecondsLeft, at, frozen, (left) => (left ? `blocked for ${left} s` : "the block is over"), "blocked"),
        ` until ${blockedUntil.slice(11, 19)} `,
        button("Lift", () => lift(ip, area), { id: `lift-${area}-${ip}`, "aria-label": `Lift the block of ${ip} in ${area}` }))
      : "no",
  ];
}

function countdown(seconds, at, frozen, words, className = "") {
  const node = element("span", { className });
  const draw = () => { node.textContent = words(Math.ceil(Math.max(0, seconds - passedSince(at, frozen)))); };
  countdowns.push(draw);
  draw();
  return node;
}

async function lift(ip, area) {
  try {
    await control("POST", "limits/lift", { ip, area });
    say("The block is lifted.");
  } catch (error) {
    say(error.message, true);
  }
}

setInterval(() => countdowns.forEach((draw) => draw()), 1000);
