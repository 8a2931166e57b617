"""Everything about the network is tried over both HTTP libraries."""

from __future__ import annotations

import pytest


@pytest.fixture(params=["httpx", "httpx2"], autouse=True)
def http_library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have clients, here and in processes that a test starts, use a library."""
    name: str = request.param
    monkeypatch.setenv("ACME_HTTP", name)
    return name
