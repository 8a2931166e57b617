"""What is believed of the server after each 429."""

from __future__ import annotations

import random

import pytest

from acme_ticketing_core.rate_limit.belief import WAVERING, Way, highest, likeliest, update, ways
from acme_ticketing_core.rate_limit.evidence import BUCKET, MINUTE, REFUTED, SLIDING, Range
from acme_ticketing_core.rate_limit.gate import Gate
from acme_ticketing_core.rate_limit.memory import MemoryStore
from acme_ticketing_core.rate_limit.simulate import GatePolicy
from benchmarks.rate_limit.clients import ours
from benchmarks.rate_limit.runs import Load, Policy, simulate
from benchmarks.rate_limit.servers import Shape, Variant
from benchmarks.rate_limit.timeline import Timeline

NAMES: dict[Shape, str] = {
    "wall": "minutes of its clock",
    "sliding": "any 60 seconds",
    "bucket": "a bucket that fills evenly",
}


def evidence(**readings: Range) -> list[Range]:
    """Return what one 429 says, refuted where nothing is given."""
    rows = [REFUTED] * (WAVERING)
    rows[SLIDING] = readings.get("sliding", REFUTED)
    rows[BUCKET] = readings.get("bucket", REFUTED)
    return rows


def test_what_two_429s_agree_on_is_left() -> None:
    """The bucket explains both, the window only the first."""
    belief, first = update([], evidence(sliding=Range(90, 90), bucket=Range(58, 62)), 90)
    belief, agrees = update(belief, evidence(sliding=Range(75, 75), bucket=Range(60, 64)), 75)

    assert (first, agrees) == (True, True)
    assert [(way.way, way.lowest, way.highest) for way in ways(belief)] == [(BUCKET, 60, 62)]
    assert likeliest(belief) is not None
    assert highest(belief) == 62


def test_readings_that_miss_each_other_by_a_miscount_agree() -> None:
    """A call more or less at the edge of a window is no contradiction."""
    belief, _ = update([], evidence(sliding=Range(100, 100)), 100)
    belief, agrees = update(belief, evidence(sliding=Range(101, 101)), 101)

    assert agrees
    assert highest(belief) == 101


def test_a_limit_that_moved_is_learned_from_the_latest_429() -> None:
    """Nothing explains both: what was believed before is dropped, and that it wavers is likelier."""
    belief, _ = update([], evidence(sliding=Range(300, 300)), 300)
    belief, agrees = update(belief, evidence(sliding=Range(150, 150)), 150)

    assert not agrees
    assert highest(belief) == 150


def test_rows_are_as_likely_as_one_together() -> None:
    """Whatever the evidence, the shares stay shares."""
    chance = random.Random(5)
    belief: list[Way] = []
    for _ in range(200):
        rows = [
            Range(low, low + chance.randrange(-2, 9))
            for low in (chance.randrange(50, 60) for _ in range(3 + MINUTE))
        ]
        belief, _ = update(belief, rows, 55)

        assert sum(weight for *_, weight in belief) == pytest.approx(1.0)
        assert all(weight >= 0 for *_, weight in belief)


@pytest.mark.parametrize("shape", ["wall", "sliding", "bucket"])
def test_it_says_how_the_server_counts(shape: Shape) -> None:
    """After two hours the gate knows which of them it talks to, and says so."""
    gates: list[Gate] = []

    def make(env: Timeline, _: Variant) -> list[Policy]:
        gates.append(Gate(MemoryStore(env.now), "b2b:default@simulated"))
        return [GatePolicy(env, gates[-1])]

    simulate(Variant(shape=shape, limit=60), Load(hours=2.0, demand=2.0), make)
    reading = gates[0].read()

    assert reading.counting == NAMES[shape]
    assert reading.sure > 0.5
    assert reading.why is not None


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("limit", "workers", "demand"), [(60, 8, 2.0), (300, 64, 1.2)], ids=["60", "300"]
)
def test_minutes_that_begin_at_any_second_are_no_trap(
    seed: int, limit: int, workers: int, demand: float
) -> None:
    """The server's minute is not ours: the wrong way of counting was kept for hours once."""
    load = Load(hours=1.0, workers=workers, demand=demand, seed=1000 + seed)
    run = simulate(Variant(shape="wall", limit=limit), load, ours)

    assert run.goodput(600.0) >= 0.88
    assert run.lost == 0
