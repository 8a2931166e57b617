"""The page that tells of each operation how well it is known, made from the specification."""

from __future__ import annotations

from collections import Counter
from typing import Any

from acme_ticketing.spec import operations
from acme_ticketing_cli.naming import command_of

SUPPORT = {
    "observed": ("observed", "A program met it in production, as its owner wrote down."),
    "A": ("documented, and used", "A page of the vendor describes it, and a program calls it."),
    "B": ("documented", "A page of the vendor describes it; no program was seen to call it."),
    "C": ("peer or sample", "Other programs call it; no page of the vendor describes it."),
    "peer": ("peer", "Another client calls it, and nobody saw the call succeed."),
    "D": ("inferred", "Concluded from a heading, or from what similar calls do."),
}
"""What the words of `x-acme-source` mean, best known first."""

_BEGINNING = """# What is known, and how

The vendor publishes no specification. This client is written from the vendor's help pages, from other
people's programs, and from what programs met in production; nothing was tried against the live API by
its authors. Each operation says in the specification (`x-acme-source`) what it rests on, and where a
source contradicts what was met in production, production wins. Where a description says that something
is concluded, nobody was seen to do it.

What is *observed* was met by two museums' programs in 2026 and by an older plugin: a part of the
operation's fields and parameters, not all of them."""


def page() -> str:
    """Write the page."""
    rows = operations()
    counts = Counter(row["source"]["support"] for row in rows)
    lines = [_BEGINNING, "", "| Support | What it means | Operations |", "| --- | --- | --- |"]
    lines += [f"| {word} | {meaning} | {counts[key]} |" for key, (word, meaning) in SUPPORT.items()]
    for key, (word, _) in SUPPORT.items():
        lines += ["", f"## {word[0].upper()}{word[1:]}", "", "| Operation | HTTP | Facts | Note |"]
        lines += ["| --- | --- | --- | --- |"]
        lines += [_row(row) for row in rows if row["source"]["support"] == key]
    return "\n".join(lines)


def _row(row: dict[str, Any]) -> str:
    link = command_of(row["id"]).replace(" ", "/")
    files = [row["source"][name] for name in ("file", "also") if name in row["source"]]
    facts = ", ".join(name.removesuffix(".md") for name in files)
    note = " ".join((row["note"] or "").split()).replace("|", r"\|")
    return f"| [{row['id']}]({link}.md) | `{row['method']} {row['path']}` | {facts} | {note} |"
