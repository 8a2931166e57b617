"""What is wrong with a specification, where, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn


@dataclass(frozen=True, order=True)
class Location:
    """A place in a hand-written file."""

    file: Path  # the file
    line: int  # the line, from 1
    # The JSON pointer into the joined document, or empty where that is not known.
    pointer: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, order=True)
class Problem:
    """One finding about the specification."""

    location: Location  # the file and line to open
    rule: str  # the name of the rule that was broken, for example `operation-summary`
    message: str  # what is wrong, naming the thing that is wrong
    remedy: str  # what to write instead

    def __str__(self) -> str:
        return f"{self.location}: {self.rule}: {self.message}. {self.remedy}"


class SpecificationError(Exception):
    """The specification cannot be used; nothing was written.

    Attributes:
        problems: everything that was found, sorted by place.

    """

    def __init__(self, *problems: Problem) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def refuse(location: Location, rule: str, message: str, remedy: str) -> NoReturn:
    """Refuse the specification for one problem."""
    raise SpecificationError(Problem(location, rule, message, remedy))
