"""A venue with sales, reached in process and over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from acme_ticketing import AcmeClient, ApiKey, BaseUrl
from acme_ticketing_sandbox import API_KEY, TENANT_ID, Limits, LocalAcme, served
from tests.core.server import Server

from .clock import SteppingClock

# The rate gate is shared by the process: each test leaves by a way of its own.
egresses = (f"reports {number}" for number in count())


@pytest.fixture
def clock() -> SteppingClock:
    """Return a clock that passes over waits and notes them."""
    return SteppingClock()


@pytest.fixture(scope="package")
def url() -> Iterator[str]:
    """Yield where a sandbox is served that lives in real time."""
    with served(LocalAcme(limits=Limits(b2b=100_000))) as url:
        yield url


@pytest.fixture
def client(url: str, clock: SteppingClock) -> Iterator[AcmeClient]:
    """Yield a client at the served sandbox."""
    with AcmeClient(
        ApiKey(API_KEY),
        environment=BaseUrl(url),
        tenant_id=TENANT_ID,
        clock=clock,
        egress=next(egresses),
    ) as client:
        yield client


@pytest.fixture
def server() -> Iterator[Server]:
    """Yield a server on loopback that answers as the test says."""
    with Server() as running:
        yield running
