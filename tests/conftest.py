"""No test sees the credentials of whoever runs it; none pays for what all the others hold."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from acme_ticketing_core.rate_limit import gate
from acme_ticketing_sandbox.handlers import reports

# Nearly all that is imported and read is kept to the end; to look for the rest often would take a
# tenth of the time.
gc.set_threshold(100_000)

# A busy machine is slow; that is nothing to fail for.
settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("patient")

LONGEST = (
    "tests/release/test_walk.py",
    "tests/examples/test_warehouse_sync.py",
    "tests/release/test_publish.py",
    "tests/console/test_for_everybody.py",
    "tests/warehouse/test_sync.py",
    "tests/console/test_steering.py",
    "tests/rate_limit/test_processes.py",
    "tests/release/test_distributions.py",
    "tests/warehouse/test_days.py",
    "tests/documentation/test_site.py",
    "tests/make/test_demo.py",
    "tests/drift/test_loop.py",
    "tests/generator/rendering/test_functional.py",
    "tests/core/client/test_surroundings.py",
    "tests/warehouse/test_processes.py",
    "tests/examples/test_other_examples.py",
    "tests/examples/test_website_checkout.py",
    "tests/documentation/test_guides.py",
    "tests/end_to_end/test_storm.py",
    "tests/rate_limit/test_simulation.py",
)
"""The files whose tests take seconds, the longest first."""


@pytest.fixture(autouse=True, scope="session")
def _nobody_is_at_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Forget the environment's settings, and read profiles from where there are none."""
    for name in [name for name in os.environ if name.startswith("ACME_")]:
        del os.environ[name]
    nowhere: Path = tmp_path_factory.mktemp("nobody") / "config.toml"
    os.environ["ACME_CONFIG_FILE"] = str(nowhere)


@pytest.fixture(autouse=True)
def _nothing_is_known_of_a_server() -> None:
    """Forget gates: the machine gives a port again, and another server would be the one blocked."""
    gate._GATES.clear()
    gate._STORES.clear()


@pytest.fixture
def quick_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sandbox's reports be done at the first look, so that nothing waits for one."""
    monkeypatch.setattr(reports, "PENDING_SECONDS", 0)
    monkeypatch.setattr(reports, "PROCESSING_SECONDS", 0)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each worker begin with some of the longest, so that none is left when all else is done.

    pytest-xdist hands out as many tests to each, in the order of the list.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    by_file: dict[str, list[pytest.Item]] = {name: [] for name in LONGEST}
    others: list[pytest.Item] = []
    for item in items:
        by_file.get(item.nodeid.partition("::")[0], others).append(item)
    size, ordered = len(items) // workers, list[pytest.Item]()
    for worker in range(workers):
        share = [item for name in LONGEST[worker::workers] for item in by_file[name]]
        rest = max(0, size - len(share))
        ordered += [*share, *others[:rest]]
        del others[:rest]
    items[:] = [*ordered, *others]


def pytest_collection_finish() -> None:
    """Let the collector pass over what is there by now; all of it is kept to the end."""
    gc.freeze()


def pytest_unconfigure() -> None:
    """Let the interpreter end as it does elsewhere: modules in C complain of what is frozen."""
    gc.unfreeze()
