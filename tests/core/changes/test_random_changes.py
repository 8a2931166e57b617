"""Nothing is lost of a venue that changes at random while it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from acme_ticketing import Batch, Cursor
from acme_ticketing_sandbox import Behaviour
from acme_ticketing_sandbox.handlers.customers import _shown
from acme_ticketing_sandbox.state import all_but
from tests.core.changes.venue import ChangingVenue

SEEDS = range(4)
KINDS = ("customers", "memberships", "orders")


def reader(
    venue: ChangingVenue, kind: str
) -> Callable[[Cursor | str | None], Iterator[Batch[Any]]]:
    """Give what reads the changes of a kind, in small pages."""
    client = venue.client.with_options(retries=3)
    changes: Any = {
        "customers": client.b2b.customers.changes,
        "memberships": client.b2b.memberships.changes,
        "orders": client.b2c.orders.changes,
    }[kind]
    more = {"include_address": True} if kind == "customers" else {}
    return lambda since: changes(since=since, page_size=7, **more)


def truth(venue: ChangingVenue, kind: str) -> dict[str, Any]:
    """Give the rows as a reader should have them."""
    rows: Any = venue.kinds[kind]
    if kind == "customers":
        rows = [_shown(row, address=True) for row in rows]
    if kind == "orders":
        rows = (all_but(row, "orderItems") for row in rows)
    return {str(row["id"]): row for row in rows}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_changes_between_two_pages_is_not_lost(kind: str, seed: int) -> None:
    """A store that takes in each batch equals the truth, wherever the reader is stopped."""
    venue = ChangingVenue(seed)
    venue.acme.state.behaviour = Behaviour(visible_after=venue.lot.choice((0, 20)))
    lot, store = venue.lot, dict[str, Any]()
    for _ in range(40):
        venue.add(kind)
    venue.pass_time(60)
    busy = True

    def between(_: Any) -> None:
        venue.pass_time(lot.choice((0.0, 0.0, 0.4, 3.0)))
        while busy and lot.random() < 0.5:
            venue.happen(kind)

    venue.way.before = between
    cursor: str | None = None
    for run in range(25):
        busy = run < 23
        for batch in reader(venue, kind)(cursor):
            if busy and lot.random() < 0.1:
                break  # killed before it is stored
            for row in batch.rows:
                store[str(row.id)] = row.to_dict()
            cursor = str(batch.cursor)
            if busy and lot.random() < 0.1:
                break
        venue.pass_time(lot.choice((1.0, 40.0, 600.0)) if busy else 60.0)
    expected = truth(venue, kind)
    lost = {key for key, row in expected.items() if store.get(key) != row}
    assert not lost, f"{len(lost)} of {len(expected)} rows are lost or old"
    venue.close()
