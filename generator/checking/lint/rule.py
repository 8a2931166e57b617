"""What a rule is, and the register of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.reading.node import Node
from generator.reading.problem import Location
from generator.reading.specification import Specification


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule is broken.

    Attributes:
        place: what is wrong; where it stands is what the author opens.
        message: what is wrong, naming the thing.
        remedy: what to write instead.

    """

    place: Node | Location
    message: str
    remedy: str


Check = Callable[[Specification], Iterator[Finding]]

RULES: dict[str, Check] = {}
"""Every rule by its kebab-case name, in the order of the modules that hold them."""


def rule(name: str) -> Callable[[Check], Check]:
    """Register a check under `name`; its docstring is the rule, in one sentence."""

    def register(check: Check) -> Check:
        if name in RULES:
            raise ValueError(f"two rules are called {name}")
        RULES[name] = check
        return check

    return register
