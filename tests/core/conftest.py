"""Fixtures that more than one test of the core uses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from acme_ticketing_core.auth.credentials import ApiKey
from acme_ticketing_core.settings.environments import Sandbox
from acme_ticketing_sandbox import VirtualClock
from tests.core.server import Server
from tests.core.world import API_KEY, Client, Play


@pytest.fixture
def clock() -> VirtualClock:
    """Give a clock of the test's own, and with it gates of its own."""
    return VirtualClock()


@pytest.fixture
def client(clock: VirtualClock) -> Client:
    """Give a client with an API key that never reaches a network."""
    return Client(ApiKey(API_KEY), environment=Sandbox(10), tenant_id=999, clock=clock)


@pytest.fixture
def play(client: Client, clock: VirtualClock) -> Play:
    """Give a play without a script yet."""
    return Play(client, clock)


@pytest.fixture
def server() -> Iterator[Server]:
    """Give a server on loopback that answers as the test says."""
    with Server() as running:
        yield running
