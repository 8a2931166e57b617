"""The last calls of a sandbox, with their requests and answers."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from functools import cached_property

from .http.messages import RecordedCall, Reply, Request
from .http.refusal import Refusal

KEPT_CALLS = 10_000
KEPT_BYTES = 64_000_000
# The value of a field whose name ends with id, and a body that is nothing but a value.
_IDS = re.compile(rb'"[^"]*id"\s*:\s*"?([-\w.]+)', re.IGNORECASE)
_ALONE = re.compile(rb'"?([-\w.]+)"?')


@dataclass(eq=False)
class Entry:
    """One call, noted while it is answered; what may be secret in it does not print."""

    request: Request = field(repr=False)  # as it came
    time: float  # when it came, in seconds since 1970-01-01T00:00:00Z
    operation_id: str = ""  # empty for a path that leads to no operation
    reply: Reply = field(default=Reply(0), repr=False)  # as it is sent
    carried_out: bool = False  # whether the operation was done
    seconds: float = 0.0  # how long the answer took to make; its own delay comes besides
    fault: str | None = None  # the kind of the fault that happened to it, or None
    problems: tuple[str, ...] = ()  # what was wrong with the request, a sentence each
    lenient: list[str] = field(default_factory=list)  # what was taken all the same
    number: int = 0  # counted from 1 since the journal began
    # Counted from 1 among the requests that belong together: those of one operation with one
    # `x-acme-request-uuid`, or else one `x-acme-request-id`.
    attempt: int = 1

    def refused(self, refusal: Refusal) -> Reply:
        """Note what was wrong, and return the answer that says so."""
        self.problems = tuple(refusal.problems) or (refusal.message,)
        return refusal.reply()

    @cached_property
    def call(self) -> RecordedCall:
        """What programs are told of it."""
        return RecordedCall(
            operation_id=self.operation_id,
            status=self.reply.status,
            ip=self.request.ip,
            time=self.time,
            request_uuid=self.request.headers.get("x-acme-request-uuid"),
            carried_out=self.carried_out,
            lenient=tuple(self.lenient),
        )

    @cached_property
    def named(self) -> frozenset[str]:
        """The ids that its path, its body and its answer name, and perhaps some more."""
        found = self.request.path.split("/")
        for content in (self.request.body, self.reply.body):
            alone = _ALONE.fullmatch(content)
            found += map(bytes.decode, _IDS.findall(content) + ([alone[1]] if alone else []))
        return frozenset(found)

    @property
    def size(self) -> int:
        return len(self.request.body) + len(self.reply.body)


class Journal:
    """Keeps the last calls; read and written under the lock of its sandbox.

    A sandbox that begins anew begins a new one. Each has a name of its own, by which a page that was
    away finds out that what it has is no longer there. Beyond so many calls, or bytes of bodies,
    older entries go first.
    """

    def __init__(self, calls: int = KEPT_CALLS, size: int = KEPT_BYTES) -> None:
        self.beginning = secrets.token_hex(6)
        self.changes = 0  # how many the control API has made
        self.calls: deque[RecordedCall] = deque(maxlen=calls)
        self._most_calls = calls
        self._most_bytes = size
        self._entries: OrderedDict[int, Entry] = OrderedDict()
        self._attempts: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._last = 0
        self._bytes = 0

    def add(self, entry: Entry) -> None:
        """Keep a call that was answered."""
        self._last += 1
        entry.number, entry.attempt = self._last, self._attempt(entry)
        self.calls.append(entry.call)
        self._entries[entry.number] = entry
        self._bytes += entry.size
        while len(self._entries) > self._most_calls or (
            self._bytes > self._most_bytes and len(self._entries) > 1
        ):
            _, oldest = self._entries.popitem(last=False)
            self._bytes -= oldest.size

    def find(self, number: int) -> Entry | None:
        """Return a call, or None: it is not kept any more, or was never made."""
        return self._entries.get(number)

    def entries(self) -> list[Entry]:
        return list(self._entries.values())

    def since(self, number: int, most: int) -> list[Entry]:
        """Return what is new to somebody who has seen the calls up to one, so many at most."""
        first = max(number + 1, next(iter(self._entries), 1))
        numbers = range(first, min(self._last + 1, first + most))
        return [self._entries[each] for each in numbers]

    def _attempt(self, entry: Entry) -> int:
        shared = entry.call.request_uuid or entry.request.headers.get("x-acme-request-id")
        if not shared:
            return 1
        key = (entry.operation_id, shared)
        self._attempts[key] = attempt = self._attempts.pop(key, 0) + 1
        if len(self._attempts) > self._most_calls:
            self._attempts.popitem(last=False)
        return attempt
