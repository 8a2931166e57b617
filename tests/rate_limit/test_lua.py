"""The script for Redis does what the Python transitions do, step by step, on random histories."""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from acme_ticketing_core.rate_limit import admission, learning
from acme_ticketing_core.rate_limit import redis as redis_store
from acme_ticketing_core.rate_limit.state import State

from .redis_server import RedisServer

LUA = Path(redis_store.__file__).with_name("admission.lua").read_text(encoding="utf-8")
NEW = State().dump()
STEPS = 400
ANSWERS: list[admission.Settlement] = ["accepted", "unsent", "unknown"]


class Script:
    """The very script that ships, but for the clock, which the test brings."""

    def __init__(self, url: str) -> None:
        self._redis: Any = Redis.from_url(url)
        assert LUA.count("redis.call('TIME')") == 1
        self._run = self._redis.register_script(
            LUA.replace("redis.call('TIME')", "{ARGV[#ARGV - 1], ARGV[#ARGV]}")
        )

    def __call__(self, key: str, now: float, transition: str, *arguments: Any) -> Any:
        """Run a transition at a moment."""
        seconds, rest = divmod(round(now * 10_000), 10_000)
        moment = seconds, rest * 100
        return self._run(keys=[key], args=[transition, 3600, NEW, *arguments, *moment])

    def state(self, key: str, now: float) -> State:
        """Read the state."""
        return State.load(self(key, now, "read")[1], key)

    def close(self) -> None:
        """Close the connections."""
        self._redis.close()


def assert_same(one: State, other: State) -> None:
    """Hold two states against each other; the script rounds moments to four places."""
    for name in vars(one):
        if name != "revision":
            here, there = _flat(getattr(one, name)), _flat(getattr(other, name))
            same = len(here) == len(there) and all(
                math.isclose(*pair, rel_tol=0, abs_tol=2e-3)
                for pair in zip(here, there, strict=True)
            )  # pytest.approx says the same, and takes most of the time
            assert same, (name, here, there)


def _flat(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [part for item in value for part in _flat(item)]
    return [hash(value) if isinstance(value, str) else float(value)]


@pytest.mark.parametrize("seed", range(6))
def test_both_make_the_same_of_a_random_history(seed: int, redis_server: RedisServer) -> None:
    """Admissions, answers, refusals, cancellations, trials: four hundred steps, six times."""
    chance = random.Random(seed)
    script = Script(redis_server.url)
    key = f"differential {seed}"
    now = 1_700_000_000.0
    flying: list[admission.Admission] = []
    waiting: dict[str, float] = {}
    limit = chance.choice([5.0, 40.0, 300.0])

    for step in range(STEPS):
        now = round(now + chance.choice([0.0, 0.01, 0.1, 0.7, 3.0, 20.0]) * chance.random(), 4)
        if chance.random() < 0.01:
            now -= 30.0  # somebody has set the clock back
        state = script.state(key, now)
        action = chance.random()
        if action < 0.55 or not flying:
            ticket = chance.choice([*waiting, f"call {step}"])
            rank = waiting.get(ticket, round(now + chance.choice([0.0, 600.0]), 4))
            granted, probe, tune, *numbers = script(
                key, now, "admit", ticket, f"{rank:.4f}", "0", "[]"
            )
            mine = admission.admit(state, now, ticket, rank, 0.0)
            assert (bool(granted), bool(probe), bool(tune)) == (mine.granted, mine.probe, mine.tune)
            theirs = [float(number) for number in numbers]
            assert theirs == pytest.approx(
                [mine.rank, mine.ask_in, mine.expected, mine.blocked_for, mine.limit, mine.at],
                abs=2e-3,
            )
            waiting.pop(ticket, None)
            if granted:
                flying.append(mine)
            else:
                waiting[ticket] = rank
        elif action < 0.85:
            started = flying.pop(chance.randrange(len(flying)))
            settlement = chance.choices(ANSWERS, weights=[6, 1, 1])[0]
            script(key, now, "settle", f"{started.at:.4f}", settlement)
            admission.settle(state, now, started, settlement)
        elif action < 0.93 and waiting:
            ticket, rank = waiting.popitem()
            script(key, now, "withdraw", ticket, f"{rank:.4f}")
            admission.withdraw(state, now, ticket, rank)
        else:
            revision = state.revision
            if state.quota == 0:
                learning.teach(state, now, limit)
            elif chance.random() < 0.5:
                learning.refused(state, now, flying.pop(), chance.choice([None, 3.0]))
            else:
                state.saturated, state.raise_at = True, now
                learning.tune(state, now)
            state.revision += 1
            assert script(key, now, "swap", revision, state.dump()) == 1
        assert_same(script.state(key, now), state)
    script.close()


def test_a_state_that_has_changed_is_not_overwritten(redis_server: RedisServer) -> None:
    """What a 429 taught is worked out again when another process was faster."""
    script = Script(redis_server.url)
    script("swap", 1_700_000_000.0, "admit", "call", "", "0", "[]")
    state = script.state("swap", 1_700_000_000.0)

    assert script("swap", 1_700_000_000.0, "swap", state.revision - 1, state.dump()) == 0
    script.close()


def test_every_budget_is_one_key_that_expires(redis_server: RedisServer) -> None:
    """Nothing stays in the server for ever, and a cluster keeps a budget in one place."""
    store = redis_store.RedisStore(redis_server.url, timeout=5.0)
    store.change("b2b:default@expiry.example.com", admission.admit, "call", None, 0.0)
    client: Any = Redis.from_url(redis_server.url)
    [name] = client.keys("*expiry.example.com*")

    assert 0 < client.ttl(name) <= 31 * 24 * 3600
    client.close()
    store.close()
