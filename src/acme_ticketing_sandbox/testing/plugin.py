"""What pytest loads: the fixture, and the marker that sets it up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .acme_sandbox import AcmeSandbox

_MARKER = "acme_sandbox"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        f"{_MARKER}(now=None, seed=None, strict=False, **limits): how the fixture acme_sandbox "
        "begins: the time (an ISO 8601 text with an offset), a seed file, limits such as b2b=5.",
    )


@pytest.fixture
def acme_sandbox(request: pytest.FixtureRequest) -> Iterator[AcmeSandbox]:
    """Yield a local ACME of the test's own, on a clock nobody waits for; see `AcmeSandbox`."""
    from .acme_sandbox import AcmeSandbox

    marker = request.node.get_closest_marker(_MARKER)
    with AcmeSandbox.started(**(marker.kwargs if marker else {})) as sandbox:
        yield sandbox
