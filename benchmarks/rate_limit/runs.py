"""One client against one server for some hours of virtual time."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from .peers import Lost
from .servers import Answer, Server, Variant
from .timeline import Timeline

START = 1_700_000_000.0
TEN_MINUTES = 600.0
HOUR = 3600.0


class Policy(Protocol):
    """A client."""

    def request(
        self, send: Callable[[], Awaitable[Answer]], deadline: float | None
    ) -> Awaitable[Any]:
        """Make one call."""
        ...


MakePolicy = Callable[[Timeline, Variant], list[Policy]]
"""Makes the clients of a run; the workers are dealt out to them."""


@dataclass(frozen=True, slots=True)
class Load:
    """What the workers do.

    Attributes:
        hours: virtual time.
        workers: how many make calls one after another.
        demand: calls as a share of the limit, 0 for as many as the workers can make.
        latency: shortest and longest answer, in seconds.
        seed: of everything that is left to chance.
        open_loop: calls come by themselves, whether or not earlier ones are done.

    """

    hours: float = 3.0
    workers: int = 8
    demand: float = 0.0
    latency: tuple[float, float] = (0.05, 0.3)
    seed: int = 1
    open_loop: bool = False


@dataclass(slots=True)
class Run:
    """What came of it."""

    variant: Variant
    load: Load
    accepted: list[float]
    refused: list[float]
    blocks: list[float]
    per_worker: list[int]
    waits: list[tuple[float, float]] = field(default_factory=list)
    lost: int = 0

    def goodput(self, begin: float = 0.0, end: float | None = None) -> float:
        """Give accepted calls as a share of what was left for us, between two moments."""
        end = self.load.hours * HOUR if end is None else end
        taken = sum(1 for moment in self.accepted if begin <= moment < end)
        step = 10.0
        allowed = sum(
            self.variant.limit_at(begin + index * step) * step / 60.0
            for index in range(int((end - begin) / step))
        )
        return taken / (allowed * (1 - self.variant.foreign))

    def per_hour(self, moments: list[float], begin: float = 0.0) -> float:
        """Give how often something happened per hour."""
        hours = self.load.hours - begin / HOUR
        return sum(1 for moment in moments if moment >= begin) / hours

    def jain(self) -> float:
        """Give Jain's index of fairness over the workers: 1 when all got the same."""
        squares = sum(count * count for count in self.per_worker)
        return sum(self.per_worker) ** 2 / (len(self.per_worker) * squares) if squares else 0.0

    def added_latency(self, begin: float, share: float) -> float:
        """Give the wait that so large a share of the calls stayed below, in seconds."""
        waits = sorted(wait for moment, wait in self.waits if moment >= begin)
        return waits[min(int(len(waits) * share), len(waits) - 1)] if waits else 0.0


@dataclass(frozen=True, slots=True)
class Wire:
    """The way to a server and back.

    Attributes:
        env: the clock.
        server: who answers.
        chance: how long it takes.
        latency: the shortest and the longest answer, in seconds.

    """

    env: Timeline
    server: Server
    chance: random.Random
    latency: tuple[float, float]

    def sender(self, spent: list[float]) -> Callable[[], Awaitable[Answer]]:
        """Give what sends a call; the seconds on the way are added to `spent`."""

        async def send() -> Answer:
            latency = self.chance.uniform(*self.latency)
            there = latency * self.chance.random()
            await self.env.sleep(there)
            answer = self.server.answer(self.env.now())
            await self.env.sleep(latency - there)
            spent[0] += latency
            return answer

        return send


def simulate(variant: Variant, load: Load, make: MakePolicy) -> Run:
    """Let workers make calls until the time is over."""
    chance = random.Random(load.seed)
    start = START + chance.random() * 60
    env = Timeline(start)
    server = Server(variant, start, random.Random(load.seed + 1))
    policies = make(env, variant)
    run = Run(variant, load, [], [], [], [0] * load.workers)
    shortest, longest = load.latency
    wire = Wire(env, server, chance, load.latency)

    async def call(number: int) -> None:
        began, spent = env.now(), [0.0]
        try:
            await policies[number % len(policies)].request(wire.sender(spent), None)
        except Lost:
            run.lost += 1
            return
        run.per_worker[number % load.workers] += 1
        run.waits.append((began - start, max(round(env.now() - began - spent[0], 4), 0.0)))

    every = 60.0 / (variant.limit * load.demand) if load.demand else 0.0
    think = max(every * load.workers - (shortest + longest) / 2, 0.0)

    async def worker(number: int) -> None:
        await env.sleep(chance.random() * max(think, 0.1))
        while True:
            await call(number)
            if think:
                await env.sleep(think * chance.uniform(0.5, 1.5))

    async def arrivals() -> None:
        number = 0
        while True:
            await env.sleep(chance.expovariate(1.0) * every)
            env.start(call(number))
            number += 1

    async def others() -> None:
        while True:
            await env.sleep(chance.expovariate(variant.limit * variant.foreign / 60.0))
            server.answer(env.now(), foreign=True)

    if variant.foreign:
        env.start(others())
    if load.open_loop:
        env.start(arrivals())
    else:
        for number in range(load.workers):
            env.start(worker(number))
    env.run(start + load.hours * HOUR)
    run.accepted = [moment - start for moment in server.accepted]
    run.refused = [moment - start for moment in server.refused]
    run.blocks = [moment - start for moment in server.blocks]
    return run
