"""What a rule is, and the register of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from itertools import chain

from generator.reading.node import Node
from generator.reading.problem import Location
from generator.reading.specification import Operation, Specification

# A place where a rule is broken: what the author opens, what is wrong, naming the thing, and what to
# write instead, unless the rule says it.
Finding = tuple[Node | Location, str] | tuple[Node | Location, str, str]
Check = Callable[[Specification], Iterator[Finding]]

# Every rule by its kebab-case name, in the order of the modules that hold them.
RULES: dict[str, Check] = {}
REMEDIES: dict[str, str] = {}


def rule(remedy: str = "") -> Callable[[Check], Check]:
    """Register a check under its own name; its docstring is the rule, in one sentence."""

    def register(check: Check) -> Check:
        name = check.__name__.replace("_", "-")
        if name in RULES:
            raise ValueError(f"two rules are called {name}")
        RULES[name], REMEDIES[name] = check, remedy
        return check

    return register


def operation_rule(remedy: str = "") -> Callable[[Callable[[Operation], Iterator[Finding]]], Check]:
    """Register a check that every operation has to pass."""

    def register(check: Callable[[Operation], Iterator[Finding]]) -> Check:
        @wraps(check)
        def of_every(specification: Specification) -> Iterator[Finding]:
            return chain.from_iterable(map(check, specification.operations))

        return rule(remedy)(of_every)

    return register
