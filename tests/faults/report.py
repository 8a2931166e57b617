"""The table of docs/reliability.md, written from what happened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from acme_ticketing_sandbox.state.behaviour import WAYS

from .drill import KINDS, Ending
from .random_faults import HOW, Account

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
    """Write the account of the random purchases."""
    outcomes = "\n".join(
        f"| {how} | "
        + " | ".join(
            str(account.outcomes[how, each]) for each in ("bought", "not bought", "undecided")
        )
        + " |"
        for how in HOW
    )
    ways = "\n".join(
        f"| {way} | {account.in_doubt[way]} | {account.decided[way]} |" for way in WAYS
    )
    reasons = "\n".join(f"| {why} | {number} |" for why, number in account.reasons.most_common())
    return f"""Seed {seed}. {account.runs} purchases, half of them sync and half async, made {account.orders} orders.

| what was done | told bought | told not bought | undecided |
| --- | --- | --- | --- |
{outcomes}

| a uuid is remembered | purchases in doubt | decided |
| --- | --- | --- |
{ways}

| why not decided | purchases |
| --- | --- |
{reasons}

Where the API can tell, {account.share():.1%} of the purchases in doubt were decided."""


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
