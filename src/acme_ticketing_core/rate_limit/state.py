"""What the gate of one budget knows: plain numbers and short lists, the same in every store.

Times are seconds since 1970-01-01T00:00:00Z on the store's clock.
"""

from __future__ import annotations

from typing import Any, Final, cast, final

from acme_ticketing_core.runtime.process import import_whole

WINDOW: Final = 60.0
"""Seconds over which the vendor counts (api-facts/README.md: hundreds per IP per minute)."""

BLOCK: Final = 60.0
"""Seconds that the vendor blocks, until a block proves longer (api-facts/README.md)."""

RAISE_AFTER: Final = 600.0
"""Saturated seconds without 429 after which a higher limit is tried for the first time."""

FIRST_CORS_LIMIT: Final = 4.0
"""Where the `cors` profile begins: the vendor tells a limit of 4 to 10 (api-facts/README.md)."""


@final
class State:
    """The memory of a gate.

    Attributes:
        limit: calls that the server takes per window, as far as is known; 0 for unknown.
        quota: calls that the gate lets through per window; 0 for all.
        bucket: the server surely fills a bucket evenly, so that what is not used is kept.
        gentle: the server refuses bursts, so that calls are always evenly spaced.
        hold: seconds for which a call counts on past the window: it was sent before it arrived.
        rtt: seconds that an answer takes.
        block: seconds that a block lasts.
        blocked_until: nobody starts before.
        closed_at: when the latest block was first heard of; before all time if there was none.
        onset: when the refused call that began the latest block was sent.
        probing: after a block, until one call has been accepted.
        probe_until: when the one call that goes first is given up for lost; 0 for none out.
        failed_probes: calls refused after what should have been the block's end.
        trusts_header: whether `Retry-After` has told the truth so far.
        used: [when, how many] calls that count in the window, oldest first.
        total: the calls in `used`.
        next_at: when the next call may start while saturated.
        saturated: whether demand is above the quota, so that calls are evenly spaced.
        queue: [rank, ticket, given up at] of those who wait, first in line first.
        minutes: [minute, how many] calls by minute of the clock, oldest first.
        first_at: when the present window began, if the server counts from a first call.
        first_n: calls in that window.
        first_peak: most calls in an earlier such window of this run.
        peak: most calls within any window of this run.
        peak_at: when that was reached.
        run_at: when this run began: at the first call, and again after each block.
        run_n: calls in this run.
        refused_at: when the refused call of the latest 429 was sent; 0 for never.
        seconds: calls of this run by second of the clock, the latest three windows of them.
        seconds_at: the second of the last entry of `seconds`.
        belief: [way, lowest, highest limit, how likely] of each way of counting (`belief.py`).
        before: the state of learning before the latest 429, to learn again while its block lasts.
        raise_at: when a higher limit is tried.
        raise_after: saturated seconds without 429 after which one is tried.
        trial: steps of the trial under way, 0 for none.
        surprises: 429s one after another that came although the quota was kept.
        revision: counts the changes, for stores that compare and swap.

    """

    __slots__ = (
        "before",
        "belief",
        "block",
        "blocked_until",
        "bucket",
        "closed_at",
        "failed_probes",
        "first_at",
        "first_n",
        "first_peak",
        "gentle",
        "hold",
        "limit",
        "minutes",
        "next_at",
        "onset",
        "peak",
        "peak_at",
        "probe_until",
        "probing",
        "queue",
        "quota",
        "raise_after",
        "raise_at",
        "refused_at",
        "revision",
        "rtt",
        "run_at",
        "run_n",
        "saturated",
        "seconds",
        "seconds_at",
        "surprises",
        "total",
        "trial",
        "trusts_header",
        "used",
    )

    def __init__(self, limit: float = 0.0) -> None:
        self.limit = limit
        self.quota = int(limit)
        self.bucket = False
        self.gentle = False
        self.hold = 0.3
        self.rtt = 0.3
        self.block = BLOCK
        self.blocked_until = 0.0
        self.closed_at = -1.0
        self.onset = 0.0
        self.probing = False
        self.probe_until = 0.0
        self.failed_probes = 0
        self.trusts_header = True
        self.used: list[list[float]] = []
        self.total = 0
        self.next_at = 0.0
        self.saturated = False
        self.queue: list[list[Any]] = []
        self.minutes: list[list[float]] = []
        self.first_at = 0.0
        self.first_n = 0
        self.first_peak = 0
        self.peak = 0
        self.peak_at = 0.0
        self.run_at = 0.0
        self.run_n = 0
        self.seconds: list[int] = []
        self.seconds_at = 0
        self.belief: list[list[float]] = []
        self.before: list[Any] = []
        self.refused_at = 0.0
        self.raise_at = 0.0
        self.raise_after = RAISE_AFTER
        self.trial = 0
        self.surprises = 0
        self.revision = 0

    def dump(self) -> bytes:
        """Write everything as JSON."""
        import_whole("orjson")
        import orjson

        return orjson.dumps({name: getattr(self, name) for name in State.__slots__})

    def copy(self) -> State:
        """Give an independent copy."""
        return State.load(self.dump())

    @classmethod
    def load(cls, text: bytes | str) -> State:
        """Read what `dump` wrote.

        Raises:
            ValueError: it is not a gate's state.

        """
        import_whole("orjson")
        import orjson

        loaded: object = orjson.loads(text)
        fields = cast("dict[str, Any]", loaded) if isinstance(loaded, dict) else {}
        if fields.keys() != set(cls.__slots__):
            raise ValueError("not the state of a gate")
        state = cls.__new__(cls)
        for name, value in fields.items():
            setattr(state, name, _list_again(value))
        return state


def _list_again(value: object) -> object:
    """Undo that Redis's JSON writes an empty list as an empty object."""
    if value == {}:
        return []
    if isinstance(value, list):
        return [_list_again(item) for item in cast("list[object]", value)]
    return value
