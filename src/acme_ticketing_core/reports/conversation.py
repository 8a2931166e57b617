"""The calls that a report takes, without input or output."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from os import PathLike
from typing import Any, Final, Literal, NamedTuple, TypeAlias, cast

from acme_ticketing_core import errors
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.operations.operation import Ask, Conversation, Operation, Pause, as_data
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.reports.report import Report
from acme_ticketing_core.runtime.clock import Clock, growing_pauses
from acme_ticketing_core.runtime.unset import UNSET
from acme_ticketing_core.transport.steps import OnReceived, Saved, saving

Unit = Literal["day", "week", "month", "year"]

_SECOND: Final = timedelta(seconds=1)


def periods(start: datetime, end: datetime, unit: Unit) -> list[tuple[datetime, datetime]]:
    """Cut a period where days, weeks (on Mondays), months or years begin.

    Each part ends one second before the next begins, as the vendor writes a day (article
    33000250710, "Running reports"); what becomes of a fraction of that second, no source tells.
    """
    _moment("start", start)
    _moment("end", end)
    if end < start:
        raise errors.InvalidArgument("end: it is before start")
    if unit not in ("day", "week", "month", "year"):
        raise errors.InvalidArgument(f"by: day, week, month or year, not {unit!r}")
    parts: list[tuple[datetime, datetime]] = []
    while (following := _next(start, unit)) <= end:
        # A second of real time: the hour before midnight comes twice where summer time ends there.
        last = (following.astimezone(UTC) - _SECOND).astimezone(following.tzinfo)
        parts.append((start, last))
        start = following
    return [*parts, (start, end)]


def _next(moment: datetime, unit: Unit) -> datetime:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if unit == "year":
        return midnight.replace(year=midnight.year + 1, month=1, day=1)
    if unit == "month":
        return (midnight.replace(day=1) + timedelta(days=31)).replace(day=1)
    return midnight + timedelta(days=1 if unit == "day" else 7 - midnight.weekday())


class Polling(NamedTuple):
    """What `x-acme-polling` says."""

    start: Operation[Any]
    status: Operation[Any]
    id: str  # where in the answer of `start` the run's id stands
    status_field: str  # where in the answer of `status` its status stands
    done: tuple[str, ...]  # statuses that mean the result can be read
    failed: tuple[str, ...]  # statuses that mean there will be none
    results: Mapping[str, Operation[Any]]  # form (`json`, `csv`) → what reads the result in it
    definition: Operation[Any] | None = None  # reads what is to be run by its id


DEFAULT_DEADLINE: Final = 900.0
"""Seconds for a whole report: what an older program of a venue allowed (api-facts/reports.md)."""


GATEWAY_TIMEOUT: Final = 504
_SMALLER: Final = (
    "The report is too much at once, and trying again did not help. Ask for smaller periods: "
    'reports.run_chunked(..., by="month"), or by="day".'
)


class Progress(NamedTuple):
    """How far a report is."""

    id: int | str
    status: str  # as the server calls it
    elapsed: float  # seconds since this program began to wait
    part: int = 1  # of a chunked report
    parts: int = 1


OnProgress: TypeAlias = Callable[[Progress], object]
Definition: TypeAlias = "Model | Mapping[str, Any] | str"
"""A report definition, as a model or as JSON, or its id."""


class Order(NamedTuple):
    """What to run; both ends belong to the period, and None is as the definition says."""

    definition: Definition
    start: datetime | None
    end: datetime | None
    date_range_field: str | None  # which date of a record must lie in the period


class ReportCalls:
    """One deadline, in seconds, for all of them; `progress` is told how far they are."""

    def __init__(
        self,
        polling: Polling,
        clock: Clock,
        deadline: float | None,
        progress: OnProgress | None = None,
    ) -> None:
        if deadline is not None and not deadline > 0:
            raise errors.InvalidArgument(f"deadline is seconds above 0, or None, not {deadline!r}")
        self._polling: Final = polling
        self._clock: Final = clock
        self._began: Final = clock.monotonic()
        self._deadline: Final = deadline
        self._progress: Final = progress
        self._part = (1, 1)

    def options(self) -> CallOptions:
        left = self._left()
        if left is not None and left <= 0:
            raise errors.DeadlineExceeded("the deadline of the report is over")
        return CallOptions(deadline=left, priority="bulk")

    def start(self, order: Order) -> Conversation[int | str]:
        order = yield from self._defined(order)
        answer = yield self._ask(self._polling.start, {}, _body(order))
        found = _field(answer, self._polling.id)
        if not isinstance(found, (int, str)):
            raise errors.UnexpectedAnswer("the server started a report and gave it no id")
        return found

    def status(self, run_id: int | str) -> Conversation[str]:
        answer = yield self._ask(self._polling.status, {"id": run_id})
        return str(_field(answer, self._polling.status_field))

    def wait(self, run_id: int | str) -> Conversation[None]:
        try:
            for pause in growing_pauses():  # known programs take 1 to 5 seconds
                status = yield from self.status(run_id)
                if self._progress is not None:
                    elapsed = self._clock.monotonic() - self._began
                    self._progress(Progress(run_id, status, elapsed, *self._part))
                if _is_one_of(status, self._polling.done):
                    return
                if _is_one_of(status, self._polling.failed):
                    raise errors.ReportFailed(f"report run {run_id} ended as {status}")
                left = self._left()
                if left is not None and left <= pause:
                    told = f"report run {run_id} is {status}, and the time is over"
                    raise errors.DeadlineExceeded(told)
                yield Pause(pause)
        except errors.AcmeError as error:
            if not isinstance(error, errors.ReportFailed):
                error.add_note(
                    f"The server goes on with it: reports.resume({run_id!r}) finds it again."
                )
            raise

    def result(self, run_id: int | str) -> Conversation[Report]:
        yield from self.wait(run_id)
        try:
            data = yield self._ask(self._polling.results["json"], {"id": run_id})
        except errors.AcmeError as error:
            _is_too_much(error)
            raise
        return Report((run_id,), (data,))

    def save_csv(
        self, run_id: int | str, path: str | PathLike[str], received: OnReceived | None
    ) -> Conversation[Saved]:
        yield from self.wait(run_id)
        csv, options = self._polling.results["csv"], self.options()
        return (yield from saving(csv, {"id": run_id}, path, received, options))

    def run(self, order: Order) -> Conversation[Report]:
        """Run it, and once more after a 504, in which heavy ones end: it changes nothing."""
        again = False
        while True:
            try:
                run_id = yield from self.start(order)
                return (yield from self.result(run_id))
            except errors.AcmeError as error:
                if not _is_too_much(error) or again:
                    raise
                again = True

    def run_parts(
        self, order: Order, parts: Sequence[tuple[datetime, datetime]]
    ) -> Conversation[Report]:
        order = yield from self._defined(order)
        found: list[Report] = []
        for number, (first, last) in enumerate(parts, 1):
            self._part = number, len(parts)
            found.append((yield from self.run(order._replace(start=first, end=last))))
        return Report.joined(found)

    def _defined(self, order: Order) -> Conversation[Order]:
        """Read the definition of an order that tells its id."""
        name, operation = order.definition, self._polling.definition
        if not isinstance(name, str):
            return order
        if operation is None:
            raise errors.InvalidArgument(
                "definition: give the definition itself; none can be read by its id"
            )
        found = yield self._ask(operation, {"id": name})
        if not isinstance(found, dict):
            raise errors.InvalidArgument(f"definition: there is none with the id {name!r}")
        return order._replace(definition=cast("dict[str, Any]", found))

    def _ask(
        self, operation: Operation[Any], arguments: Mapping[str, Any], body: Any = UNSET
    ) -> Ask:
        return Ask(as_data(operation), arguments, body, self.options())

    def _left(self) -> float | None:
        if self._deadline is None:
            return None
        return self._began + self._deadline - self._clock.monotonic()


def _is_one_of(status: str, words: tuple[str, ...]) -> bool:
    """Go by how it begins: sources write `Complete` and `Completed` (api-facts/reports.md)."""
    return status.lower().startswith(tuple(word.lower() for word in words))


def _is_too_much(error: errors.AcmeError) -> bool:
    """Tell whether a gateway gave up, and let the error say what to do."""
    too_much = getattr(error, "status", None) == GATEWAY_TIMEOUT
    if too_much and _SMALLER not in getattr(error, "__notes__", ()):
        error.add_note(_SMALLER)
    return too_much


def _body(order: Order) -> Mapping[str, Any]:
    """Write what starts a run.

    Four dates in the ISO form are what one program sends with success (api-facts/reports.md).
    """
    definition: Any = order.definition  # no id any more
    given = definition.to_dict() if isinstance(definition, Model) else definition
    settings: Mapping[str, Any] = given.get("dateSettings") or {}
    named = order.date_range_field or given.get("dateRangeField")
    field = named or settings.get("dateRangeField")
    if not given.get("queryExpression"):
        raise errors.InvalidArgument(
            "definition: it has no queryExpression, so there is nothing to run"
        )
    if (order.start or order.end) is not None and not field:
        raise errors.InvalidArgument(
            "date_range_field: the definition does not say which date the period means; "
            "give 'TransactionDate' or 'EventStartTime'"
        )
    body: dict[str, Any] = {"queryExpression": given["queryExpression"]}
    if uuid := given.get("reportUuid") or given.get("id"):
        body["reportUuid"] = uuid
    if field:
        body["dateRangeField"] = field
    for name, moment in (("start", order.start), ("end", order.end)):
        time = settings.get(f"{name}DateTime") if moment is None else None
        date = settings.get(f"{name}Date") if moment is None else _moment(name, moment)
        if date:
            body |= {f"{name}Date": date, f"{name}DateTime": time or date}
    return body


def _moment(name: str, moment: datetime) -> str:
    if moment.utcoffset() is None:
        raise errors.InvalidArgument(
            f"{name}: a datetime without a time zone names no moment; give it the venue's"
        )
    return moment.isoformat(timespec="seconds")


def _field(answer: Any, name: str) -> Any:
    if not isinstance(answer, dict):
        raise errors.UnexpectedAnswer("the answer about a report is no object")
    return cast("dict[str, Any]", answer).get(name)
