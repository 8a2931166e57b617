"""The shipped gate against the family of servers, on a virtual clock.

A short form of `python -m benchmarks.rate_limit`, which measures all goals.
"""

from __future__ import annotations

import pytest

from acme_ticketing_core.errors import RateLimited
from acme_ticketing_core.rate_limit.gate import Gate
from acme_ticketing_core.rate_limit.memory import MemoryStore
from acme_ticketing_core.rate_limit.simulate import GatePolicy, policy
from benchmarks.rate_limit.clients import KEY, PEERS, ours, ours_taught
from benchmarks.rate_limit.runs import HOUR, TEN_MINUTES, Load, Policy, simulate
from benchmarks.rate_limit.servers import Answer, Shape, Variant
from benchmarks.rate_limit.timeline import Timeline

SHAPES: list[Shape] = ["wall", "first", "sliding", "bucket"]
LOAD = Load(hours=2.0)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("limit", [6, 60])
@pytest.mark.parametrize("extended", [False, True])
def test_it_learns_the_limit(shape: Shape, limit: int, *, extended: bool) -> None:
    """However the server counts: most of the limit, few blocks, nothing lost.

    A bucket gives its store before each block, as much as a block takes.
    """
    most = 5 if shape == "bucket" else 3
    run = simulate(Variant(shape=shape, limit=limit, extended=extended), LOAD, ours)

    assert run.goodput(TEN_MINUTES) >= 0.95
    assert sum(1 for moment in run.blocks if moment < HOUR) <= most
    assert run.per_hour(run.blocks, HOUR) <= 2
    assert run.lost == 0
    assert run.jain() >= 0.98


@pytest.mark.parametrize("shape", SHAPES)
def test_a_block_of_three_minutes(shape: Shape) -> None:
    """The block's length is learned; that it is longer costs little in the long run."""
    run = simulate(Variant(shape=shape, limit=60, block=180.0), LOAD, ours)

    assert run.goodput(TEN_MINUTES) >= 0.93


def test_what_a_bucket_keeps_during_a_block_is_spent_after_it() -> None:
    """So that neither blocks nor the time that a call is under way cost anything there."""
    run = simulate(Variant(shape="bucket", limit=60), LOAD, ours)

    assert run.goodput() >= 1.0


def test_a_bucket_that_holds_little_is_no_trap() -> None:
    """It refuses a head start that others take: the rate is learned all the same."""
    load = Load(hours=2.0, demand=2.0)
    run = simulate(Variant(shape="bucket", limit=300, holds=0.2), load, ours)

    assert run.goodput() >= 0.8


def test_a_bucket_that_a_block_leaves_empty_is_no_trap() -> None:
    """Each block was followed by the next one within seconds, for hours."""
    load = Load(hours=2.0, demand=2.0)
    run = simulate(Variant(shape="bucket", limit=300, drained=True), load, ours)

    assert run.goodput() >= 0.5
    assert run.per_hour(run.blocks) < 15


def test_calls_that_were_in_the_air_make_the_limit_no_smaller() -> None:
    """Their 429s come in when the window before the block has begun to slip out of sight."""
    load = Load(hours=1.0, workers=64, demand=2.0, latency=(0.9, 1.1), seed=708)
    gates: list[Gate] = []

    def make(env: Timeline, _: Variant) -> list[Policy]:
        gates.append(Gate(MemoryStore(env.now), KEY))
        return [GatePolicy(env, gates[-1])]

    simulate(Variant(limit=300), load, make)

    assert gates[0].read().limit == pytest.approx(300, abs=3)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_limit_that_is_halved(shape: Shape) -> None:
    """A few blocks later the new limit is known."""
    run = simulate(Variant(shape=shape, limit=120, changes=((HOUR, 60),)), LOAD, ours)

    assert run.goodput(HOUR) >= 0.80


@pytest.mark.parametrize("shape", SHAPES)
def test_no_delay_below_the_limit(shape: Shape) -> None:
    """Four fifths of a known limit, at random moments: no call waits, none is refused."""
    load = Load(hours=1.0, demand=0.8, open_loop=True)
    run = simulate(Variant(shape=shape, limit=300), load, ours_taught)

    assert run.refused == []
    assert run.added_latency(0.0, 0.99) == 0


def test_the_others_are_beaten() -> None:
    """Where each call during a block prolongs it, clients that retry each by itself never leave."""
    variant = Variant(limit=60, extended=True)
    mine = simulate(variant, LOAD, ours)

    for name in ("openai-style", "tenacity-style", "botocore adaptive"):
        assert simulate(variant, LOAD, PEERS[name]).goodput() < 0.1 * mine.goodput()


def test_runs_repeat() -> None:
    """Same seed, same books."""
    first, second = (simulate(Variant(limit=60), LOAD, ours) for _ in range(2))

    assert first.accepted == second.accepted


def test_the_adapter_knows_answers_of_many_forms() -> None:
    """A status, a pair, or an object; a deadline that can't be kept is told at once."""
    env = Timeline(1_700_000_000.0)
    adapter = policy(env)
    seen: list[object] = []

    async def send(answer: object) -> object:
        await env.sleep(0.1)
        return answer

    async def story() -> None:
        seen.append(await adapter.request(lambda: send(200), None))
        seen.append(await adapter.request(lambda: send((200, {})), None))
        seen.append(await adapter.request(lambda: send(Answer(200)), None))
        try:
            await adapter.request(lambda: send((429, {"Retry-After": "30"})), 20.0)
        except RateLimited as error:
            seen.append(error)

    env.start(story())
    env.run(env.now() + 3600)

    assert seen[:3] == [200, (200, {}), Answer(200)]
    assert isinstance(seen[3], RateLimited)
    assert policy(env).gate is adapter.gate


def test_an_environment_that_cannot_be_a_key_has_a_gate_too() -> None:
    """Without a hash, or without weak references: found again by identity."""

    class Bare:
        __slots__ = ("reading",)

        def __init__(self) -> None:
            self.reading = 0.0

        def now(self) -> float:
            return self.reading

        async def sleep(self, seconds: float) -> None:
            self.reading += seconds

    class Equal(Timeline):
        __hash__ = None  # type: ignore[assignment]  # as a class with `__eq__` has it

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Equal)

    for env, other in ((Bare(), Bare()), (Equal(0.0), Equal(0.0))):
        assert policy(env).gate is policy(env).gate
        assert policy(env).gate is not policy(other).gate


def test_the_adapter_finds_the_header_among_others() -> None:
    """In whatever capitals; the wait is the one that it names."""
    env = Timeline(1_700_000_000.0)
    adapter = policy(env)
    answers = [(429, {"Date": "today", "RETRY-AFTER": "7"}), (429, {"Date": "today"}), 200]
    moments: list[float] = []

    async def send() -> object:
        moments.append(env.now())
        return answers[len(moments) - 1]

    async def story() -> None:
        await adapter.request(send)

    env.start(story())
    env.run(env.now() + 3600)

    assert 7 < moments[1] - moments[0] < 9
    assert moments[2] - moments[1] > 55
