"""A venue of one's own: a strict sandbox on a virtual clock, and clients that reach it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from itertools import count

import pytest
import pytest_asyncio

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, EmailLogin, PublishableKey
from acme_ticketing import Sandbox as VendorSandbox
from acme_ticketing_sandbox import (
    API_KEY,
    EMAIL,
    PASSWORD,
    PUBLISHABLE_KEY,
    TENANT_ID,
    LocalAcme,
    SandboxTransport,
    VirtualClock,
)

CREDENTIALS = (ApiKey(API_KEY), PublishableKey(PUBLISHABLE_KEY), EmailLogin(EMAIL, PASSWORD))

# The rate gate is shared by the process: each test leaves by a way of its own.
egresses = (f"test {number}" for number in count())


@pytest.fixture
def clock() -> VirtualClock:
    """Return a clock that only moves when somebody sleeps."""
    return VirtualClock()


@pytest.fixture
def sandbox(clock: VirtualClock) -> LocalAcme:
    """Return a sandbox that refuses to answer anything that the specification does not promise."""
    return LocalAcme(clock=clock, strict=True)


@pytest.fixture
def client(sandbox: LocalAcme, clock: VirtualClock) -> Iterator[AcmeClient]:
    """Yield a client that reaches the sandbox in process."""
    with AcmeClient(
        CREDENTIALS,
        environment=VendorSandbox(10),
        tenant_id=TENANT_ID,
        transport=SandboxTransport(sandbox),
        clock=clock,
        egress=next(egresses),
    ) as client:
        yield client


@pytest_asyncio.fixture
async def async_client(sandbox: LocalAcme, clock: VirtualClock) -> AsyncIterator[AsyncAcmeClient]:
    """Yield the asynchronous twin of `client`, at the same sandbox."""
    async with AsyncAcmeClient(
        CREDENTIALS,
        environment=VendorSandbox(10),
        tenant_id=TENANT_ID,
        transport=SandboxTransport(sandbox),
        clock=clock,
        egress=next(egresses),
    ) as client:
        yield client
