"""What the gate of one budget knows; times are seconds since 1970-01-01 on the store's clock."""

from __future__ import annotations

from typing import Any, Final, cast, final

from acme_ticketing_core.runtime.process import import_whole

# In seconds; WINDOW, BLOCK and FIRST_CORS_LIMIT by api-facts/README.md.
WINDOW: Final = 60.0  # over which the vendor counts: hundreds per IP per minute
BLOCK: Final = 60.0  # until a block proves longer
LONGEST_BLOCK: Final = 3600.0  # what asks for more is not meant for a block of a minute
RAISE_AFTER: Final = 600.0  # saturated, without 429, before a higher limit is tried at first
FIRST_CORS_LIMIT: Final = 4.0  # calls: the vendor tells 4 to 10 for the `cors` profile


@final
class State:
    """The memory of a gate, field by field as it is stored."""

    def __init__(self, limit: float = 0.0) -> None:
        self.limit = limit  # calls that the server takes per window; 0 for unknown
        self.quota = int(limit)  # calls that the gate lets through per window; 0 for all
        self.bucket = False  # the server surely fills a bucket: what is not used is kept
        self.gentle = False  # the server refuses bursts: calls are always evenly spaced
        self.rtt = 0.3  # seconds that an answer takes
        self.hold = 0.3  # seconds that a call counts on past the window: it arrived after it left

        self.block = BLOCK  # seconds that a block lasts
        self.blocked_until = 0.0  # nobody starts before
        self.closed_at = -1.0  # when the latest block was first heard of; before all time for none
        self.onset = 0.0  # when the refused call that began the latest block was sent
        self.probing = False  # after a block, until one call has been accepted
        self.probe_until = 0.0  # when the call that goes first is given up; 0 for none out
        self.failed_probes = 0  # calls refused after what should have been the block's end
        self.trusts_header = True  # whether `Retry-After` has told the truth so far

        self.used: list[list[float]] = []  # [when, calls] that count in the window, oldest first
        self.total = 0  # the calls in `used`
        self.saturated = False  # demand is above the quota, so that calls are evenly spaced
        self.next_at = 0.0  # when the next call may start while saturated
        self.queue: list[list[Any]] = []  # [rank, ticket, given up at] of those who wait, in order

        # Calls as they are counted for the next 429. A run begins after each block.
        self.run_at = 0.0
        self.run_n = 0
        self.peak = 0  # most calls within any window of this run, and when that was reached
        self.peak_at = 0.0
        self.first_at = 0.0  # the present window, if the server counts from a first call
        self.first_n = 0
        self.first_peak = 0  # most calls in an earlier such window of this run
        self.minutes: list[list[float]] = []  # [minute of the clock, calls], oldest first
        self.seconds: list[int] = []  # calls of this run by second of the clock
        self.seconds_at = 0  # the second of the last entry of `seconds`

        # [way, lowest limit, highest limit, how likely] of each way of counting (belief.py).
        self.belief: list[list[float]] = []
        self.before: list[Any] = []  # what was learned before the latest 429, to learn again
        self.refused_at = 0.0  # when the refused call of the latest 429 was sent; 0 for never
        self.raise_at = 0.0  # when a higher limit is tried
        self.raise_after = RAISE_AFTER  # saturated seconds without 429 before that
        self.trial = 0  # steps of the trial under way, 0 for none
        self.surprises = 0  # 429s one after another that came although the quota was kept
        self.revision = 0  # counts the changes, for stores that compare and swap

    def dump(self) -> bytes:
        import_whole("orjson")
        import orjson

        return orjson.dumps(vars(self))

    @classmethod
    def load(cls, text: bytes | str, key: str) -> State:
        """Read what `dump` wrote of a budget; anything else is begun anew."""
        import_whole("orjson")
        import orjson

        state = cls(first_limit(key))
        try:
            loaded: object = orjson.loads(text)
        except ValueError:
            return state
        fields = cast("dict[str, Any]", loaded) if isinstance(loaded, dict) else {}
        if fields.keys() >= vars(state).keys():
            for name in vars(state):
                setattr(state, name, _list_again(fields[name]))
        return state


def first_limit(key: str) -> float:
    """Give the limit before anything is learned; 0 for unknown."""
    return FIRST_CORS_LIMIT if key.startswith("cors:") else 0.0


def _list_again(value: object) -> object:
    """Undo that Redis's JSON writes an empty list as an empty object."""
    if value == {}:
        return []
    if isinstance(value, list):
        return [_list_again(item) for item in cast("list[object]", value)]
    return value
