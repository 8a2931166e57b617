"""`reports` of a client, synchronous or not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from os import PathLike
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, final

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.operations.operation import awaited
from acme_ticketing_core.reports.conversation import (
    DEFAULT_DEADLINE,
    Definition,
    OnProgress,
    Order,
    Polling,
    ReportCalls,
    Unit,
    periods,
)
from acme_ticketing_core.reports.report import Report
from acme_ticketing_core.transport.steps import OnReceived, Saved

if TYPE_CHECKING:
    from acme_ticketing_core.client.async_client import AsyncClient
    from acme_ticketing_core.client.sync_client import SyncClient

C = TypeVar("C", bound="SyncClient | AsyncClient")


class _Base(Generic[C]):
    def __init__(self, client: C, polling: Polling) -> None:
        self._client: Final = client
        self._polling: Final = polling

    def _calls(self, deadline: float | None, progress: OnProgress | None = None) -> ReportCalls:
        return ReportCalls(self._polling, self._client.clock, deadline, progress)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._client!r}>"


class Reports(_Base["SyncClient"]):
    """Reports, from start to result.

        report = client.b2b.reports.run(definition, start=start, end=end)
        for row in report:
            print(row["EventName"], row["TransactionAmount"])

    A `definition` is a `ReportDefinition`, the same as JSON, or its id. `start` and `end` are aware
    datetimes, both included, and replace those of the definition. `deadline` is in seconds and for
    everything together, waits for the rate limit included; None is for ever. `progress` is called
    each time the server was asked how far it is.
    """

    def run(
        self,
        definition: Definition,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        date_range_field: str | None = None,
        deadline: float | None = DEFAULT_DEADLINE,
        progress: OnProgress | None = None,
    ) -> Report:
        """Start a report, wait for it, and read it.

        Raises:
            ReportFailed: the server ended it without a result.
            DeadlineExceeded: the time is over; a note on the error names the run to `resume`.
            AcmeError: any other failure.

        """
        order = Order(definition, start, end, date_range_field)
        return self._client.hold(self._calls(deadline, progress).run(order))

    def run_chunked(
        self,
        definition: Definition,
        *,
        start: datetime,
        end: datetime,
        by: Unit = "month",
        date_range_field: str | None = None,
        deadline: float | None = None,
        progress: OnProgress | None = None,
    ) -> Report:
        """Run a report for each month (or day, week, year) of a period, and join the results.

        For periods that are too much at once. Rows of a report that groups or sums come once for
        each part. Parts begin where months begin in the time zone of `start`, and end a second
        before, as the vendor writes a day: from 00:00:00 to 23:59:59 (article 33000250710). Let
        `end` be such a last second too. Raises as `run`.
        """
        order = Order(definition, start, end, date_range_field)
        calls = self._calls(deadline, progress)
        return self._client.hold(calls.run_parts(order, periods(start, end, by)))

    def start(
        self,
        definition: Definition,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        date_range_field: str | None = None,
        deadline: float | None = 60.0,
    ) -> PendingReport:
        """Start a report and give a handle to it, which another process can `resume`."""
        order = Order(definition, start, end, date_range_field)
        return self.resume(self._client.hold(self._calls(deadline).start(order)))

    def resume(self, handle: int | str | Mapping[str, Any]) -> PendingReport:
        """Give the handle of a report that was started earlier, by its id or what `to_dict` gave."""
        return PendingReport(self._client, self._polling, handle)


class AsyncReports(_Base["AsyncClient"]):
    """As `Reports`, awaited."""

    run = awaited(Reports.run)
    run_chunked = awaited(Reports.run_chunked)

    async def start(
        self,
        definition: Definition,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        date_range_field: str | None = None,
        deadline: float | None = 60.0,
    ) -> AsyncPendingReport:
        """Start a report and give a handle to it, which another process can `resume`."""
        order = Order(definition, start, end, date_range_field)
        return self.resume(await self._client.hold(self._calls(deadline).start(order)))

    def resume(self, handle: int | str | Mapping[str, Any]) -> AsyncPendingReport:
        """Give the handle of a report that was started earlier, by its id or what `to_dict` gave."""
        return AsyncPendingReport(self._client, self._polling, handle)


class _Pending(_Base[C]):
    def __init__(self, client: C, polling: Polling, handle: int | str | Mapping[str, Any]) -> None:
        super().__init__(client, polling)
        run_id: Any = handle.get("id") if isinstance(handle, Mapping) else handle
        if isinstance(run_id, bool) or not isinstance(run_id, (int, str)):
            raise InvalidArgument("handle: it has no id of a run")
        self.id: Final[int | str] = run_id

    def to_dict(self) -> dict[str, Any]:
        """Give what `resume` takes, as JSON."""
        return {"id": self.id}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"


@final
class PendingReport(_Pending["SyncClient"]):
    """A report that was started.

    Attributes:
        id: the run's id; store it, or `to_dict()`, to `resume` the report in another process.

    """

    def status(self) -> str:
        """Ask once how far it is, in the server's words."""
        return self._client.hold(self._calls(60.0).status(self.id))

    def wait(
        self, *, deadline: float | None = DEFAULT_DEADLINE, progress: OnProgress | None = None
    ) -> None:
        """Ask, ever less often, until it is done.

        Raises:
            ReportFailed: the server ended it without a result.
            DeadlineExceeded: the time is over; it can be waited for again.
            AcmeError: any other failure.

        """
        return self._client.hold(self._calls(deadline, progress).wait(self.id))

    def result(
        self, *, deadline: float | None = DEFAULT_DEADLINE, progress: OnProgress | None = None
    ) -> Report:
        """Wait for it and read what it has found; raises as `wait`."""
        return self._client.hold(self._calls(deadline, progress).result(self.id))

    def save_csv(
        self,
        path: str | PathLike[str],
        *,
        deadline: float | None = DEFAULT_DEADLINE,
        progress: OnProgress | None = None,
        received: OnReceived | None = None,
    ) -> Saved:
        """Wait for it and write its CSV to a file, in constant memory; raises as `wait`.

        Args:
            path: the file; it is there when it is whole, and not before.
            deadline: seconds for everything; None for ever.
            progress: is called each time the server was asked how far it is.
            received: is called with each piece of the file.

        """
        return self._client.hold(self._calls(deadline, progress).save_csv(self.id, path, received))


@final
class AsyncPendingReport(_Pending["AsyncClient"]):
    """As `PendingReport`, awaited."""

    status = awaited(PendingReport.status)
    wait = awaited(PendingReport.wait)
    result = awaited(PendingReport.result)
    save_csv = awaited(PendingReport.save_csv)
