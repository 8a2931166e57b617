"""The goals of the rate gate, each measured and judged."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from statistics import mean

from tests.rate_limit.redis_server import RedisServer

from .clients import PEERS, four_on_redis, four_on_sqlite, ours, ours_taught
from .overhead import redis_commands, seconds_per_call
from .priorities import behind_bulk
from .rows import over_the_grid
from .runs import HOUR, TEN_MINUTES, Load, MakePolicy, Run, simulate
from .servers import Shape, Variant

_TWO_SHAPES: tuple[Shape, ...] = ("wall", "sliding")
SHAPES: tuple[Shape, ...] = ("wall", "first", "sliding", "bucket")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A goal, what was measured, and whether that is enough."""

    goal: str
    wanted: str
    measured: str
    met: bool


@cache
def run_of(variant: Variant, load: Load, client: str = "ours") -> Run:
    """Run a client, once."""
    makers: dict[str, MakePolicy] = {"ours": ours, "ours, taught": ours_taught, **PEERS}
    began = time.perf_counter()
    run = simulate(variant, load, makers[client])
    print(
        f"  {client}: {variant.name}, demand {load.demand or 'all'}: "
        f"{run.goodput(TEN_MINUTES):.1%} in {time.perf_counter() - began:.1f} s",
        file=sys.stderr,
    )
    return run


def steady_runs() -> Iterator[Run]:
    """Run us against every shape, several limits, blocks and demands."""
    for shape in SHAPES:
        for limit in (6, 60, 300, 600):
            for demand in (0.0, 1.2):
                extended = (limit in (60, 300)) == (demand == 0)
                variant = Variant(shape=shape, limit=limit, extended=extended)
                yield run_of(variant, Load(demand=demand))
        yield run_of(Variant(shape=shape, limit=120, retry_after="exact"), Load(demand=1.5))
        yield run_of(Variant(shape=shape, limit=300, retry_after="exact"), Load(workers=64))


def long_block_runs() -> Iterator[Run]:
    """Run us against servers that block for three minutes."""
    for shape in SHAPES:
        for extended in (False, True):
            yield run_of(Variant(shape=shape, block=180.0, extended=extended), Load())


def steady() -> Iterator[Verdict]:
    """Judge the long run."""
    runs = [*steady_runs()]
    goods = [run.goodput(TEN_MINUTES) for run in runs]
    slow = [run.goodput(TEN_MINUTES) for run in long_block_runs()]
    worst = min(zip(goods, runs, strict=True), key=lambda pair: pair[0])
    yield Verdict(
        "steady goodput, limit unknown, demand ≥ 1.2 × limit",
        "≥ 95 %, worst ≥ 93 %",
        f"mean {mean(goods):.1%}, worst {worst[0]:.1%} ({worst[1].variant.name})",
        mean(goods) >= 0.95 and worst[0] >= 0.93,
    )
    yield Verdict(
        "the same, block of 180 s, fixed and extended",
        "≥ 95 %, worst ≥ 93 %",
        f"mean {mean(slow):.1%}, worst {min(slow):.1%}",
        mean(slow) >= 0.95 and min(slow) >= 0.93,
    )
    blocks = [run.per_hour(run.blocks, HOUR) for run in runs]
    first = [sum(1 for moment in run.blocks if moment < HOUR) for run in runs]
    refused = [run.per_hour(run.refused, HOUR) for run in runs]
    yield Verdict(
        "blocks per hour, after the first hour",
        "≤ 1.5",
        f"mean {mean(blocks):.2f}, worst {max(blocks):.2f}",
        max(blocks) <= 1.5,
    )
    yield Verdict(
        "blocks in the first hour",
        "≤ 3",
        f"mean {mean(first):.2f}, worst {max(first)}",
        max(first) <= 3,
    )
    yield Verdict(
        "429s per hour, after the first hour",
        "≤ 5",
        f"mean {mean(refused):.2f}, worst {max(refused):.2f}",
        max(refused) <= 5,
    )
    cold = [(run.goodput(0, TEN_MINUTES), run) for run in runs]
    lowest = min(cold, key=lambda pair: pair[0])
    yield Verdict(
        "first ten minutes from cold",
        "≥ 90 %",
        f"mean {mean(good for good, _ in cold):.1%}, worst {lowest[0]:.1%} "
        f"({lowest[1].variant.name}, demand {lowest[1].load.demand or 'all'})",
        lowest[0] >= 0.90,
    )
    everything = [*runs, *long_block_runs()]
    lost = sum(run.lost for run in everything)
    yield Verdict("calls lost without a deadline", "0", str(lost), lost == 0)


def calm() -> Iterator[Verdict]:
    """Judge demand below the limit."""
    load = Load(hours=2.0, demand=0.8, open_loop=True)
    runs = [
        run_of(Variant(shape=shape, limit=limit), load, "ours, taught")
        for shape in SHAPES
        for limit in (300, 600)
    ]
    worst = max(run.added_latency(0.0, 0.99) for run in runs)
    refused = sum(len(run.refused) for run in runs)
    yield Verdict(
        "demand 80 % of the limit (calls at random), limit learned",
        "p99 of added latency 0, no 429",
        f"p99 {abs(worst) * 1000:.1f} ms, {refused} 429s",
        worst == 0 and refused == 0,
    )


def hard() -> Iterator[Verdict]:
    """Judge a limit that others use, or that changes."""
    foreign = [
        (run_of(Variant(shape=shape, foreign=share), Load(seed=seed)).goodput(TEN_MINUTES), share)
        for shape in SHAPES
        for share in (0.1, 0.2, 0.3)
        for seed in (1, 2)
    ]
    for share in (0.1, 0.2, 0.3):
        goods = [good for good, of in foreign if of == share]
        yield Verdict(
            f"another client on the address uses {share:.0%} (at random)",
            "≥ 80 % of what is left",
            f"mean {mean(goods):.1%}, worst {min(goods):.1%}",
            min(goods) >= 0.80,
        )
    for name, limit in (("halved", 150), ("doubled", 600)):
        change = ((1.5 * HOUR, limit),)
        goods = [run_of(Variant(shape=shape, changes=change), Load()).goodput() for shape in SHAPES]
        yield Verdict(
            f"limit {name} half-way through three hours",
            "≥ 80 %",
            f"mean {mean(goods):.1%}, worst {min(goods):.1%}",
            min(goods) >= 0.80,
        )
    burst = run_of(Variant(burst=20), Load(hours=4.0))
    peer = run_of(Variant(burst=20), Load(hours=4.0), "oracle")
    yield Verdict(
        "a server that also refuses 20 calls within 2 s",
        "no goal (prototype 50 %)",
        f"{burst.goodput():.1%} (oracle {peer.goodput():.1%})",
        burst.goodput() >= 0.5,
    )


def fair() -> Iterator[Verdict]:
    """Judge many workers, and many processes on one store."""
    load = Load(hours=2.0, workers=64)
    variants = [Variant(shape=shape) for shape in SHAPES]
    runs = [run_of(variant, load) for variant in variants]
    index = min(run.jain() for run in runs)
    yield Verdict("fairness over 64 workers (Jain)", "≥ 0.98", f"{index:.4f}", index >= 0.98)
    short = Load(hours=1.0, workers=64)
    for name, four in (("SQLite file", four_on_sqlite()), ("Redis", four_on_redis(RedisServer()))):
        with four as make:
            apart: list[float] = []
            more: list[int] = []
            for shape in _TWO_SHAPES:
                one, shared = (
                    simulate(Variant(shape=shape, limit=120), short, each) for each in (ours, make)
                )
                apart.append(shared.goodput() / one.goodput() - 1)
                more.append(len(shared.blocks) - len(one.blocks))
        yield Verdict(
            f"4 processes × 16 workers on one {name}, against one process",
            "goodput ± 2 %, as many blocks",
            f"goodput {min(apart):+.1%} to {max(apart):+.1%}, blocks {min(more):+d} to {max(more):+d}",
            max(map(abs, apart)) <= 0.02 and max(more) <= 0,
        )


def cheap() -> Iterator[Verdict]:
    """Judge what the gate costs a call that need not wait."""
    for name, most in (("in-process", 10e-6), ("SQLite", 300e-6)):
        took = seconds_per_call(name)
        yield Verdict(
            f"gate's cost for a call that need not wait, {name}",
            f"≤ {most * 1e6:.0f} µs",
            f"median {took * 1e6:.0f} µs",
            took <= most,
        )
    trips = redis_commands()
    yield Verdict(
        "the same, Redis", "one round trip", f"{trips:.2f} round trips a call", trips <= 1.05
    )


def against_peers() -> Iterator[Verdict]:
    """Judge us against others, on every variant."""
    load = Load(hours=2.0)
    for client in PEERS:
        pairs = [
            (run_of(variant, load).goodput(), run_of(variant, load, client).goodput())
            for variant in compared()
        ]
        if client == "oracle":
            continue
        beaten = sum(1 for our, theirs in pairs if our > theirs)
        yield Verdict(
            f"{client}, same servers",
            "beaten on every variant",
            f"on {beaten} of {len(pairs)} (we {mean(p[0] for p in pairs):.1%}, "
            f"they {mean(p[1] for p in pairs):.1%})",
            beaten == len(pairs),
        )


def compared() -> list[Variant]:
    """Give the servers on which clients are compared."""
    return [
        *(
            replace(Variant(shape=shape, limit=limit), extended=extended)
            for shape in SHAPES
            for limit in (60, 300)
            for extended in (False, True)
        ),
        *(Variant(shape=shape, retry_after="exact") for shape in SHAPES),
        *(Variant(shape=shape, block=180.0) for shape in SHAPES),
        *(Variant(shape=shape, foreign=0.2) for shape in SHAPES),
    ]


def elsewhere() -> Iterator[Verdict]:
    """Judge us on servers that the gate was not tuned with."""
    for goal in over_the_grid():
        yield Verdict(*goal)


def patient() -> Iterator[Verdict]:
    """Judge what people wait behind work that can wait."""
    for goal in behind_bulk():
        yield Verdict(*goal)


def judge() -> Iterator[Verdict]:
    """Judge everything."""
    for part in (elsewhere, patient, steady, calm, hard, fair, cheap, against_peers):
        yield from part()
