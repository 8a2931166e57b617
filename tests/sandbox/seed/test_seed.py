"""Seeds: what the venue begins with."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from acme_ticketing_sandbox import AdjustableClock, LocalAcme, Seed, SeedError, VirtualClock


@pytest.fixture
def data() -> dict[str, Any]:
    """A copy of the built-in seed, to be changed."""
    return copy.deepcopy(Seed.built_in().data)


def test_the_built_in_seed_has_the_form_of_seeds() -> None:
    """It is an example for others."""
    Seed.built_in().check()


def test_two_sandboxes_are_alike(clock: VirtualClock) -> None:
    """Every id and every number, so that a test can rely on them."""
    first, second = LocalAcme(clock=clock).state, LocalAcme(clock=clock).state
    for name in ("events", "event_templates", "orders", "tickets", "memberships"):
        assert list(getattr(first, name)) == list(getattr(second, name))


def test_ids_do_not_depend_on_the_day(clock: VirtualClock) -> None:
    """Documentation can name them."""
    first = LocalAcme(clock=clock)
    clock.advance(86_400)
    second = LocalAcme(clock=clock)
    assert [e["id"] for e in first.state.events] == [e["id"] for e in second.state.events]


def test_a_seed_file_is_read(tmp_path: Path, data: dict[str, Any], clock: VirtualClock) -> None:
    """Its venue, and nothing of the built-in one."""
    data["venue"]["name"] = "Harbor Light Museum"
    data["eventTemplates"] = data["eventTemplates"][:1]
    data["orders"] = []
    file = tmp_path / "seed.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    sandbox = LocalAcme(clock=clock, seed=Seed.read(file))
    assert sandbox.state.venue.name == "Harbor Light Museum"
    assert {event["name"] for event in sandbox.state.events} == {"Lighthouse tour"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot read the seed file .*: No such file"),
        ("{", "is no JSON"),
        ("[]", "cannot be used: \\$ is no object"),
        ("{}", "\\$.days is missing; \\$.eventTemplates is missing"),
    ],
)
def test_an_unusable_file_is_said_in_one_line(
    tmp_path: Path, content: str | None, words: str
) -> None:
    """Which file, and why."""
    file = tmp_path / "seed.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(SeedError, match=words) as caught:
        Seed.read(file)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("eventTemplates", 0, "priceList"), "None such", "nothing is called 'None such'"),
        (("members", 0, "level"), "None such", "nothing is called 'None such'"),
        (("orders", 0, "template"), "None such", "nothing is called 'None such'"),
        (("orders", 0, "occurrence"), 99, "Lighthouse tour has no occurrence 99"),
        (("orders", 0, "tickets"), {"Adult": 999}, "has 40 places left"),
    ],
)
def test_a_name_that_refers_to_nothing_is_said(
    data: dict[str, Any],
    clock: VirtualClock,
    path: tuple[str, int, str],
    value: object,
    words: str,
) -> None:
    """And so is an order that cannot be sold."""
    section, index, name = path
    data[section][index][name] = value
    with pytest.raises(SeedError, match=f"the seed at hand cannot be used: .*{words}"):
        LocalAcme(clock=clock, seed=Seed(data, "the seed at hand"))


def test_the_sandbox_s_own_clock_can_be_advanced() -> None:
    """It goes with the system's, and never back."""
    clock = AdjustableClock()
    before = clock.now()
    assert clock.advance(3600) >= before + 3600
    with pytest.raises(ValueError, match="time does not run backwards"):
        clock.advance(-1)
    clock.sleep(0)


async def test_the_sandbox_s_own_clock_can_be_waited_for() -> None:
    """In a task."""
    await AdjustableClock().sleep_async(0)
