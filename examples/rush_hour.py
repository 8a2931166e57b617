"""The rush hour: eight workers run into a small limit, wait once together, and lose nothing."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from http import HTTPStatus

from fast_clock import FastClock
from given import given
from stage import Meter, Stage

from acme_ticketing import AcmeClient, ApiKey, BaseUrl
from acme_ticketing_sandbox import API_KEY, Limits, LocalAcme

WORKERS = 8
CALLS = 15
LIMIT = 50
SPEED = 30
SLOTS = 44
"""Characters in a worker's line."""


class Worker:
    """A process of its own in all but name: its own client, its own list of things to read.

    Attributes:
        answered_at: when each answer came, in seconds of the clock.

    """

    def __init__(self, url: str, clock: FastClock) -> None:
        self._clock = clock
        self._client = AcmeClient(
            ApiKey(API_KEY), environment=BaseUrl(url), clock=clock, deadline=None
        )
        self.answered_at: list[float] = []

    def read(self, event_ids: Sequence[str]) -> None:
        """Read these events, one after the other."""
        with self._clock.working(), self._client as client:
            for event_id in event_ids:
                if client.b2b.events.get(id=event_id).id == event_id:
                    self.answered_at.append(self._clock.now())


def play_rush_hour(stage: Stage, url: str, sandbox: LocalAcme, clock: FastClock) -> None:
    """Let eight workers read more than the server allows in a minute."""
    stage.scene(
        "Rush hour",
        f"b2b.events.get(id=…) from {WORKERS} workers, {LIMIT} calls a minute",
    )
    with AcmeClient(ApiKey(API_KEY), environment=BaseUrl(url), clock=clock) as client:
        ids = [given(event.id) for event in client.b2b.events.list().items[:CALLS]]
    clock.advance(60)
    sandbox.rate_limiter.limits = Limits(b2b=LIMIT)
    workers = [Worker(url, clock) for _ in range(WORKERS)]
    began = clock.now()
    before = len(sandbox.calls)
    with stage.meter() as meter, clock.hurrying(SPEED), ThreadPoolExecutor(WORKERS) as pool:
        futures = [pool.submit(worker.read, ids) for worker in workers]
        while wait(futures, timeout=0.05).not_done:
            _show_progress(meter, sandbox, clock, _answers(workers))
        meter.show(1.0, "done", f"{_answers(workers)} answers")
        for future in futures:
            future.result()
    ended = clock.now()
    stage.table(
        ["worker", ">answers", f"{ended - began:.0f} seconds from left to right"],
        [
            (
                str(number),
                str(len(worker.answered_at)),
                stage.timeline(_slots(worker, began, ended)),
            )
            for number, worker in enumerate(workers, 1)
        ],
    )
    stage.note("All stop at the first 429 and start together: one cool-down for all clients.")
    limiter = sandbox.rate_limiter
    refused = sum(call.status == HTTPStatus.TOO_MANY_REQUESTS for call in sandbox.calls[before:])
    stage.check(
        _answers(workers) == WORKERS * CALLS,
        f"{_answers(workers)} of {WORKERS * CALLS} calls answered, none lost",
    )
    stage.check(
        limiter.sent_into_block <= limiter.blocks * (WORKERS - 1),
        f"{limiter.blocks} x {limiter.limits.block:.0f} s of block, {refused} answers 429: "
        "only calls already in the air met one",
    )


def _answers(workers: Sequence[Worker]) -> int:
    return sum(len(worker.answered_at) for worker in workers)


def _show_progress(meter: Meter, sandbox: LocalAcme, clock: FastClock, answers: int) -> None:
    limited = [call.time for call in sandbox.calls if call.status == HTTPStatus.TOO_MANY_REQUESTS]
    left = max(limited, default=0.0) + sandbox.rate_limiter.limits.block - clock.now()
    share = answers / (WORKERS * CALLS)
    if left > 0:
        meter.show(share, "cool-down", f"{clock.sleepers} workers wait, {left:.0f} s left")
    else:
        meter.show(share, "calling", f"{answers} answers")


def _slots(worker: Worker, began: float, ended: float) -> list[bool]:
    """Tell for each slot until the worker's last answer whether it had one in it."""
    length = (ended - began) / SLOTS
    busy = {int((moment - began) / length) for moment in worker.answered_at}
    return [slot in busy for slot in range(max(busy, default=-1) + 1)]
