"""A run written down: for the terminal, as JSON, as a picture, and into `docs/performance.md`."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from .measure import ROOT
from .plot import plot
from .row import Result, Row

RESULTS = Path(__file__).parent / "results"
PAGE = ROOT / "docs" / "performance.md"
PICTURE = RESULTS / "goals.png"
_COMPARED = (
    "openapi-python-client", "datamodel-code-generator", "pydantic", "msgspec", "orjson", "attrs",
    "httpx", "httpx2",
)  # fmt: skip
_BEGIN, _END = "<!-- last run: begin -->\n", "<!-- last run: end -->\n"


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| area | what | goal | measured | verdict |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| {row.area} | {row.what} | {row.goal_text} | {row.measured_text} | {row.verdict} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def write(results: Sequence[Result]) -> None:
    """Write the results, the picture and the page."""
    RESULTS.mkdir(exist_ok=True)
    for result in results:
        content = {
            "unit": result.unit,
            "figures": result.figures,
            "rows": [row.as_json() for row in result.rows],
            "versions": _versions(),
        }
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        (RESULTS / f"{result.name}.json").write_text(text, encoding="utf-8")
    rows = [row for result in results for row in result.rows]
    plot(rows, PICTURE)
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    PAGE.write_text(f"{before}{_BEGIN}{_section(results, rows)}{_END}{after}", encoding="utf-8")


def _section(results: Sequence[Result], rows: Sequence[Row]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in _versions().items())
    parts = [f"With {versions}.\n", table(rows)]
    for result in results:
        for what, figures in result.figures.items():
            unit = "" if result.unit == "see each" else f" ({result.unit})"
            parts.append(_figures(f"{result.name}: {what}{unit}", figures))
    return "\n" + "\n".join(parts) + "\n"


def _figures(title: str, figures: dict[str, float]) -> str:
    lines = [f"| {title} | median |", "| --- | ---: |"]
    lines += [f"| {name} | {figure:,.{_digits(figure)}f} |" for name, figure in figures.items()]
    return "\n".join(lines) + "\n"


def _digits(figure: float) -> int:
    return 0 if figure >= 100 else 1


def _versions() -> dict[str, str]:
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return {"Python": python} | {name: version(name) for name in _COMPARED}
