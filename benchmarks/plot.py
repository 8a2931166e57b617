"""One picture of a run: how every row stands to its goal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

from .row import Row

_REACHED, _MISSED = "#2a7f62", "#c8553d"


def plot(rows: Sequence[Row], path: Path) -> None:
    """Draw each judged row as a bar: its figure over its goal, so that up to 1 is reached."""
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    judged = [row for row in rows if row.goal is not None][::-1]
    shares = [_share(row) for row in judged]
    figure, axes = plt.subplots(figsize=(11, 0.42 * len(judged) + 1.2))
    bars = axes.barh(
        [f"{row.area}: {row.what}" for row in judged],
        shares,
        color=[_REACHED if row.verdict == "reached" else _MISSED for row in judged],
    )
    axes.bar_label(
        bars, [f" {row.measured_text} (goal {row.goal_text})" for row in judged], fontsize=8
    )
    axes.axvline(1, color="black", linewidth=1)
    axes.set_xlim(0, max(*shares, 1) * 1.35)
    axes.set_xlabel("share of what the goal allows (left of the line: reached)")
    axes.tick_params(axis="y", labelsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)


def _share(row: Row) -> float:
    assert row.goal is not None
    return row.measured / row.goal if row.better == "less" else row.goal / row.measured
