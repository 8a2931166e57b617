"""Code that is documented runs as it stands: the network leads to a sandbox."""

from __future__ import annotations

import pytest

from acme_ticketing_core.transport.libraries import exchanged, exchanged_async
from acme_ticketing_core.transport.pools import AsyncPool, Pool
from acme_ticketing_sandbox import LocalAcme, SandboxTransport


def lead_to(sandbox: LocalAcme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every client that is given no transport reach this sandbox, whatever host it names."""
    way = SandboxTransport(sandbox)
    monkeypatch.setattr(Pool, "exchange", lambda _, *sent: exchanged(way, *sent[:2]))
    monkeypatch.setattr(AsyncPool, "exchange", lambda _, *sent: exchanged_async(way, *sent))
