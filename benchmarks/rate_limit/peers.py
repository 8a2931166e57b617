"""Other clients' policies, re-implemented from their documented behaviour, and an oracle.

Each has `request(send, deadline)` like `acme_ticketing_core.rate_limit.simulate.policy`; a call
that the client gives up raises `Lost`.
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable

from .servers import Answer, Variant
from .timeline import Timeline

Send = Callable[[], Awaitable[Answer]]

LIMITED = 429


class Lost(Exception):  # noqa: N818 - named for what happened to the call
    """The client has given the call up."""


class OpenAiStyle:
    """As the clients made by Stainless: two retries, half a second doubling up to eight.

    `Retry-After` is kept to up to a minute. Every call waits for itself.
    """

    def __init__(self, env: Timeline, seed: int) -> None:
        self._env = env
        self._random = random.Random(seed)

    async def request(self, send: Send, deadline: float | None) -> Answer:
        """Make one call."""
        for attempt in range(3):
            answer = await send()
            if answer.status != LIMITED:
                return answer
            if attempt < 2:
                asked = float(answer.retry_after or 0)
                pause = min(0.5 * 2.0**attempt, 8.0) * (1 - 0.25 * self._random.random())
                await self._env.sleep(asked if 0 < asked <= 60 else pause)
        raise Lost


class TenacityStyle:
    """As tenacity's documented recipe: `wait_random_exponential(max=60)`, six attempts."""

    def __init__(self, env: Timeline, seed: int) -> None:
        self._env = env
        self._random = random.Random(seed)

    async def request(self, send: Send, deadline: float | None) -> Answer:
        """Make one call."""
        for attempt in range(6):
            answer = await send()
            if answer.status != LIMITED:
                return answer
            if attempt < 5:
                await self._env.sleep(self._random.uniform(0, min(60.0, 2.0**attempt)))
        raise Lost


class BotocoreAdaptive:
    """As botocore's mode `adaptive`: a client-side rate that follows CUBIC, and three attempts.

    A throttled answer cuts the rate to 70 % of what was measured; it then grows back towards it
    and past it. One client's calls share the rate; each waits for itself after a 429.
    """

    _BETA = 0.7
    _SCALE = 0.4
    _SMOOTH = 0.8

    def __init__(self, env: Timeline, seed: int) -> None:
        self._env = env
        self._random = random.Random(seed)
        self._enabled = False
        self._rate = 0.5
        self._tokens = 0.0
        self._filled = env.now()
        self._max_rate = 0.0
        self._throttled = env.now()
        self._measured = 0.0
        self._bucket = -1.0
        self._in_bucket = 0

    async def request(self, send: Send, deadline: float | None) -> Answer:
        """Make one call."""
        for attempt in range(3):
            await self._acquire()
            answer = await send()
            self._update(throttled=answer.status == LIMITED)
            if answer.status != LIMITED:
                return answer
            if attempt < 2:
                await self._env.sleep(min(self._random.random() * 2.0**attempt, 20.0))
        raise Lost

    async def _acquire(self) -> None:
        while self._enabled:
            now = self._env.now()
            gained = (now - self._filled) * self._rate
            self._tokens = min(max(self._rate, 1.0), self._tokens + gained)
            self._filled = now
            if self._tokens >= 1:
                self._tokens -= 1
                return
            await self._env.sleep(max((1 - self._tokens) / self._rate, 0.001))

    def _update(self, *, throttled: bool) -> None:
        now = self._env.now()
        bucket = now // 0.5 * 0.5
        self._in_bucket += 1
        if bucket > self._bucket:
            rate = self._in_bucket / max(bucket - self._bucket, 0.5)
            self._measured = rate * self._SMOOTH + self._measured * (1 - self._SMOOTH)
            self._bucket, self._in_bucket = bucket, 0
        if throttled:
            rate = min(self._measured, self._rate) if self._enabled else self._measured
            self._max_rate = rate
            self._throttled = now
            self._enabled = True
            new = rate * self._BETA
        else:
            window = (self._max_rate * (1 - self._BETA) / self._SCALE) ** (1 / 3)
            new = self._SCALE * (now - self._throttled - window) ** 3 + self._max_rate
        self._rate = max(min(new, 2 * max(self._measured, 0.25)), 0.5)


class Oracle:
    """Knows the limit and keeps to it; knows nothing of who else uses it."""

    def __init__(self, env: Timeline, variant: Variant) -> None:
        self._env = env
        self._variant = variant
        self._start = env.now()
        self._next = env.now()

    async def request(self, send: Send, deadline: float | None) -> Answer:
        """Make one call."""
        while True:
            now = self._env.now()
            self._next = max(self._next, now)
            pause = self._next - now
            limit = self._variant.limit_at(now - self._start)
            # An answer takes up to 0.3 s: so much closer together may two calls arrive.
            self._next += 60.35 / limit
            if pause:
                await self._env.sleep(pause)
            answer = await send()
            if answer.status != LIMITED:
                return answer
            self._next = max(self._next, self._env.now() + self._variant.block + 0.5)
