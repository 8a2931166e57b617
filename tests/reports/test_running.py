"""Reports from start to result, over HTTP to the served sandbox."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl
from acme_ticketing.errors import DeadlineExceeded, InvalidArgument, ReportFailed, UnexpectedAnswer
from acme_ticketing.models import ReportDefinition
from acme_ticketing_core.reports.conversation import Polling, Progress
from acme_ticketing_core.reports.report import Report
from acme_ticketing_core.reports.reports import Reports
from acme_ticketing_core.transport.steps import Received
from acme_ticketing_sandbox import API_KEY
from tests.core.server import Received as Request
from tests.core.server import Server, answer, in_turn

from .clock import SteppingClock
from .conftest import egresses

ZONE = ZoneInfo("America/New_York")
START, END = datetime(2020, 1, 1, tzinfo=ZONE), datetime(2030, 1, 1, tzinfo=ZONE)
SALES: dict[str, Any] = {
    "queryExpression": {
        "collectionName": "Transactions",
        "findFields": [
            {"fieldName": name, "include": True}
            for name in ("TransactionDate", "OrderNumber", "Quantity", "TransactionAmount")
        ],
    },
    "dateRangeField": "TransactionDate",
}


def test_a_report_is_run(client: AcmeClient, clock: SteppingClock):
    """It is asked for ever less often, and its values have their types."""
    heard: list[Progress] = []

    report = client.b2b.reports.run(SALES, start=START, end=END, progress=heard.append)

    assert len(report) > 0
    row = next(report.rows())
    assert isinstance(row["TransactionAmount"], Decimal)
    assert row["TransactionDate"].tzinfo is not None
    assert [each.status for each in heard][-1] == "Completed"
    assert {each.id for each in heard} == set(report.ids)
    pauses = [wait for wait in clock.waits if wait >= 1]
    assert pauses == sorted(pauses)
    assert pauses[:3] == [1.0, 1.5, 2.25][: len(pauses)]


def test_a_definition_is_given_as_a_model_or_by_its_id(client: AcmeClient):
    """Its own query and dates are run."""
    definition = next(iter(client.b2b.report_definitions.list()))
    assert isinstance(definition, ReportDefinition)

    by_model = client.b2b.reports.run(definition)
    by_id = client.b2b.reports.run(str(definition.id))

    assert by_model.names == by_id.names
    assert len(by_model) == len(by_id)


def test_a_chunked_report_has_the_same_rows(client: AcmeClient):
    """Each in one part, none twice; the progress tells the part."""
    heard: list[Progress] = []
    whole = client.b2b.reports.run(SALES, start=START, end=END)
    dates = sorted(row["TransactionDate"] for row in whole)
    first, last = dates[0].astimezone(ZONE), dates[-1].astimezone(ZONE)

    parts = client.b2b.reports.run_chunked(
        SALES, start=first, end=last, by="day", progress=heard.append
    )

    assert sorted(map(str, parts.rows())) == sorted(map(str, whole.rows()))
    assert len(parts.ids) == heard[-1].parts == heard[-1].part
    assert len(parts.ids) == (last.date() - first.date()).days + 1


def test_both_ends_of_a_period_belong_to_it(client: AcmeClient):
    """To the second: what happened in it is in the part that it ends, and not in the next."""
    moments = {
        row["TransactionDate"] for row in client.b2b.reports.run(SALES, start=START, end=END)
    }
    moment = next(each for each in moments if each.second)

    def within(start: timedelta, end: timedelta) -> set[object]:
        report = client.b2b.reports.run(SALES, start=moment + start, end=moment + end)
        return {row["TransactionDate"] for row in report}

    second, minute = timedelta(seconds=1), timedelta(minutes=1)
    assert within(0 * second, 0 * second) == {moment}
    assert moment in within(-minute, 0 * second)
    assert moment not in within(second, minute)
    assert moment not in within(-minute, -second)


def test_a_handle_is_resumed_in_another_process(client: AcmeClient, url: str):
    """What `to_dict` gives is JSON, and enough."""
    handle = client.b2b.reports.start(SALES, start=START, end=END)
    handle.wait()
    program = (
        "import json, sys\n"
        "from acme_ticketing import AcmeClient, ApiKey, BaseUrl\n"
        "with AcmeClient(ApiKey(sys.argv[2]), environment=BaseUrl(sys.argv[1])) as client:\n"
        "    handle = client.b2b.reports.resume(json.loads(sys.argv[3]))\n"
        "    print(len(handle.result()))\n"
    )
    command = [sys.executable, "-c", program, url, API_KEY, json.dumps(handle.to_dict())]

    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert int(printed) == len(handle.result())
    assert handle.status() == "Completed"
    assert repr(handle) == f"<PendingReport {handle.id}>"
    with pytest.raises(InvalidArgument, match="no id of a run"):
        client.b2b.reports.resume({"id": None})


def test_the_csv_goes_to_a_file(client: AcmeClient, tmp_path: Path):
    """It has the same rows as the report."""
    heard: list[Received] = []
    handle = client.b2b.reports.start(SALES, start=START, end=END)

    saved = handle.save_csv(tmp_path / "sales.csv", received=heard.append)

    lines = saved.path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == ",".join(handle.result().names)
    assert len(lines) == len(handle.result()) + 1
    assert heard[-1].received == saved.size


def test_generated_methods_write_files(client: AcmeClient, tmp_path: Path):
    """CSV and images, each as a call of its own."""
    handle = client.b2b.reports.start(SALES, start=START, end=END)
    handle.wait()

    csv = client.b2b.report_runs.get_csv_to_file(tmp_path / "a.csv", id=int(handle.id))

    assert csv.path.read_text() == client.b2b.report_runs.get_csv(id=int(handle.id)).replace(
        "\r\n", "\n"
    )


def test_a_deadline_that_is_over_leaves_the_run_to_be_resumed(client: AcmeClient):
    """The note says how."""
    handle = client.b2b.reports.start(SALES, start=START, end=END)

    with pytest.raises(DeadlineExceeded, match=r"report run \d+ is Pending") as caught:
        handle.wait(deadline=0.5)

    assert caught.value.__notes__ == [
        f"The server goes on with it: reports.resume({handle.id!r}) finds it again."
    ]
    assert len(handle.result()) > 0


@pytest.mark.parametrize("status", ["Failed", "error", "CANCELLED"])
def test_a_run_that_failed_says_so(clock: SteppingClock, status: str):
    """In whatever capitals the server writes it."""
    with Server() as server:
        server.behave = in_turn(answer(b'{"id": 7}'), answer(b'{"status": "%s"}' % status.encode()))
        with (
            AcmeClient(ApiKey(API_KEY), environment=BaseUrl(server.url), clock=clock) as client,
            pytest.raises(ReportFailed, match=f"report run 7 ended as {status}"),
        ):
            client.b2b.reports.run(SALES, start=START, end=END)


@pytest.mark.parametrize(
    ("content", "problem"), [(b"{}", "gave it no id"), (b"[]", "is no object")]
)
def test_a_server_that_does_not_say_what_it_started(
    clock: SteppingClock, content: bytes, problem: str
):
    """There is nothing to wait for then."""
    with Server() as server:
        server.behave = answer(content)
        with (
            AcmeClient(ApiKey(API_KEY), environment=BaseUrl(server.url), clock=clock) as client,
            pytest.raises(UnexpectedAnswer, match=problem),
        ):
            client.b2b.reports.start(SALES, start=START, end=END)


@pytest.mark.parametrize(
    ("definition", "dates", "problem"),
    [
        ({}, {}, "no queryExpression"),
        ({"queryExpression": {"limit": 1}}, {"start": START}, "date_range_field"),
        (SALES, {"start": START.replace(tzinfo=None)}, "start: a datetime without a time zone"),
        (SALES, {"deadline": -1.0}, "deadline is seconds above 0"),
    ],
)
def test_what_cannot_be_run_is_refused(
    client: AcmeClient, definition: dict[str, Any], dates: dict[str, Any], problem: str
):
    """Before the server hears of it."""
    with pytest.raises(InvalidArgument, match=problem):
        client.b2b.reports.run(definition, **dates)


def test_a_chunked_report_takes_a_definition_by_its_id(client: AcmeClient):
    """It is read once, for all parts."""
    definition = next(iter(client.b2b.report_definitions.list()))

    whole = client.b2b.reports.run(str(definition.id), start=START, end=END)
    parts = client.b2b.reports.run_chunked(str(definition.id), start=START, end=END, by="year")

    assert len(parts) == len(whole)
    assert parts.names == whole.names


def test_a_definition_brings_its_own_period(clock: SteppingClock):
    """Of an earlier run, in whatever of its two spellings; what the caller gives goes first."""
    settings = {
        "startDate": "2020-01-01",
        "startDateTime": "2020-01-01T09:00:00-05:00",
        "endDate": "2020-02-01",
    }
    definition = {**SALES, "dateSettings": settings}
    with Server() as server:
        server.behave = answer(b'{"id": 7}')
        with AcmeClient(ApiKey(API_KEY), environment=BaseUrl(server.url), clock=clock) as client:
            client.b2b.reports.start(definition)
            client.b2b.reports.start(definition, end=END)
            client.b2b.reports.start({**definition, "id": "uuid-of-the-report"})
            client.b2b.reports.start({"queryExpression": {"limit": 1}})
        alone, shifted, named, bare = (json.loads(request.body) for request in server.received)

    assert alone == {
        "queryExpression": SALES["queryExpression"],
        "dateRangeField": "TransactionDate",
        "startDate": "2020-01-01",
        "startDateTime": "2020-01-01T09:00:00-05:00",
        "endDate": "2020-02-01",
        "endDateTime": "2020-02-01",
    }
    assert shifted["startDate"] == "2020-01-01"
    assert shifted["endDate"] == shifted["endDateTime"] == "2030-01-01T00:00:00-05:00"
    assert named["reportUuid"] == "uuid-of-the-report"
    assert bare == {"queryExpression": {"limit": 1}}


def test_a_definition_that_is_not_there_is_told(clock: SteppingClock):
    """The server answers something else than a definition, or there is no way to read one."""
    with Server() as server:
        server.behave = answer(b"[]")
        with AcmeClient(ApiKey(API_KEY), environment=BaseUrl(server.url), clock=clock) as client:
            with pytest.raises(InvalidArgument, match="there is none with the id 'R-1'"):
                client.b2b.reports.start("R-1")
            known = client.b2b.reports._polling
            polling = Polling(
                start=known.start, status=known.status, id=known.id,
                status_field=known.status_field, done=known.done, failed=known.failed,
                results=known.results,
            )  # fmt: skip
            with pytest.raises(InvalidArgument, match="none can be read by its id"):
                Reports(client, polling).start("R-1")


def test_a_call_that_takes_all_the_time_is_the_last(clock: SteppingClock):
    """The run was started; nothing is asked after the deadline."""

    def slow(request: Request, connection: socket.socket) -> None:
        clock.advance(61.0)
        answer(b'{"status": "Completed"}')(request, connection)

    with Server() as server:
        server.behave = slow
        with (
            AcmeClient(ApiKey(API_KEY), environment=BaseUrl(server.url), clock=clock) as client,
            pytest.raises(DeadlineExceeded, match="deadline of the call is over"),
        ):
            client.b2b.reports.resume(7).wait(deadline=60.0)

    assert len(server.received) == 1


def test_a_report_whose_time_went_elsewhere_is_not_read(client: AcmeClient, clock: SteppingClock):
    """The caller's own function took it."""

    def dawdle(told: Progress) -> None:
        if told.status == "Completed":
            clock.advance(3600.0)

    with pytest.raises(DeadlineExceeded, match="deadline of the report is over"):
        client.b2b.reports.run(SALES, start=START, end=END, deadline=3600.0, progress=dawdle)


async def test_tasks_ask_and_wait_by_themselves(url: str, clock: SteppingClock):
    """The asynchronous handle, step by step."""
    async with AsyncAcmeClient(
        ApiKey(API_KEY), environment=BaseUrl(url), clock=clock, egress=next(egresses)
    ) as client:
        handle = await client.b2b.reports.start(SALES, start=START, end=END)
        await handle.wait()

        assert await handle.status() == "Completed"
        with pytest.raises(InvalidArgument, match="no id of a run"):
            client.b2b.reports.resume({"id": True})


async def test_tasks_run_reports(url: str, clock: SteppingClock, tmp_path: Path):
    """The asynchronous twin does all of it."""
    heard: list[Progress] = []
    async with AsyncAcmeClient(
        ApiKey(API_KEY), environment=BaseUrl(url), clock=clock, egress=next(egresses)
    ) as client:
        reports = client.b2b.reports
        report = await reports.run(SALES, start=START, end=END, progress=heard.append)
        handle = await reports.start(SALES, start=START, end=END)
        again: Report = await reports.resume(handle.to_dict()).result()
        saved = await handle.save_csv(tmp_path / "sales.csv")
        chunked = await reports.run_chunked(SALES, start=START, end=END, by="year")

    assert len(report) == len(again) == len(chunked) > 0
    assert len(saved.path.read_text().splitlines()) == len(report) + 1
    assert heard[-1].status == "Completed"
    assert repr(handle) == f"<AsyncPendingReport {handle.id}>"
