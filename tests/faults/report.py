"""The table of docs/reliability.md, written from what happened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from .drill import KINDS, Ending
from .random_faults import Account

PAGE = Path(__file__).parents[2] / "docs/reliability.md"

Drills = Mapping[tuple[str, str, str], Ending]
"""Fault, kind of operation and mode → how it ended."""


def table(drills: Drills) -> str:
    """Write one row for each fault, one column for each kind of operation."""
    lines = [
        "| fault | " + " | ".join(kind.name for kind in KINDS) + " |",
        "| --- |" + " --- |" * len(KINDS),
    ]
    for fault in dict.fromkeys(fault for fault, _, _ in drills):
        cells = []
        for kind in KINDS:
            modes = {cell(kind.name, drills[fault, kind.name, mode]) for mode in ("sync", "async")}
            cells.append(" / ".join(sorted(modes)))
        lines.append(f"| {fault} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def account_text(account: Account, seed: int) -> str:
    """Write the account of the random checkouts."""
    outcomes = "\n".join(
        f"| {outcome} | {number} |" for outcome, number in sorted(account.outcomes.items())
    )
    return f"""Seed {seed}. {account.runs} checkouts, half of them sync and half async, made {account.requests} requests.

| what the client said | checkouts |
| --- | --- |
{outcomes}

| of the sandbox's orders | |
| --- | --- |
| there are | {account.orders} |
| the client was answered with | {account.answered} |
| the client said are applied, their answer lost | {account.applied} |
| the client said may be there, look for them | {account.unsure} |
| nobody was told of | {account.unaccounted} |

Besides, {account.unsure_without_order} checkouts ended with "perhaps applied" where there turned out to be no order."""


def put(name: str, text: str) -> None:
    """Replace what stands between the marks of this name on the page."""
    page = PAGE.read_text("utf-8")
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    changed, places = pattern.subn(lambda marks: f"{marks[1]}\n{text}\n\n{marks[2]}", page)
    assert places == 1, f"{PAGE.name} has no place for {name}"
    PAGE.write_text(changed, "utf-8")


def cell(kind: str, ending: Ending) -> str:
    """Say in one cell how a drill ended."""
    times = "" if kind == "safe" else f", done {ending.carried_out} x"
    return f"{ending.attempts}: {ending.outcome}{times}"
