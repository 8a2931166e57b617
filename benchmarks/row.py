"""A row of the table: what is measured, against which goal."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Row:
    """One comparison.

    Attributes:
        area: what the row is about: `decode`, `start`, `call`.
        what: what is compared, as one line.
        measured: the figure, mostly a ratio of two medians.
        goal: the figure to reach, or None where a row only informs.
        better: whether less or more is better.
        unit: what the figure counts, `×` for a ratio.

    """

    area: str
    what: str
    measured: float
    goal: float | None = None
    better: Literal["less", "more"] = "less"
    unit: str = "×"

    @property
    def verdict(self) -> str:
        """Whether the goal is reached; empty without a goal."""
        if self.goal is None:
            return ""
        reached = (
            self.measured <= self.goal if self.better == "less" else self.measured >= self.goal
        )
        return "reached" if reached else "missed"

    @property
    def goal_text(self) -> str:
        """The goal as a person writes it."""
        if self.goal is None:
            return ""
        return f"{'≤' if self.better == 'less' else '≥'} {self.goal:g} {self.unit}"

    @property
    def measured_text(self) -> str:
        """The figure as a person writes it."""
        return f"{self.measured:.2f} {self.unit}"

    def as_json(self) -> dict[str, Any]:
        """Return the row as JSON values."""
        return {**asdict(self), "verdict": self.verdict}


@dataclass(frozen=True)
class Result:
    """What one suite found.

    Attributes:
        name: the suite, and its file among the results.
        unit: what `figures` count.
        figures: the medians behind the rows, by what was run.
        rows: the comparisons.

    """

    name: str
    unit: str
    figures: dict[str, dict[str, float]]
    rows: list[Row]
