"""A cursor that was stored, and what else may be given in its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from acme_ticketing import AcmeClient, ApiKey
from acme_ticketing.errors import InvalidArgument
from acme_ticketing_sandbox import API_KEY, TENANT_ID, LocalAcme, SandboxTransport, VirtualClock


@pytest.fixture
def client() -> Iterator[AcmeClient]:
    """Yield a client of a sandbox."""
    clock = VirtualClock()
    transport = SandboxTransport(LocalAcme(clock=clock))
    with AcmeClient(
        ApiKey(API_KEY), transport=transport, clock=clock, tenant_id=TENANT_ID
    ) as client:
        yield client


def test_a_stored_cursor_is_taken_as_text_or_bytes(client: AcmeClient) -> None:
    """Nothing has changed since."""
    *_, last = client.b2b.customers.changes()
    for since in (last.cursor, str(last.cursor), str(last.cursor).encode()):
        given: Any = since
        assert [batch.rows for batch in client.b2b.customers.changes(since=given)] == [[]]


TIME = "2026-06-01T00:00:00+00:00"
LEFT = {"newest": TIME, "page": 1, "size": 100, "reached": TIME}


@pytest.mark.parametrize(
    "change",
    [
        {"version": "1"}, {"version": None}, {"version": True}, {"version": 1.0},
        {"listing": None}, {"arguments": 5}, {"at": "2026-06-01T00:00:00"}, {"at": 5},
        {"seen": [1]}, {"seen": {"1": 5}}, {"rows": [1]},
        {"rows": {"1": 2}}, {"unfinished": {**LEFT, "page": "1"}},
        {"unfinished": {**LEFT, "reached": "2026-06-01T00:00:00"}}, {"unfinished": 5},
    ],
)  # fmt: skip
def test_what_is_no_cursor_is_refused_before_the_first_call(
    client: AcmeClient, change: dict[str, Any]
) -> None:
    """Read as far as it goes it would leave out changes, or give all of them again."""
    cursor = {"version": 1, "listing": "b2b.customers.list", "arguments": "", "at": TIME}
    with pytest.raises(InvalidArgument, match="this is no cursor that `changes` has given"):
        next(client.b2b.customers.changes(since=json.dumps(cursor | change)))


@pytest.mark.parametrize("since", [5, True, {}, date(2026, 6, 1), 1.5])
def test_what_is_of_another_kind_is_named(client: AcmeClient, since: Any) -> None:
    """With what would do."""
    with pytest.raises(InvalidArgument, match="since: expected a cursor, its text, or a datetime"):
        next(client.b2b.customers.changes(since=since))


@pytest.mark.parametrize("overlap", [-1, float("nan"), float("inf"), 1e12, "30", None])
def test_an_overlap_is_so_many_seconds(client: AcmeClient, overlap: Any) -> None:
    """No less than none, and no more than a year."""
    with pytest.raises(InvalidArgument, match="overlap is seconds, 0 to "):
        next(client.b2b.customers.changes(overlap=overlap))


def test_a_beginning_in_the_future_is_refused(client: AcmeClient) -> None:
    """What changes until then would never be read: the cursor's server had another clock."""
    ahead = datetime.fromtimestamp(client.clock.now(), UTC) + timedelta(hours=1)
    cursor = {
        "version": 1,
        "listing": "b2b.customers.list",
        "arguments": "",
        "at": ahead.isoformat(),
    }
    for since in (ahead, json.dumps(cursor)):
        with pytest.raises(InvalidArgument, match="is ahead of the server's time"):
            next(client.b2b.customers.changes(since=since))
