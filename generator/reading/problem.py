"""What is wrong with a specification, where, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, order=True)
class Location:
    """A place in a hand-written file.

    Attributes:
        file: the file.
        line: the line, from 1.
        pointer: the JSON pointer into the joined document, or empty where that is not known.

    """

    file: Path
    line: int
    pointer: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, order=True)
class Problem:
    """One finding about the specification.

    Attributes:
        location: the file and line to open.
        rule: the name of the rule that was broken, for example `operation-summary`.
        message: what is wrong, naming the thing that is wrong.
        remedy: what to write instead.

    """

    location: Location
    rule: str
    message: str
    remedy: str

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
