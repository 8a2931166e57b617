"""Everything about the network is tried over both HTTP libraries."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

import pytest

from tests.faults.certificates import Authority

from .stalling import Stalling, stalling


@pytest.fixture(params=["httpx", "httpx2"])
def http(request: pytest.FixtureRequest) -> str:
    """Name each library in turn."""
    name: str = request.param
    return name


@pytest.fixture(scope="package")
def authority() -> Authority:
    """Return an authority; making one takes a while."""
    return Authority()


@pytest.fixture
def stalled(
    authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., AbstractContextManager[Stalling]]:
    """Return what gives a server that stalls in a phase."""
    return partial(stalling, authority=authority, folder=tmp_path_factory.mktemp("authority"))
