# %% [markdown]
"""How full are we? A report on the coming events, with a picture.

Open it as a notebook (VS Code and Jupyter read the `# %%` cells), or run it:

    pip install acme-ticketing matplotlib
    python report.py occupancy.png
"""

# %% Setup: credentials come from the environment or the profile
from __future__ import annotations

import sys
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import matplotlib as mpl

mpl.use("agg")

from matplotlib import pyplot as plt

from acme_ticketing import AcmeClient
from acme_ticketing.models import EventSummary

DAYS = 14
PICTURE = sys.argv[1] if len(sys.argv) > 1 else "occupancy.png"

# %% Fetch: every event of the next two weeks, however many pages that takes
START = datetime.now(UTC)
with AcmeClient() as client:
    EVENTS: list[EventSummary] = list(
        client.b2b.events.list_summaries(start_time=START, end_time=START + timedelta(days=DAYS))
    )

# %% Sum up: places sold and left, by show
SOLD: dict[str, int] = defaultdict(int)
LEFT: dict[str, int] = defaultdict(int)
for event in EVENTS:
    SOLD[event.name or "?"] += event.sold or 0
    LEFT[event.name or "?"] += event.available or 0
SHOWS = sorted(SOLD, key=lambda show: SOLD[show] / max(SOLD[show] + LEFT[show], 1))

# %% Look: the fullest show on top
for show in reversed(SHOWS):
    places = SOLD[show] + LEFT[show]
    sys.stdout.write(f"{show[:40]:<40} {SOLD[show]:>6} of {places:>6}\n")

figure, axes = plt.subplots(figsize=(9, 0.5 * len(SHOWS) + 1.5), layout="constrained")
axes.barh(SHOWS, [SOLD[show] for show in SHOWS], color="#0b6e99", label="sold")
axes.barh(
    SHOWS,
    [LEFT[show] for show in SHOWS],
    left=[SOLD[show] for show in SHOWS],
    color="#d7e3e8",
    label="left",
)
axes.set_xlabel("places")
axes.set_title(f"{DAYS} days from {START:%d %B %Y}: {len(EVENTS)} events")
axes.legend(loc="lower right", frameon=False)
axes.spines[["top", "right"]].set_visible(False)
figure.savefig(PICTURE, dpi=150)
sys.stdout.write(f"{PICTURE}\n")
