"""Everything about the network is tried over both HTTP libraries."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from acme_ticketing_core.transport import libraries
from tests.faults.certificates import Authority


@pytest.fixture(params=["httpx", "httpx2"], autouse=True)
def http_library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have clients, here and in processes that a test starts, use a library."""
    name: str = request.param
    monkeypatch.setenv("ACME_HTTP", name)
    return name


@pytest.fixture(autouse=True)
def _afresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Start from an environment that names no proxy; inherit nothing that another test trusts."""
    for name in ("https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    libraries.ssl_context.cache_clear()
    yield
    libraries.ssl_context.cache_clear()


@pytest.fixture(scope="module")
def authority() -> Authority:
    """Return an authority; making one takes a while."""
    return Authority()
