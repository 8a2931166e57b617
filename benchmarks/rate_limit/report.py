"""Tables for people, and their place in the document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from .clients import PEERS
from .goals import Verdict
from .runs import Load, Run
from .servers import Variant


def goal_table(verdicts: Iterable[Verdict]) -> str:
    """Lay out goals, measurements and verdicts."""
    rows = ["| goal | wanted | measured | verdict |", "| --- | --- | --- | --- |"]
    rows += [
        f"| {each.goal} | {each.wanted} | {each.measured} | {'met' if each.met else '**missed**'} |"
        for each in verdicts
    ]
    return "\n".join(rows)


def peer_table(variants: Iterable[Variant], run_of: Callable[[Variant, Load, str], Run]) -> str:
    """Lay out goodput, 429s per hour and lost calls, by server and client."""
    clients = ["ours", *PEERS]
    rows = [f"| server | {' | '.join(clients)} |", "| --- |" + " --- |" * len(clients)]
    for variant in variants:
        cells = [_cell(run_of(variant, Load(hours=2.0), client)) for client in clients]
        rows.append(f"| {variant.name} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _cell(run: Run) -> str:
    calls = sum(run.per_worker) + run.lost
    lost = f", {run.lost / calls:.0%} lost" if run.lost else ""
    return f"{run.goodput():.1%}; {run.per_hour(run.refused):,.0f}{lost}"


def put(document: Path, tables: Mapping[str, str]) -> None:
    """Put tables between the document's marks."""
    text = document.read_text(encoding="utf-8")
    for name, table in tables.items():
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        text = f"{before}{begin}\n{table}\n{end}{after}"
    document.write_text(text, encoding="utf-8")
