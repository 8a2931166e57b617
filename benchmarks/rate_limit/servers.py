"""A family of servers with a rate limit; which of them the vendor runs, nobody outside knows."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass
from math import floor
from typing import Literal

WINDOW = 60.0

Shape = Literal["wall", "first", "sliding", "bucket"]
RetryAfter = Literal["", "exact", "short"]


@dataclass(frozen=True, slots=True)
class Variant:
    """One server.

    Attributes:
        shape: how it counts.
        limit: calls per minute.
        block: seconds that a block lasts; 0 for none, only refusals until there is room.
        extended: each call during a block makes it start anew.
        retry_after: whether a 429 tells the seconds left, or too few of them.
        changes: (seconds from the start, new limit).
        foreign: share of the limit that another client on the same address uses.
        burst: most calls within two seconds; 0 for any number.
        errors: share of the calls that are counted and end in 503.
        holds: share of a minute's calls that a bucket holds.
        drained: a bucket is empty when a block ends.

    """

    shape: Shape = "sliding"
    limit: int = 300
    block: float = 60.0
    extended: bool = False
    retry_after: RetryAfter = ""
    changes: tuple[tuple[float, int], ...] = ()
    foreign: float = 0.0
    burst: int = 0
    errors: float = 0.0
    holds: float = 1.0
    drained: bool = False

    def limit_at(self, elapsed: float) -> int:
        """Give the limit so many seconds after the start."""
        limit = self.limit
        for moment, value in self.changes:
            if elapsed >= moment:
                limit = value
        return limit

    @property
    def name(self) -> str:
        """A short description."""
        parts = [self.shape, str(self.limit), f"{self.block:.0f} s"]
        parts.append("extended" if self.extended else "fixed")
        if self.retry_after:
            parts.append("Retry-After" if self.retry_after == "exact" else "short Retry-After")
        parts.extend(f"{limit} after {moment / 60:.0f} min" for moment, limit in self.changes)
        if self.foreign:
            parts.append(f"{self.foreign:.0%} foreign")
        if self.burst:
            parts.append(f"{self.burst} in 2 s")
        if self.errors:
            parts.append(f"{self.errors:.0%} errors")
        if self.holds < 1:
            parts.append(f"holds {self.holds:.0%}")
        if self.drained:
            parts.append("drained")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says: 200, 429 or 503, and the value of `Retry-After` if it sends one."""

    status: int
    retry_after: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the answer."""
        return {} if self.retry_after is None else {"retry-after": self.retry_after}


class Server:
    """Counts, admits and blocks, and keeps the books that the table is made from.

    Args:
        variant: what it does.
        start: the first reading of the clock.
        chance: decides where its minute begins, which no client's clock tells, and its errors.

    Attributes:
        accepted: moments of our accepted calls.
        refused: moments of our refused calls.
        blocks: moments at which a block began.

    """

    def __init__(self, variant: Variant, start: float, chance: random.Random) -> None:
        self.variant = variant
        self._chance = chance
        self._phase = chance.random() * WINDOW
        self.accepted: list[float] = []
        self.refused: list[float] = []
        self.blocks: list[float] = []
        self._start = start
        self._blocked_until = 0.0
        self._log: deque[float] = deque()
        self._recent: deque[float] = deque()
        self._window = -1.0
        self._count = 0
        self._level = variant.holds * variant.limit
        self._filled = start

    def answer(self, now: float, *, foreign: bool = False) -> Answer:
        """Take one call in."""
        variant = self.variant
        if now < self._blocked_until:
            if variant.extended:
                self._blocked_until = now + variant.block
        elif self._has_room(now):
            if not foreign:
                self.accepted.append(now)
            failed = variant.errors and self._chance.random() < variant.errors
            return Answer(503 if failed else 200)
        else:
            self._blocked_until = now + variant.block
            self.blocks.append(now)
        if not foreign:
            self.refused.append(now)
        left = max(self._blocked_until - now, 1)
        told = {"": None, "exact": f"{left:.0f}", "short": f"{left / 2:.0f}"}
        return Answer(429, told[variant.retry_after])

    def _has_room(self, now: float) -> bool:
        variant = self.variant
        limit = variant.limit_at(now - self._start)
        if variant.burst:
            recent = self._recent
            while recent and recent[0] <= now - 2.0:
                recent.popleft()
            if len(recent) >= variant.burst:
                return False
            recent.append(now)
        if variant.shape == "sliding":
            log = self._log
            while log and log[0] <= now - WINDOW:
                log.popleft()
            if len(log) >= limit:
                return False
            log.append(now)
            return True
        if variant.shape == "bucket":
            since = max(self._filled, self._blocked_until) if variant.drained else self._filled
            level = self._level + (now - since) * limit / WINDOW
            self._filled = now
            self._level = min(variant.holds * limit, level)
            if self._level < 1:
                return False
            self._level -= 1
            return True
        if variant.shape == "wall":
            window = floor((now - self._phase) / WINDOW) * WINDOW
            if window != self._window:
                self._window, self._count = window, 0
        elif now >= self._window + WINDOW:
            self._window, self._count = now, 0
        if self._count >= limit:
            return False
        self._count += 1
        return True
