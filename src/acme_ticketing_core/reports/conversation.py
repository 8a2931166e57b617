"""The talk with the server about a report: start it, ask how far it is, read it, period by period.

Generators without input or output, of `Ask` and `Pause`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal, NamedTuple, TypeAlias, cast, final

from acme_ticketing_core.errors import (
    AcmeError,
    DeadlineExceeded,
    InvalidArgument,
    ReportFailed,
    UnexpectedAnswer,
)
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.operations.operation import Ask, Conversation, Operation, Pause, as_data
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.reports.report import Report
from acme_ticketing_core.runtime.clock import Clock
from acme_ticketing_core.runtime.unset import UNSET

Unit = Literal["day", "week", "month", "year"]

_SECOND: Final = timedelta(seconds=1)
_DECEMBER: Final = 12


def periods(start: datetime, end: datetime, unit: Unit) -> list[tuple[datetime, datetime]]:
    """Cut a period where days, weeks (on Mondays), months or years begin.

    Both ends belong to it, as to a report's, and times are written to the second: so each part
    ends one second before the next begins. That is how the vendor's own example writes a day,
    from `2020-01-06T00:00:00-0500` to `2020-01-06T23:59:59-0500` (article 33000250710, "Running
    reports"); what becomes of a fraction of that last second, no source tells.
    """
    _moment("start", start)
    _moment("end", end)
    if end < start:
        raise InvalidArgument("end: it is before start")
    if unit not in ("day", "week", "month", "year"):
        raise InvalidArgument(f"by: day, week, month or year, not {unit!r}")
    parts: list[tuple[datetime, datetime]] = []
    while (following := _next(start, unit)) <= end:
        # A second of real time: the hour before midnight comes twice where summer time ends there.
        last = (following.astimezone(UTC) - _SECOND).astimezone(following.tzinfo)
        parts.append((start, last))
        start = following
    return [*parts, (start, end)]


def _next(moment: datetime, unit: Unit) -> datetime:
    """Give midnight of the next day, week, month or year."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if unit == "day":
        return midnight + timedelta(days=1)
    if unit == "week":
        return midnight + timedelta(days=7 - midnight.weekday())
    if unit == "year" or midnight.month == _DECEMBER:
        return midnight.replace(year=midnight.year + 1, month=1, day=1)
    return midnight.replace(month=midnight.month + 1, day=1)


State = Literal["running", "done", "failed"]


@final
class Polling:
    """How a call that takes long is started, watched and read.

    Args:
        start: starts a run.
        status: reads how far it is.
        id: where in the answer of `start` the run's id stands.
        status_field: where in the answer of `status` its status stands.
        done: statuses that mean the result can be read.
        failed: statuses that mean there will be none.
        results: form (`json`, `csv`) → the operation that reads the result in it.
        definition: reads what is to be run by its id, or None.

    """

    def __init__(
        self,
        *,
        start: Operation[Any],
        status: Operation[Any],
        id: str,
        status_field: str,
        done: tuple[str, ...],
        failed: tuple[str, ...],
        results: Mapping[str, Operation[Any]],
        definition: Operation[Any] | None = None,
    ) -> None:
        self.start: Final = as_data(start)
        self.status: Final = as_data(status)
        self.id: Final = id
        self.status_field: Final = status_field
        self.done: Final = tuple(word.lower() for word in done)
        self.failed: Final = tuple(word.lower() for word in failed)
        self.results: Final = results
        self.definition: Final = None if definition is None else as_data(definition)

    def state(self, status: str) -> State:
        """Understand a status: without regard to case, and by how it begins.

        Sources write `Complete` and `Completed` (api-facts/reports.md, "Runs").
        """
        word = status.lower()
        if word.startswith(self.done):
            return "done"
        return "failed" if word.startswith(self.failed) else "running"


FIRST_PAUSE: Final = 1.0
"""Seconds between starting a report and asking for it; known programs take 1 to 5."""

GROWTH: Final = 1.5
LONGEST_PAUSE: Final = 15.0

DEFAULT_DEADLINE: Final = 900.0
"""Seconds for a whole report: what an older program of a venue allowed (api-facts/reports.md)."""


_GATEWAY_TIMEOUT: Final = 504
_SMALLER: Final = (
    "The report is too much at once, and trying again did not help. Ask for smaller periods: "
    'reports.run_chunked(..., by="month"), or by="day".'
)


class Progress(NamedTuple):
    """How far a report is.

    Attributes:
        id: the run's id.
        status: what the server calls it.
        elapsed: seconds since this program began to wait.
        part: which part of a chunked report this is, from 1.
        parts: how many parts it has.

    """

    id: int | str
    status: str
    elapsed: float
    part: int = 1
    parts: int = 1


OnProgress: TypeAlias = Callable[[Progress], object]
Definition: TypeAlias = "Model | Mapping[str, Any] | str"
"""A report definition, as a model or as JSON, or its id."""


class Order(NamedTuple):
    """What to run.

    Attributes:
        definition: the report.
        start: the beginning of the period, or None for that of the definition.
        end: its end, which belongs to it.
        date_range_field: which date of a record must lie in it, or None as the definition says.

    """

    definition: Definition
    start: datetime | None
    end: datetime | None
    date_range_field: str | None


class Timer:
    """One deadline for everything that is done about a report."""

    def __init__(self, clock: Clock, deadline: float | None) -> None:
        if deadline is not None and not deadline > 0:
            raise InvalidArgument(f"deadline is seconds above 0, or None, not {deadline!r}")
        self._clock = clock
        self._began: Final = clock.monotonic()
        self._ends: Final = None if deadline is None else self._began + deadline

    def elapsed(self) -> float:
        return self._clock.monotonic() - self._began

    def left(self) -> float | None:
        return None if self._ends is None else self._ends - self._clock.monotonic()

    def options(self) -> CallOptions:
        """Give the options of a call that has what is left."""
        left = self.left()
        if left is not None and left <= 0:
            raise DeadlineExceeded("the deadline of the report is over")
        return CallOptions(deadline=left, priority="bulk")


def start(polling: Polling, timer: Timer, order: Order) -> Conversation[int | str]:
    definition = order.definition
    if isinstance(definition, str):
        definition = yield from _definition(polling, timer, definition)
    answer = yield Ask(polling.start, {}, _body(definition, order), timer.options())
    found = _field(answer, polling.id)
    if not isinstance(found, (int, str)):
        raise UnexpectedAnswer("the server started a report and gave it no id")
    return found


def run_id_of(handle: int | str | Mapping[str, Any]) -> int | str:
    """Give the id of a run, from itself or from what `to_dict` of its handle gave."""
    run_id = handle["id"] if isinstance(handle, Mapping) else handle
    if isinstance(run_id, bool) or not isinstance(run_id, (int, str)):
        raise InvalidArgument("handle: it has no id of a run")
    return run_id


def wait(
    polling: Polling,
    timer: Timer,
    run_id: int | str,
    progress: OnProgress | None,
    part: tuple[int, int] = (1, 1),
) -> Conversation[None]:
    """Ask, ever less often, until a report is done."""
    pause = FIRST_PAUSE
    try:
        while True:
            status = yield from read_status(polling, timer, run_id)
            if progress is not None:
                progress(Progress(run_id, status, timer.elapsed(), *part))
            state = polling.state(status)
            if state == "done":
                return
            if state == "failed":
                raise ReportFailed(f"report run {run_id} ended as {status}")
            left = timer.left()
            if left is not None and left <= pause:
                raise DeadlineExceeded(f"report run {run_id} is {status}, and the time is over")
            yield Pause(pause)
            pause = min(pause * GROWTH, LONGEST_PAUSE)
    except AcmeError as error:
        if not isinstance(error, ReportFailed):
            error.add_note(
                f"The server goes on with it: reports.resume({run_id!r}) finds it again."
            )
        raise


def read_status(polling: Polling, timer: Timer, run_id: int | str) -> Conversation[str]:
    answer = yield Ask(polling.status, {"id": run_id}, UNSET, timer.options())
    return str(_field(answer, polling.status_field))


def read_result(polling: Polling, timer: Timer, run_id: int | str) -> Conversation[Report]:
    operation = polling.results["json"]
    try:
        data = yield Ask(as_data(operation), {"id": run_id}, UNSET, timer.options())
    except AcmeError as error:
        _is_too_much(error)
        raise
    return Report((run_id,), (data,))


def _is_too_much(error: AcmeError) -> bool:
    """Tell whether a gateway gave up on a report, and let the error say what to do."""
    too_much = getattr(error, "status", None) == _GATEWAY_TIMEOUT
    if too_much and _SMALLER not in getattr(error, "__notes__", ()):
        error.add_note(_SMALLER)
    return too_much


def result(
    polling: Polling, timer: Timer, run_id: int | str, progress: OnProgress | None
) -> Conversation[Report]:
    yield from wait(polling, timer, run_id, progress)
    return (yield from read_result(polling, timer, run_id))


def run(
    polling: Polling,
    timer: Timer,
    order: Order,
    progress: OnProgress | None,
    part: tuple[int, int] = (1, 1),
) -> Conversation[Report]:
    """Start a report, wait for it, and read it; once more after a 504, in which heavy ones end.

    Starting a report changes nothing at the venue, so doing it twice does no harm.
    """
    again = False
    while True:
        try:
            run_id = yield from start(polling, timer, order)
            yield from wait(polling, timer, run_id, progress, part)
            return (yield from read_result(polling, timer, run_id))
        except AcmeError as error:
            if not _is_too_much(error) or again:
                raise
            again = True


def run_chunked(
    polling: Polling, timer: Timer, order: Order, unit: Unit, progress: OnProgress | None
) -> Conversation[Report]:
    """Run a report for each part of a period, one after the other, and join what they found."""
    assert order.start is not None, "a period that is cut has a beginning"
    assert order.end is not None, "a period that is cut has an end"
    parts = periods(order.start, order.end, unit)
    if isinstance(order.definition, str):
        definition = yield from _definition(polling, timer, order.definition)
        order = order._replace(definition=definition)
    found: list[Report] = []
    for number, (first, last) in enumerate(parts, 1):
        cut, part = order._replace(start=first, end=last), (number, len(parts))
        found.append((yield from run(polling, timer, cut, progress, part)))
    return Report.joined(found)


def _definition(
    polling: Polling, timer: Timer, definition_id: str
) -> Conversation[Mapping[str, Any]]:
    if polling.definition is None:
        raise InvalidArgument("definition: give the definition itself; none can be read by its id")
    found = yield Ask(polling.definition, {"id": definition_id}, UNSET, timer.options())
    if not isinstance(found, dict):
        raise InvalidArgument(f"definition: there is none with the id {definition_id!r}")
    return cast("dict[str, Any]", found)


def _body(definition: Model | Mapping[str, Any], order: Order) -> Mapping[str, Any]:
    """Write what starts a run, from a definition or from the start of an earlier run.

    Leaving the query out is an error. Four dates in the ISO form are what one program sends with
    success (api-facts/reports.md, "ReportRunInput").
    """
    given = definition.to_dict() if isinstance(definition, Model) else definition
    settings: Mapping[str, Any] = given.get("dateSettings") or {}
    uuid = given.get("reportUuid") or given.get("id")
    field: Any = (
        order.date_range_field or given.get("dateRangeField") or settings.get("dateRangeField")
    )
    if not given.get("queryExpression"):
        raise InvalidArgument("definition: it has no queryExpression, so there is nothing to run")
    if (order.start or order.end) is not None and not field:
        raise InvalidArgument(
            "date_range_field: the definition does not say which date the period means; "
            "give 'TransactionDate' or 'EventStartTime'"
        )
    body: dict[str, Any] = {"queryExpression": given["queryExpression"]}
    if uuid:
        body["reportUuid"] = uuid
    if field:
        body["dateRangeField"] = field
    for name, moment in (("start", order.start), ("end", order.end)):
        if moment is not None:
            text = _moment(name, moment)
            body[f"{name}Date"] = body[f"{name}DateTime"] = text
        elif settings.get(f"{name}Date"):
            body[f"{name}Date"] = settings[f"{name}Date"]
            body[f"{name}DateTime"] = settings.get(f"{name}DateTime") or settings[f"{name}Date"]
    return body


def _moment(name: str, moment: datetime) -> str:
    if moment.utcoffset() is None:
        raise InvalidArgument(
            f"{name}: a datetime without a time zone names no moment; give it the venue's"
        )
    return moment.isoformat(timespec="seconds")


def _field(answer: Any, name: str) -> Any:
    if not isinstance(answer, dict):
        raise UnexpectedAnswer("the answer about a report is no object")
    return cast("dict[str, Any]", answer).get(name)
