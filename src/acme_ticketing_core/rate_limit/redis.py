"""The store of many hosts: Redis or Valkey (extra `redis`)."""

from __future__ import annotations

import json
import random
import time
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, TypeVarTuple, cast, final

from acme_ticketing_core.rate_limit.admission import Admission, Settlement, admit, settle, withdraw
from acme_ticketing_core.rate_limit.state import State, first_limit
from acme_ticketing_core.rate_limit.store import Store, StoreUnavailableError, read

if TYPE_CHECKING:
    from redis import Redis

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_PREFIX: Final = "acme-ticketing:gate:2:"
_EXPIRES: Final = 30 * 24 * 3600
_PATIENCE: Final = 5.0  # seconds to swap in a state that others change meanwhile
_PAUSE: Final = 0.01  # seconds, at most, after the first try; up to five times as long later
_MOST_TOLD: Final = 50


@final
class RedisStore(Store):
    """Keeps the state of gates in Redis or Valkey, for all hosts behind one address.

    A call costs one round trip, which is one script on the server, by the server's clock; that
    it was accepted is told with the next one. What a 429 teaches is read, worked out here, and
    swapped in if nothing has changed. The keys expire after thirty days without a call.

    Args:
        server: a URL, `redis://host:6379/0`, or a client of `redis` with time-outs of its own.
        timeout: seconds that a step may take, if a URL was given.
        monotonic: gives seconds that never run backwards, of this host.

    """

    def __init__(
        self,
        server: str | Redis,
        *,
        timeout: float = 0.5,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        if isinstance(server, str):
            from redis import Redis
            from redis.backoff import NoBackoff
            from redis.retry import Retry

            # One more try: a pooled connection may have been closed by the server since.
            server = cast("Any", Redis).from_url(
                server,
                socket_timeout=timeout,
                socket_connect_timeout=timeout,
                retry=Retry(NoBackoff(), 1),
            )
        self._redis: Final = cast("Any", server)
        self._monotonic: Final = monotonic
        self._ahead = 0.0
        self._accepted: defaultdict[str, deque[tuple[float, float]]] = defaultdict(
            lambda: deque(maxlen=_MOST_TOLD)
        )
        self._script: Final[Any] = self._redis.register_script(
            Path(__file__).with_name("admission.lua").read_text(encoding="utf-8")
        )
        self._in_script: Final[dict[Any, Callable[..., Any]]] = {
            admit: self._admit,
            settle: self._settle,
            withdraw: self._withdraw,
            read: self._read,
        }

    def change(self, key: str, transition: Callable[[State, float, *Ts], T], *arguments: *Ts) -> T:
        """Run what the script has; else read, change and swap in, again if somebody was faster."""
        if transition in self._in_script:
            answer: T = self._in_script[transition](key, *arguments)
            return answer
        ends_at = self._monotonic() + _PATIENCE
        for tries in count(1):
            state, now = self._read(key)
            revision = state.revision
            result = transition(state, now, *arguments)
            state.revision += 1
            if self._run(key, "swap", str(revision), state.dump()):
                return result
            if self._monotonic() >= ends_at:
                break
            # Of many that swap at once some have to step back.
            time.sleep(random.uniform(0.0, min(tries, 5) * _PAUSE))  # noqa: S311
        raise StoreUnavailableError("Redis: the state changes faster than it can be swapped")

    def close(self) -> None:
        """Close the connections."""
        self._redis.close()

    def _admit(self, key: str, ticket: str, rank: float | None, lag: float) -> Admission:
        known = "" if rank is None else f"{rank:.4f}"
        answer = self._run(key, "admit", ticket, known, f"{lag:.4f}", self._take_accepted(key))
        granted, probe, tune, *numbers = answer
        place, ask_in, expected, blocked_for, limit, now = map(float, numbers)
        self._ahead = now - self._monotonic()
        seconds = ask_in, expected, blocked_for
        return Admission(bool(granted), bool(probe), now, place, *seconds, limit, bool(tune))

    def _settle(self, key: str, admission: Admission, settlement: Settlement) -> None:
        if settlement == "accepted" and not admission.probe:
            answered = self._monotonic() + self._ahead
            self._accepted[key].append((round(admission.at, 4), round(answered, 4)))
        else:
            self._run(key, "settle", f"{admission.at:.4f}", settlement)

    def _withdraw(self, key: str, ticket: str, rank: float) -> None:
        self._run(key, "withdraw", ticket, f"{rank:.4f}")

    def _read(self, key: str) -> tuple[State, float]:
        now, text = self._run(key, "read")
        return State.load(text, key), float(now)

    def _take_accepted(self, key: str) -> str:
        told: list[tuple[float, float]] = []
        with suppress(IndexError):  # there is none left; other threads take some, too
            while True:
                told.append(self._accepted[key].popleft())
        return json.dumps(told)

    def _run(self, key: str, transition: str, *arguments: str | bytes) -> Any:
        from redis.exceptions import RedisError

        new = State(first_limit(key)).dump()
        try:
            return self._script(keys=[_PREFIX + key], args=[transition, _EXPIRES, new, *arguments])
        except (RedisError, OSError) as error:
            raise StoreUnavailableError(f"Redis: {error}") from error
