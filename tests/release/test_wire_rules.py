"""Every rule of the wire check finds its edit, at its level, and nothing else is found."""

from __future__ import annotations

import pytest

from generator.comparing.compare import compare
from generator.comparing.rules import RULES, Level

from .pairs import Pair, base, breaking, harmless

BREAKING = (*breaking.OPERATIONS, *breaking.SCHEMAS)
HARMLESS = (*harmless.ADDITIONS, *harmless.OTHER_WORDS)


def _name(pair: Pair) -> str:
    return pair.name.replace(" ", "-")


def _found(pair: Pair) -> tuple[list[str], Level]:
    changes = compare(base(), pair.newer)
    level = max((change.level for change in changes), default=Level.NONE)
    return [change.rule.name for change in changes], level


@pytest.mark.parametrize("pair", BREAKING, ids=_name)
def test_break_is_found(pair: Pair) -> None:
    """What breaks consumers needs a major version, and is told by the rules that are meant."""
    rules, level = _found(pair)
    assert level is Level.MAJOR
    assert set(rules) == set(pair.rules)


@pytest.mark.parametrize("pair", HARMLESS, ids=_name)
def test_harmless_edit_is_no_break(pair: Pair) -> None:
    """An addition or another wording is told by its own rules only, and breaks nobody."""
    rules, level = _found(pair)
    assert set(rules) == set(pair.rules)
    assert level < Level.MAJOR


@pytest.mark.parametrize("pair", harmless.ADDITIONS, ids=_name)
def test_addition_needs_a_minor_version(pair: Pair) -> None:
    """What consumers can newly do is told to them by the version."""
    assert _found(pair)[1] is Level.MINOR


@pytest.mark.parametrize(
    "pair", [pair for pair in harmless.OTHER_WORDS if not pair.rules], ids=_name
)
def test_other_wording_is_no_change(pair: Pair) -> None:
    """One thing said in two ways is one thing."""
    assert _found(pair) == ([], Level.NONE)


def test_every_rule_has_its_edit() -> None:
    """A rule that no pair needs could go silent unnoticed."""
    needed = {rule for pair in (*BREAKING, *HARMLESS) for rule in pair.rules}
    assert needed == set(RULES)
    assert len(BREAKING) + len(HARMLESS) >= 60


def test_report_speaks_to_consumers() -> None:
    """A change names the Python attribute, who returns it, and what code must do."""
    pair = next(each for each in BREAKING if each.name == "property of an answer optional")
    (change,) = compare(base(), pair.newer)
    assert change.text == (
        "`Event.seats` is now optional: 4 operations return it; "
        "code that reads or computes with it must handle UNSET"
    )
    assert change.location.file.name == "base.yaml"
