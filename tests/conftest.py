"""No test sees the credentials of whoever runs it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True, scope="session")
def _nobody_is_at_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Forget the environment's settings, and read profiles from where there are none."""
    for name in [name for name in os.environ if name.startswith("ACME_")]:
        del os.environ[name]
    nowhere: Path = tmp_path_factory.mktemp("nobody") / "config.toml"
    os.environ["ACME_CONFIG_FILE"] = str(nowhere)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest, so that no worker has it left when the others are done."""
    items.sort(key=lambda item: "test_walk" not in item.nodeid)
