"""Each way of reading changes, step by step."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx
import pytest

from acme_ticketing import Batch, Cursor
from acme_ticketing.errors import InvalidArgument, UnexpectedAnswer
from acme_ticketing_core.changes.cursor import _MOST_REMEMBERED
from acme_ticketing_sandbox import Behaviour, Fault
from acme_ticketing_sandbox.values import times
from tests.core.changes.venue import ChangingVenue


def read(batches: Any) -> tuple[list[str], Batch[Any]]:
    """Give the ids that came, and the last batch."""
    ids, last = list[str](), None
    for batch in batches:
        ids += [str(row.id) for row in batch.rows]
        last = batch
    assert last is not None
    assert last.complete
    return ids, last


def altered(venue: ChangingVenue, change: Any, date: str | None = "never") -> None:
    """Let the venue answer in another way, and tell another time."""

    def after(response: httpx.Response) -> httpx.Response:
        response.read()
        data = response.json()
        return httpx.Response(
            200, json=change(data) or data, headers={"date": date} if date else {}
        )

    venue.way.after = after


def test_only_what_changed_is_read_again(venue: ChangingVenue) -> None:
    """The second reading has what is new and what was changed, once."""
    orders = venue.client.b2c.orders
    ids, last = read(orders.changes())
    assert sorted(ids) == sorted(str(each["id"]) for each in venue.kinds["orders"])
    venue.pass_time(600)
    new = venue.add("orders")
    venue.change("orders", ids[0], notes="late")
    again, last = read(orders.changes(since=str(last.cursor)))
    assert sorted(again) == sorted([new["id"], ids[0]])
    assert last.reached is not None
    assert last.cursor.at == last.reached
    assert read(orders.changes(since=last.cursor))[0] == []


def test_the_server_filters_customers_by_its_own_time(venue: ChangingVenue) -> None:
    """Rows that tell no time are asked for by the time in the answer's `Date`."""
    customers = venue.client.b2b.customers
    _, last = read(customers.changes())
    assert last.cursor.at == datetime.fromtimestamp(int(venue.clock.now()), UTC)
    venue.pass_time(600)
    new = venue.add("customers", lastName="Late")
    venue.way.sent.clear()
    again, last = read(customers.changes(since=last.cursor))
    assert again == [str(new["id"])]
    assert "updatedAfter" in str(venue.way.sent[0])
    assert read(customers.changes(since=last.cursor))[0] == []


@pytest.mark.parametrize("date", ["never", None])
def test_a_server_that_tells_no_time_is_read_whole_again(
    venue: ChangingVenue, date: str | None
) -> None:
    """Without a `Date` nobody knows its time, and none is made up."""
    altered(venue, lambda _: None, date)
    _, last = read(venue.client.b2b.customers.changes())
    assert last.cursor.at is None
    _, last = read(venue.client.b2b.customers.changes(since=datetime(2026, 1, 1, tzinfo=UTC)))
    assert last.cursor.at == datetime(2026, 1, 1, tzinfo=UTC)


def test_more_than_a_page_of_equal_times(venue: ChangingVenue) -> None:
    """An import that stamps all memberships alike is read page by page, until none are new."""
    now = times.write(venue.acme.state.now())
    for record in venue.kinds["memberships"]:
        record["updatedOn"] = now
    for _ in range(30):
        venue.add("memberships")
    ids, last = read(venue.client.b2b.memberships.changes(page_size=4))
    assert sorted(ids) == sorted(str(each["id"]) for each in venue.kinds["memberships"])
    venue.pass_time(60)
    assert read(venue.client.b2b.memberships.changes(since=last.cursor, page_size=4))[0] == []


def test_a_change_within_the_same_second_is_told(venue: ChangingVenue) -> None:
    """Rows are told apart by what they hold: times have no fractions."""
    orders = venue.client.b2c.orders
    order = venue.add("orders", notes="first")
    _, last = read(orders.changes())
    venue.change("orders", order["id"], notes="second")
    assert read(orders.changes(since=last.cursor))[0] == [order["id"]]


@pytest.mark.parametrize("kind", ["orders", "memberships"])
def test_a_listing_that_ignores_the_order_is_read_whole(venue: ChangingVenue, kind: str) -> None:
    """Where rows do not come in the order asked for, all pages are read, and none is lost."""
    for _ in range(20):
        venue.pass_time(60)
        venue.add(kind)
    records = list(venue.kinds[kind])
    resource: Any = venue.client.b2c.orders if kind == "orders" else venue.client.b2b.memberships

    def shuffled(data: Any) -> None:
        data["list"].sort(key=lambda row: str(row["id"])[::-1])

    altered(venue, shuffled)
    ids, last = read(resource.changes(page_size=10))
    assert sorted(ids) == sorted(str(each["id"]) for each in records)
    assert last.cursor.at is not None
    venue.pass_time(600)
    venue.change(kind, records[0]["id"])
    again, _ = read(resource.changes(since=last.cursor, page_size=10))
    assert str(records[0]["id"]) in again
    assert len(again) < 5


def test_stopped_at_any_batch_it_goes_on(venue: ChangingVenue) -> None:
    """A first reading that is stopped after each batch has everything in the end."""
    for _ in range(30):
        venue.add("orders")
        venue.pass_time(60)
    cursor, ids, calls = None, list[str](), 0
    while True:
        batch = next(venue.client.b2c.orders.changes(since=cursor, page_size=9))
        ids += [row.id for row in batch.rows if isinstance(row.id, str)]
        cursor, calls = str(batch.cursor), calls + 1
        if batch.complete:
            break
        venue.add("orders")
        venue.pass_time(20)
        if calls == 2:
            for old in dict.fromkeys(ids[:12]):
                venue.delete("orders", old)
        if calls == 30:
            pytest.fail("it does not end")
    newest, _ = read(venue.client.b2c.orders.changes(since=cursor))
    assert {str(each["id"]) for each in venue.kinds["orders"]} <= {*ids, *newest}


def test_memory_does_not_grow_with_what_is_read(
    venue: ChangingVenue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that cannot come again are forgotten; those near the newest change are not."""
    monkeypatch.setattr("acme_ticketing_core.changes.reading._MOST_KEPT", 10)
    for kind in ("orders", "memberships"):
        resource: Any = (
            venue.client.b2c.orders if kind == "orders" else venue.client.b2b.memberships
        )
        for _ in range(40):
            venue.add(kind)
            venue.pass_time(10)
        ids, last = read(resource.changes(page_size=6))
        assert len(ids) == len(set(ids)) == len(venue.kinds[kind])
        assert read(resource.changes(since=last.cursor, page_size=6))[0] == []


def test_rows_are_compared_where_nothing_filters(venue: ChangingVenue) -> None:
    """New and changed rows are told by a digest, and ids that are gone."""
    people = venue.client.b2b.person_types
    ids, last = read(people.changes())
    assert ids
    assert last.absent == ()
    record = next(iter(venue.acme.state.person_types))
    record["name"] = "Somebody"
    venue.acme.state.person_types.remove(ids[-1])
    changed, last = read(people.changes(since=last.cursor))
    assert changed == [str(record["id"])]
    assert last.absent == (ids[-1],)
    assert read(people.changes(since=str(last.cursor)))[0] == []


def test_templates_without_a_total_are_read_until_nothing_is_new(venue: ChangingVenue) -> None:
    """A listing of several pages that tells no total is read twice."""
    templates = venue.client.b2b.event_templates
    ids, last = read(templates.changes(page_size=2))
    assert len(ids) == len(set(ids)) > 2
    assert read(templates.changes(since=last.cursor, page_size=2))[0] == []


def test_a_row_that_is_again_as_it_was_is_told_again(venue: ChangingVenue) -> None:
    """Whoever stored what it was in between would keep that for ever."""
    templates = venue.client.b2b.event_templates
    ids, last = read(templates.changes(page_size=2))
    calls = count()

    def for_a_moment(data: Any) -> None:
        if next(calls) == 0:
            data[0]["name"] = "Otherwise"

    altered(venue, for_a_moment)
    told = [
        row for batch in templates.changes(since=last.cursor, page_size=2) for row in batch.rows
    ]
    assert [str(row.id) for row in told] == [ids[0], ids[0]]
    assert [row.name == "Otherwise" for row in told] == [True, False]


def test_a_server_that_sends_one_page_for_ever(venue: ChangingVenue) -> None:
    """The same page again and again ends in an error, not in a loop."""
    for _ in range(20):
        venue.add("orders")
    first = venue.client.b2c.orders.search(email="", page_size=5)
    page = [row.to_dict() for row in first.items]
    altered(venue, lambda data: data | {"list": page, "pagination": {"count": 1000}})
    with pytest.raises(UnexpectedAnswer, match="again as page"):
        read(venue.client.b2c.orders.changes(page_size=5))


def test_a_listing_that_never_stands_still_is_given_up(venue: ChangingVenue) -> None:
    """After some passes the reading ends with what it has; the next one goes on."""
    numbers = count(1)

    def other(data: Any) -> None:
        page = data["pagination"]["page"]
        data["list"] = [] if page == 3 else [{"id": next(numbers)} for _ in range(2)]
        data["pagination"]["count"] = next(numbers)

    altered(venue, other)
    ids, _ = read(venue.client.b2b.customers.changes(page_size=2))
    assert 10 <= len(ids) < 40


def test_an_empty_listing_keeps_the_cursor(venue: ChangingVenue) -> None:
    """Nothing to read is no reason to forget how far it was read."""
    since = datetime(2026, 1, 1, tzinfo=UTC)
    altered(venue, lambda _: {"list": [], "pagination": {"count": 0}, "hasMore": False})
    for changes in (venue.client.b2c.orders.changes, venue.client.b2b.memberships.changes):
        batches: Any = changes(since=since)
        assert read(batches)[1].cursor.at == since


def test_rows_without_a_time_are_handed_on(venue: ChangingVenue) -> None:
    """A row that lost its time of change is not lost with it."""

    def timeless(data: Any) -> None:
        for row in data["list"]:
            row.pop("updatedOn", None)

    for _ in range(12):
        venue.add("orders")
    altered(venue, timeless)
    ids, last = read(venue.client.b2c.orders.changes(page_size=5))
    assert sorted(ids) == sorted(str(each["id"]) for each in venue.kinds["orders"])
    assert last.cursor.at is None


def test_a_time_in_the_future_does_not_run_ahead(venue: ChangingVenue) -> None:
    """The cursor is never later than the server's own time."""
    later = times.write(venue.acme.state.now() + timedelta(days=400))
    venue.add("orders", updatedOn=later)
    _, last = read(venue.client.b2c.orders.changes())
    assert last.cursor.at is not None
    assert last.cursor.at.timestamp() <= venue.clock.now()
    new = venue.add("orders")
    assert new["id"] in read(venue.client.b2c.orders.changes(since=last.cursor))[0]


def test_what_becomes_visible_late_is_read(venue: ChangingVenue) -> None:
    """A change that shows up twenty seconds after its time is inside the overlap."""
    venue.acme.state.behaviour = Behaviour(visible_after=20)
    late = venue.add("memberships")
    venue.pass_time(19)
    venue.acme.state.behaviour = Behaviour()
    venue.add("memberships")
    venue.acme.state.behaviour = Behaviour(visible_after=20)
    venue.pass_time(0.5)
    memberships = venue.client.b2b.memberships
    _, last = read(memberships.changes(since=datetime.fromtimestamp(venue.clock.now(), UTC)))
    venue.pass_time(60)
    assert str(late["id"]) in read(memberships.changes(since=last.cursor))[0]


def test_the_clock_change_in_autumn_loses_nothing() -> None:
    """The hour that comes twice: texts of times run backwards, times do not."""
    venue = ChangingVenue(start=datetime(2026, 11, 1, 5, 0, tzinfo=UTC).timestamp())
    orders = venue.client.b2c.orders
    _, last = read(orders.changes())
    for _ in range(20):
        venue.pass_time(600)
        new = venue.add("orders")
        ids, last = read(orders.changes(since=last.cursor))
        assert ids == [new["id"]]
    venue.close()


def test_an_hour_with_few_changes_costs_few_calls(venue: ChangingVenue) -> None:
    """One per cent of changes costs at most three per cent of the calls of a whole reading."""
    for _ in range(2_000):
        venue.add("orders")
        venue.pass_time(1)
    _, last = read(venue.client.b2c.orders.changes(page_size=20))
    whole = len(venue.way.sent)
    venue.way.sent.clear()
    venue.pass_time(3600)
    for _ in range(20):
        venue.add("orders")
    assert len(read(venue.client.b2c.orders.changes(since=last.cursor, page_size=20))[0]) == 20
    assert len(venue.way.sent) <= 0.03 * whole


def test_an_error_leaves_the_cursor_where_it_was(venue: ChangingVenue) -> None:
    """A server that fails in the middle fails the reading; what was stored goes on."""
    for _ in range(20):
        venue.add("orders")
    batches = venue.client.b2c.orders.changes(page_size=5)
    batch = next(batches)
    venue.acme.inject_fault(Fault("status", status=500, times=20))
    with pytest.raises(Exception, match="500"):
        next(batches)
    venue.acme.faults.clear()
    rest, _ = read(venue.client.b2c.orders.changes(since=batch.cursor))
    assert {*rest, *(str(row.id) for row in batch.rows)} == {
        str(each["id"]) for each in venue.kinds["orders"]
    }


async def test_tasks_read_the_same(venue: ChangingVenue) -> None:
    """The asynchronous client gives the same batches."""
    expected, _ = read(venue.client.b2c.orders.changes(page_size=3))
    async with venue.async_client() as client:
        batches = [batch async for batch in client.b2c.orders.changes(page_size=3)]
    assert [str(row.id) for batch in batches for row in batch.rows] == expected


class TestCursor:
    """A cursor as text."""

    def test_it_reads_what_it_writes(self, venue: ChangingVenue) -> None:
        """In every state that it has."""
        for _ in range(8):
            venue.add("orders")
        readings: list[Any] = [
            venue.client.b2c.orders.changes(page_size=3),
            venue.client.b2b.person_types.changes(),
            venue.client.b2b.customers.changes(search="a"),
        ]
        for batches in readings:
            for batch in batches:
                assert Cursor.read(str(batch.cursor)) == batch.cursor
                assert hash(Cursor.read(str(batch.cursor).encode())) == hash(batch.cursor)
                assert batch.cursor != str(batch.cursor)
                assert "rows" in repr(batch)
                assert "Cursor of" in repr(batch.cursor)

    def test_it_is_small(self) -> None:
        """Where very many rows changed near its end, it does not name them."""
        many = {str(number): "x" for number in range(_MOST_REMEMBERED + 1)}
        assert len(str(Cursor("b2c.orders.search", seen=many))) < 200

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1, "listing": "x"}', "null"])
    def test_what_is_none_is_refused(self, venue: ChangingVenue, text: str) -> None:
        """Before the first call."""
        with pytest.raises(InvalidArgument, match="since: this is no cursor"):
            venue.client.b2c.orders.changes(since=text)
        assert not venue.way.sent

    def test_one_that_does_not_fit_is_refused(self, venue: ChangingVenue) -> None:
        """Of a newer version, of another listing, of other arguments, a time without a zone."""
        newer = json.dumps({"version": 2, "listing": "b2c.orders.search", "arguments": ""})
        customers = venue.client.b2b.customers
        _, last = read(customers.changes(search="a"))
        comparison: Any = venue.client.b2b.person_types
        for refused, words in (
            (lambda: venue.client.b2c.orders.changes(since=newer), "of version 2"),
            (lambda: venue.client.b2c.orders.changes(since=last.cursor), "of b2b.customers.list"),
            (lambda: customers.changes(since=last.cursor), "with other arguments"),
            (lambda: customers.changes(since=datetime(2026, 1, 1)), "needs a time zone"),  # noqa: DTZ001 - that is the mistake
            (lambda: comparison.changes(since=datetime(2026, 1, 1, tzinfo=UTC)), "cannot be asked"),
            (lambda: customers.changes(overlap=-1), "overlap is seconds"),
        ):
            with pytest.raises(InvalidArgument, match=words):
                refused()
