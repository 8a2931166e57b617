"""The venue that changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.core.changes.venue import ChangingVenue


@pytest.fixture
def venue() -> Iterator[ChangingVenue]:
    """Yield a venue with some customers, memberships and orders."""
    venue = ChangingVenue()
    yield venue
    venue.close()
