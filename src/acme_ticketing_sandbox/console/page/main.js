// The page: its parts, and what it hears of its server.

import * as answers from "./answers.js";
import * as calls from "./calls.js";
import * as clock from "./clock.js";
import * as faults from "./faults.js";
import * as limits from "./limits.js";
import { control, Refused } from "./server.js";
import * as state from "./state.js";
import { follow } from "./stream.js";
import { tabs } from "./tabs.js";
import { show as showTime } from "./time.js";
import * as venue from "./venue.js";

const parts = { calls, venue, limits, clock, faults, answers, state };
let current = calls;
let waiting = false;

tabs(parts, (part, argument) => {
  current = part;
  if (part === calls) calls.open(argument);
  else refreshSoon();
});

follow({
  begin: () => { calls.begin(); refreshSoon(); },
  calls: (rows) => { calls.add(rows); refreshSoon(); },
  changed: refreshSoon,
  connected: () => { tell("Connected", "connected"); refreshSoon(); },
  lost: () => tell("The local ACME does not answer. This page comes back by itself.", "lost"),
});

// Many calls at once are one reason to look again.
function refreshSoon() {
  if (waiting) return;
  waiting = true;
  setTimeout(async () => {
    waiting = false;
    try {
      showTime(await control("GET", "state"));
      await current.refresh();
    } catch (error) {
      // The stream tells that the server is gone, and asks again.
      if (!(error instanceof Refused)) throw error;
    }
  }, 200);
}

function tell(words, kind) {
  const place = document.getElementById("connection");
  place.textContent = words;
  place.className = kind;
}
