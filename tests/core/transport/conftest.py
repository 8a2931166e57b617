"""Everything about the network is tried over both HTTP libraries."""

from __future__ import annotations

import pytest


@pytest.fixture(params=["httpx", "httpx2"])
def http(request: pytest.FixtureRequest) -> str:
    """Name each library in turn."""
    name: str = request.param
    return name
