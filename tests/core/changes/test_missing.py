"""What no listing gives is read by id."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

import pytest

from acme_ticketing.errors import InvalidArgument, ServerError
from acme_ticketing_sandbox import Behaviour, Fault
from tests.core.changes.venue import ChangingVenue

UNKNOWN = "5d9645346b309f26d0ffffff"


def test_old_events_are_read_by_id(venue: ChangingVenue) -> None:
    """Events that the list leaves out come one by one; an id of nothing is told as such."""
    venue.acme.state.behaviour = Behaviour(listed_days=0.001)
    ids = [str(each["id"]) for each in venue.acme.state.events][:9]
    found = list(venue.client.b2b.events.fetch_missing([*ids, UNKNOWN, ids[0], ""]))
    assert [each.id for each in found] == [*ids, UNKNOWN]
    assert [each.row.id for each in found[:-1] if each.row] == ids
    assert found[-1].row is None
    assert len(venue.way.sent) == len(ids) + 1


def test_an_unknown_membership_answers_with_nothing(venue: ChangingVenue) -> None:
    """An empty answer means the same as 404."""
    assert [each.row for each in venue.client.b2b.memberships.fetch_missing([99])] == [None]


async def test_tasks_read_the_same(venue: ChangingVenue) -> None:
    """The asynchronous client gives the same rows."""
    ids = [str(each["id"]) for each in venue.acme.state.events][:9]
    async with venue.async_client() as client:
        found = [each async for each in client.b2b.events.fetch_missing([*ids, UNKNOWN])]
    assert [each.row.id for each in found if each.row] == ids
    assert found[-1] == (UNKNOWN, None)


def test_other_failures_are_raised(venue: ChangingVenue) -> None:
    """Only what does not exist is passed over."""
    venue.acme.inject_fault(Fault("status", status=500, times=50))
    ids = [str(each["id"]) for each in venue.acme.state.events][:3]
    with pytest.raises(ServerError):
        list(venue.client.b2b.events.fetch_missing(ids))


async def test_tasks_raise_other_failures(venue: ChangingVenue) -> None:
    """And end the calls that were begun."""
    venue.acme.inject_fault(Fault("status", status=500, times=50))
    ids = [str(each["id"]) for each in venue.acme.state.events][:3]
    async with venue.async_client() as client:
        with pytest.raises(ServerError):
            [each async for each in client.b2b.events.fetch_missing(ids)]


@pytest.mark.parametrize("at_once", [0, -1, "4", 1.5, None])
def test_none_at_once_is_refused(venue: ChangingVenue, at_once: Any) -> None:
    """Before the first call."""
    with pytest.raises(InvalidArgument, match="at_once is 1 or more"):
        venue.client.b2b.events.fetch_missing(["1"], at_once=at_once)


@pytest.mark.parametrize("ids", ["5d9645340000000000000000", b"1", None, 5])
async def test_one_id_is_no_list_of_ids(venue: ChangingVenue, ids: Any) -> None:
    """Its letters would be asked for."""
    with pytest.raises(InvalidArgument, match="ids: expected a list of ids"):
        venue.client.b2b.events.fetch_missing(ids)
    async with venue.async_client() as client:
        with pytest.raises(InvalidArgument, match="ids: expected a list of ids"):
            client.b2b.events.fetch_missing(ids)


def test_threads_of_the_client_have_the_variables_of_their_caller(venue: ChangingVenue) -> None:
    """Such as the id of a web request, or a span: for pages fetched ahead as well."""
    request: ContextVar[str] = ContextVar("request", default="none")
    told: list[str] = []

    def current() -> str:
        told.append(request.get())
        return told[-1]

    client = venue.client.with_options(request_id=current, prefetch=2)
    request.set("7")
    ids = [event.id for event in client.b2b.events.list(page_size=50)]
    assert len(list(client.b2b.events.fetch_missing(ids[:5]))) == 5

    assert len(told) > 8
    assert set(told) == {"7"}


def breaking(ids: list[str]) -> Iterator[str]:
    """Give some ids, as a database does whose connection breaks."""
    yield from ids
    raise OSError("the database is gone")


@pytest.mark.parametrize("number", [0, 1, 9])
async def test_ids_that_break_off_lose_nothing_that_was_asked_for(
    venue: ChangingVenue, number: int
) -> None:
    """All rows of the ids before come first, then the error."""
    ids = [str(each["id"]) for each in venue.acme.state.events][:number]
    found = venue.client.b2b.events.fetch_missing(breaking(ids))
    assert [next(found).id for _ in ids] == ids
    with pytest.raises(OSError, match="the database is gone"):
        next(found)
    async with venue.async_client() as client:
        coming = client.b2b.events.fetch_missing(breaking(ids))
        assert [(await anext(coming)).id for _ in ids] == ids
        with pytest.raises(OSError, match="the database is gone"):
            await anext(coming)
