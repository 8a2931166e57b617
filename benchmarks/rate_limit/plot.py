"""Two hours, drawn: of four clients side by side, and of ours on each family of servers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from acme_ticketing_core.rate_limit.evidence import BUCKET, FIRST, NAMES, SLIDING, WALL

from .clients import ours
from .goals import run_of
from .runs import Load, Run, simulate
from .servers import Shape, Variant

VARIANT = Variant(shape="sliding", limit=300)
CLIENTS = {
    "ours": "#0b6e4f",
    "botocore adaptive": "#c77d1a",
    "tenacity-style": "#8a63b8",
    "openai-style": "#b8333b",
}


FAMILIES: dict[Shape, str] = {
    "sliding": NAMES[SLIDING],
    "first": NAMES[FIRST],
    "bucket": NAMES[BUCKET],
    "wall": NAMES[WALL],
}


def draw(path: Path) -> None:
    """Draw the four clients into a PNG."""
    plt = _pyplot()
    load = Load(hours=2.0)
    figure, rows = plt.subplots(2, 1, figsize=(9, 6.4), sharex=True, layout="constrained")
    for axes, extended in zip(rows, (False, True), strict=True):
        variant = Variant(shape=VARIANT.shape, limit=VARIANT.limit, extended=extended)
        for client, colour in CLIENTS.items():
            run = run_of(variant, load, client)
            axes.plot(*_over_time(run), color=colour, label=client, linewidth=1.6)
        kind = "each call during a block prolongs it" if extended else "a block lasts 60 s"
        axes.set_title(
            f"limit {variant.limit} a minute, not known to the client; {kind}", fontsize=10
        )
        axes.set_ylabel("of what the server allows")
        axes.set_ylim(-0.03, 1.1)
        axes.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
        axes.grid(axis="y", color="#dddddd", linewidth=0.8)
        axes.spines[["top", "right"]].set_visible(False)
    rows[0].legend(loc="lower right", ncols=4, fontsize=8, frameon=True)
    rows[1].set_xlabel("minutes since the start")
    figure.savefig(path, dpi=130)
    plt.close(figure)


def draw_families(path: Path) -> None:
    """Draw our two hours from cold on a server of each family into a PNG."""
    plt = _pyplot()
    figure, places = plt.subplots(4, 1, figsize=(9, 9.6), sharex=True, layout="constrained")
    for axes, (shape, words) in zip(places, FAMILIES.items(), strict=True):
        run = simulate(Variant(shape=shape, limit=300), Load(hours=2.0, demand=2.0), ours)
        taken = [0] * int(run.load.hours * 60)
        for moment in run.accepted:
            taken[int(moment // 60)] += 1
        axes.bar(range(len(taken)), taken, width=1.0, align="edge", color="#9fc9b8")
        axes.axhline(run.variant.limit, color="#0b6e4f", linewidth=1.2)
        refused = sorted({int(moment // 60) + 0.5 for moment in run.refused})
        axes.plot(refused, [345] * len(refused), "v", color="#b8333b", clip_on=False)
        axes.set_title(f"{words}: {run.goodput():.1%} of what it allows", fontsize=10)
        axes.set_ylabel("calls a minute")
        axes.set_ylim(0, 350)
        axes.set_yticks([0, 100, 200, 300])
        axes.spines[["top", "right"]].set_visible(False)
    places[-1].set_xlabel("minutes since the start")
    figure.savefig(path, dpi=110)
    plt.close(figure)


def _pyplot() -> Any:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    return plt


def _over_time(run: Run, window: float = 300.0) -> tuple[list[float], list[float]]:
    """Give goodput over a sliding five minutes, by minute."""
    minutes = [float(minute) for minute in range(1, int(run.load.hours * 60) + 1)]
    shares: list[float] = []
    for minute in minutes:
        end = minute * 60.0
        begin = max(end - window, 0.0)
        shares.append(run.goodput(begin, end))
    return minutes, shares
