"""A warehouse that is brought up to date."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import dlt
import pytest

from acme_ticketing import AcmeClient, BaseUrl
from acme_ticketing.errors import BadRequest, InvalidArgument, ServerError
from acme_ticketing.warehouse import (
    TABLES,
    AlreadyRunning,
    NotStored,
    Progress,
    RowNotStorable,
    pipeline_to,
    report,
    source,
    sync,
)
from acme_ticketing_core.warehouse.source import Reader
from acme_ticketing_core.warehouse.sync import locked
from acme_ticketing_sandbox import Behaviour, Fault
from tests.core.changes.venue import ChangingVenue

OLD = "0123456789abcdef01234567"


@pytest.fixture
def pipeline(duckdb: str) -> Callable[[], Any]:
    """Return what makes the pipeline, as a new process does."""
    return lambda: pipeline_to(duckdb)


def rows(pipeline: Any, query: str) -> list[Any]:
    """Ask the warehouse."""
    with pipeline.sql_client() as client:
        return list(client.execute_sql(query))


def test_all_tables_are_filled(venue: ChangingVenue, pipeline: Callable[[], Any]) -> None:
    """Each table has the venue's rows, with types: amounts, times, numbers."""
    told: list[Progress] = []
    summary = sync(venue.client, pipeline(), progress=told.append)
    warehouse = pipeline()
    assert set(TABLES) == {each.table for each in told}
    for name, counts in summary.tables.items():
        assert counts.complete
        assert rows(warehouse, f"SELECT COUNT(*) FROM {name}") == [(counts.rows,)]
    order = next(iter(venue.kinds["orders"]))
    total, updated = rows(
        warehouse, f"SELECT total_amount, updated_on FROM orders WHERE id = '{order['id']}'"
    )[0]
    assert total == Decimal(order["totalAmount"])
    assert updated == datetime.fromisoformat(order["updatedOn"])
    items = rows(warehouse, "SELECT event_id, quantity, unit_price FROM orders__order_items")
    assert len(items) == sum(len(each["orderItems"]) for each in venue.kinds["orders"])
    assert rows(warehouse, "SELECT COUNT(*) FROM memberships__cardholders") != [(0,)]


def test_the_second_run_reads_what_changed(
    venue: ChangingVenue, pipeline: Callable[[], Any]
) -> None:
    """New, changed and deleted rows arrive, and the nested rows with them."""
    tables = ["customers", "orders", "organizations"]
    sync(venue.client, pipeline(), tables=tables)
    venue.pass_time(600)
    new = venue.add("orders", notes="late")
    gone = next(reversed(list(venue.kinds["customers"])))
    venue.delete("customers", gone["id"])
    venue.acme.state.organizations.remove(next(iter(venue.acme.state.organizations))["id"])
    summary = sync(venue.client, pipeline(), tables=tables, sweep=True)
    assert (summary.tables["orders"].rows, summary.tables["customers"].deleted) == (1, 1)
    assert "orders 1" in str(summary)
    assert "2 deleted" in str(summary)
    warehouse = pipeline()
    assert rows(warehouse, f"SELECT notes FROM orders WHERE id = '{new['id']}'") == [("late",)]
    assert not rows(warehouse, f"SELECT id FROM customers WHERE id = {gone['id']}")
    assert not rows(warehouse, "SELECT id FROM organizations")
    again = sync(venue.client, pipeline(), tables=tables)
    assert all(each.rows == 0 for each in again.tables.values())


def test_what_no_list_gives_is_fetched_once(
    venue: ChangingVenue, pipeline: Callable[[], Any]
) -> None:
    """Old events come by their id; an id that leads nowhere is remembered."""
    tables = ["orders", "events"]
    venue.acme.state.behaviour = Behaviour(listed_days=0.001)
    order = next(iter(venue.kinds["orders"]))
    order["orderItems"][0]["eventId"] = OLD
    summary = sync(venue.client, pipeline(), tables=tables)
    assert summary.fetched > 1
    assert "fetched by id" in str(summary)
    warehouse = pipeline()
    assert rows(warehouse, "SELECT table_name, id FROM missing_references") == [("events", OLD)]
    referred = "SELECT DISTINCT event_id FROM orders__order_items WHERE event_id <> ''"
    assert len(rows(warehouse, "SELECT id FROM events")) >= len(rows(warehouse, referred)) - 1
    venue.way.sent.clear()
    assert sync(venue.client, pipeline(), tables=tables).fetched == 0
    assert not [url for url in venue.way.sent if "/event/instances/" in url.path]


def test_an_id_that_the_server_refuses(venue: ChangingVenue, pipeline: Callable[[], Any]) -> None:
    """It leads nowhere, as long as the server takes others; else the error is told."""
    venue.acme.state.behaviour = Behaviour(listed_days=0.001)
    tables = ["orders", "events"]
    venue.acme.inject_fault(Fault("status", "b2b.events.get", status=400, times=500))
    for _ in range(25):
        order = venue.add("orders")
        order["orderItems"][0]["eventId"] = f"{OLD[:-3]}{int(order['id']) % 1000:03}"
    with pytest.raises(BadRequest):
        sync(venue.client, pipeline(), tables=tables)
    venue.acme.faults.clear()
    venue.acme.inject_fault(Fault("status", "b2b.events.get", status=400, times=1))
    assert sync(venue.client, pipeline(), tables=tables).fetched > 25
    assert len(rows(pipeline(), "SELECT id FROM missing_references")) >= 25


def test_what_was_fetched_before_an_error_is_kept(
    venue: ChangingVenue, pipeline: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that came by their id are stored, batch by batch, until the error is told."""
    venue.acme.state.behaviour = Behaviour(listed_days=0.001)
    tables = ["orders", "events"]
    found, fetched = Reader._tried, set[str]()
    monkeypatch.setattr("acme_ticketing_core.warehouse.tables.FETCHED_AT_A_TIME", 1)

    def breaking(reader: Reader, table: Any, ids: Any) -> Any:
        if len(fetched) == 2:
            raise ServerError("the server is gone")
        for each in found(reader, table, ids):
            fetched.add(each.id)
            yield each

    for event in islice(venue.acme.state.events, 3):
        venue.add("orders")["orderItems"][0]["eventId"] = event["id"]
    sync(venue.client, pipeline(), tables=["orders"])
    monkeypatch.setattr(Reader, "_tried", breaking)
    with pytest.raises(ServerError, match="the server is gone"):
        sync(venue.client, pipeline(), tables=tables)
    assert len(fetched) == 2
    assert fetched <= {each for (each,) in rows(pipeline(), "SELECT id FROM events")}


def test_an_order_that_cannot_be_read_is_kept(
    venue: ChangingVenue, pipeline: Callable[[], Any]
) -> None:
    """What the listing gives is stored, without its items."""
    venue.acme.inject_fault(Fault("status", "b2c.orders.get", status=404, times=1))
    sync(venue.client, pipeline(), tables=["orders"])
    assert rows(pipeline(), "SELECT COUNT(*) FROM orders") == [(len(venue.kinds["orders"]),)]


def test_some_tables(venue: ChangingVenue, pipeline: Callable[[], Any]) -> None:
    """Only the tables that were asked for are read, and no others are looked at."""
    events = ["events", "event_templates"]
    assert set(sync(venue.client, pipeline(), tables=events).tables) == set(events)
    summary = sync(venue.client, pipeline(), tables=["orders", "person_types"], sweep=True)
    assert set(summary.tables) == {"orders", "person_types"}
    with pytest.raises(InvalidArgument, match="tables: no ordres; there are customers"):
        sync(venue.client, pipeline(), tables=["ordres"])


def test_a_table_may_begin_at_a_time(venue: ChangingVenue, pipeline: Callable[[], Any]) -> None:
    """Rows that did not change since are left out, where the server can tell."""
    venue.pass_time(86_400)
    since = datetime.fromtimestamp(venue.clock.now(), UTC)
    venue.pass_time(60)
    venue.add("orders")
    summary = sync(venue.client, pipeline(), since=since, tables=["orders", "person_types"])
    assert summary.tables["orders"].rows == 1
    assert summary.tables["person_types"].rows > 1
    with pytest.raises(InvalidArgument, match="needs a time zone"):
        sync(venue.client, pipeline(), since=datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake


def test_a_row_that_no_database_takes(venue: ChangingVenue, pipeline: Callable[[], Any]) -> None:
    """It is told by its id, never by its content; the others go on if that is wished."""
    bad = venue.add("customers", lastName="Secret\0Name")
    with pytest.raises(RowNotStorable, match=f"customers: .* {bad['id']} .* a zero byte") as caught:
        sync(venue.client, pipeline(), tables=["customers"])
    assert "Secret" not in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    summary = sync(venue.client, pipeline(), tables=["customers"], skip_bad=True)
    assert summary.tables["customers"].skipped == [str(bad["id"])]
    assert "1 not storable" in str(summary)
    venue.change("customers", bad["id"], lastName="Name", address=[{"zipCode": "ä"}, 7])
    venue.change("orders", next(iter(venue.kinds["orders"]))["id"], customerId=2**63)
    sync(venue.client, pipeline(), tables=["customers"])
    with pytest.raises(RowNotStorable, match="more than 64 bits"):
        sync(venue.client, pipeline(), tables=["orders"])


def test_a_row_without_an_id(venue: ChangingVenue, pipeline: Callable[[], Any]) -> None:
    """Nothing can be merged by it."""
    del next(iter(venue.acme.state.person_types))["id"]
    with pytest.raises(RowNotStorable, match="it has no id"):
        sync(venue.client, pipeline(), tables=["person_types"])


def test_a_row_whose_id_is_of_another_type(
    venue: ChangingVenue, pipeline: Callable[[], Any]
) -> None:
    """The table's key is a number, so nothing of its load could be stored."""
    venue.add("customers")["id"] = "12x"
    with pytest.raises(RowNotStorable, match="the row with the id 12x cannot be stored: its id is"):
        sync(venue.client, pipeline(), tables=["customers"])


def test_an_error_of_the_server_is_told_as_such(
    venue: ChangingVenue, pipeline: Callable[[], Any]
) -> None:
    """Not wrapped in errors of dlt; what was loaded before stays, the rest follows."""
    venue.acme.inject_fault(Fault("status", "b2c.orders.search", status=500, times=50))
    tables = ["customers", "orders"]
    with pytest.raises(ServerError):
        sync(venue.client, pipeline(), tables=tables)
    venue.acme.faults.clear()
    sync(venue.client, pipeline(), tables=tables)
    assert rows(pipeline(), "SELECT COUNT(*) FROM orders") == [(len(venue.kinds["orders"]),)]


def test_a_second_run_goes_away(venue: ChangingVenue, pipeline: Callable[[], Any]) -> None:
    """Before its first call."""
    warehouse = pipeline()
    name = warehouse.pipeline_name
    lock = Path(warehouse.pipelines_dir) / f"{name}.lock"
    with locked(lock, name), pytest.raises(AlreadyRunning, match=f"{name} is being brought up"):
        sync(venue.client, warehouse)
    assert not venue.way.sent


def test_a_database_that_cannot_be_used(venue: ChangingVenue, tmp_path: Path) -> None:
    """It is told before the first call."""
    (tmp_path / "no.duckdb").write_text("no database " * 1000)
    refused = pipeline_to(f"duckdb:{tmp_path / 'no.duckdb'}")
    with pytest.raises(NotStored, match="the database cannot be used: "):
        sync(venue.client, refused)
    assert not venue.way.sent


def test_a_file_of_nothing_is_no_database(
    venue: ChangingVenue, pipeline: Callable[[], Any], duckdb: str
) -> None:
    """As a full disk leaves it: what to do is told, and then everything is there again."""
    sync(venue.client, pipeline(), tables=["customers"])
    file = Path(duckdb.partition(":")[2])
    file.write_bytes(b"")
    with pytest.raises(NotStored) as caught:
        pipeline()
    assert str(caught.value) == (
        f"{file} is no database but an empty file, as a full disk leaves it; "
        "delete it and run again: all rows are read anew"
    )
    assert file.read_bytes() == b""
    file.unlink()
    sync(venue.client, pipeline(), tables=["customers"])
    assert rows(pipeline(), "SELECT COUNT(*) FROM customers") == [(len(venue.kinds["customers"]),)]


def test_a_database_that_takes_no_rows(
    venue: ChangingVenue, pipeline: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the database says is not repeated: it may hold people's data."""
    sync(venue.client, pipeline(), tables=["person_types"])
    warehouse = pipeline()

    said = iter(("Failing row contains (Jane)", "Jane.wal: No space left on device"))

    def fail(*_: Any, **__: Any) -> None:
        raise dlt.common.exceptions.DltException(next(said))

    monkeypatch.setattr(warehouse, "run", fail)
    for problem in ("(DltException)", "(no space is left on its disk)"):
        with pytest.raises(NotStored, match=f"did not take .* {re.escape(problem)}") as caught:
            sync(venue.client, warehouse, tables=["person_types"])
        assert "Jane" not in str(caught.value)


def test_an_interrupt_is_no_failure(
    venue: ChangingVenue, pipeline: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where runs follow each other it would be followed by another."""
    warehouse = pipeline()

    def interrupted(*_: Any, **__: Any) -> None:
        raise dlt.common.exceptions.DltException("step failed") from KeyboardInterrupt()

    monkeypatch.setattr(warehouse, "sync_destination", interrupted)
    with pytest.raises(KeyboardInterrupt):
        sync(venue.client, warehouse, tables=["person_types"])


def test_a_table_that_somebody_changed_is_named(
    venue: ChangingVenue, pipeline: Callable[[], Any]
) -> None:
    """What the database says of its tables holds no data."""
    sync(venue.client, pipeline(), tables=["person_types"])
    with pipeline().sql_client() as client:
        client.execute_sql("ALTER TABLE person_types DROP COLUMN name")
    next(iter(venue.acme.state.person_types))["name"] = "Elder"
    with pytest.raises(NotStored, match='"person_types" does not have a column with name "name"'):
        sync(venue.client, pipeline(), tables=["person_types"])


def test_rows_of_two_servers_do_not_mix(venue: ChangingVenue, pipeline: Callable[[], Any]) -> None:
    """A warehouse that was filled from one server refuses another."""
    sync(venue.client, pipeline(), tables=["person_types"])
    settings = venue.settings() | {"environment": BaseUrl("https://other.example.com")}
    with AcmeClient(**settings) as other, pytest.raises(InvalidArgument, match="holds rows of"):
        sync(other, pipeline(), tables=["person_types"])


def test_the_source_runs_by_itself(venue: ChangingVenue, pipeline: Callable[[], Any]) -> None:
    """A team that schedules dlt itself needs no more than the source."""
    pipeline().run(source(venue.client, tables=["customers"]))
    assert rows(pipeline(), "SELECT COUNT(*) FROM customers") == [(len(venue.kinds["customers"]),)]


def test_without_dlt(venue: ChangingVenue, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    monkeypatch.setitem(__import__("sys").modules, "dlt", None)
    with pytest.raises(InvalidArgument, match=r"pip install 'acme-ticketing\[warehouse\]'"):
        source(venue.client)


def test_a_report_is_a_table(venue: ChangingVenue, pipeline: Callable[[], Any]) -> None:
    """Each period takes its own place again; settled ones are not run again."""
    now = datetime.fromtimestamp(venue.clock.now(), UTC)
    sales: dict[str, Any] = {
        "name": "Sales by transaction",
        "start": now - timedelta(days=70),
        "date_range_field": "TransactionDate",
    }
    pipeline().run(report(venue.client, **sales))
    count = "SELECT COUNT(*) FROM report_sales_by_transaction"
    first = rows(pipeline(), count)
    assert first != [(0,)]
    venue.way.sent.clear()
    pipeline().run(report(venue.client, **sales))
    assert rows(pipeline(), count) == first
    runs = [url for url in venue.way.sent if url.path.endswith("async/report")]
    assert len(runs) < 4


def test_a_report_that_is_too_much_is_run_by_day(
    venue: ChangingVenue, pipeline: Callable[[], Any]
) -> None:
    """A gateway that gives up on a month gets days; another failure is raised."""
    now = datetime.fromtimestamp(venue.clock.now(), UTC)
    sales: dict[str, Any] = {"name": "Sales by transaction", "start": now - timedelta(days=3)}
    client = venue.client.with_options(retries=0)
    pipeline().run(report(client, **sales, chunk="year", table="whole"))
    venue.acme.inject_fault(Fault("status", "b2b.reportRuns.create", status=504, times=2))
    pipeline().run(report(client, **sales, chunk="year", table="parts"))
    count = "SELECT COUNT(*) FROM {}"
    assert rows(pipeline(), count.format("parts")) == rows(pipeline(), count.format("whole"))
    for status, chunk in ((500, "year"), (504, "day")):
        fault = Fault("status", "b2b.reportRuns.create", status=status, times=4)
        venue.acme.inject_fault(fault)
        made = report(client, **sales, chunk=chunk, table=f"t{status}")
        with pytest.raises(Exception, match=str(status)):
            pipeline().run(made)
        venue.acme.faults.clear()


def test_a_report_that_does_not_exist(venue: ChangingVenue, pipeline: Callable[[], Any]) -> None:
    """The names that there are are told."""
    with pytest.raises(InvalidArgument, match="start: a time needs"):
        report(venue.client, "Sales", start=datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake
    with pytest.raises(Exception, match=r"no report 'Sales'; there are: .*Sales by transaction"):
        pipeline().run(report(venue.client, "Sales", start=datetime(2026, 1, 1, tzinfo=UTC)))


def test_duckdb_reads_json_lines(tmp_path: Path) -> None:
    """`INSERT` statements of as many rows take it gigabytes of memory."""
    destination = pipeline_to(f"duckdb:{tmp_path / 'warehouse.duckdb'}").destination

    assert destination.capabilities().preferred_loader_file_format == "jsonl"
