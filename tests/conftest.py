"""No test sees the credentials of whoever runs it; none pays for what all the others hold."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from acme_ticketing_sandbox.state import reports

# Nearly all that is collected, imported and read is kept to the end; to look for the rest often
# would take a tenth of the time.
gc.set_threshold(100_000)


@pytest.fixture(autouse=True, scope="session")
def _nobody_is_at_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Forget the environment's settings, and read profiles from where there are none."""
    for name in [name for name in os.environ if name.startswith("ACME_")]:
        del os.environ[name]
    nowhere: Path = tmp_path_factory.mktemp("nobody") / "config.toml"
    os.environ["ACME_CONFIG_FILE"] = str(nowhere)


@pytest.fixture
def quick_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sandbox's reports be done at the first look, so that nothing waits for one."""
    monkeypatch.setattr(reports, "PENDING_SECONDS", 0)
    monkeypatch.setattr(reports, "PROCESSING_SECONDS", 0)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest, so that no worker has it left when the others are done."""
    items.sort(key=lambda item: "test_walk" not in item.nodeid)
