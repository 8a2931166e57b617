"""What the control API reads and changes: the parts of a `LocalAcme`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from ..access.authentication import Authentication
from ..access.rate_limits import RateLimiter
from ..clock import Clock
from ..faults import Faults
from ..http.messages import RecordedCall
from ..specification.specification import Specification
from ..state import State
from ..unlike import Unlike


class Controlled(Protocol):
    """A sandbox, as the control API knows it."""

    clock: Clock
    specification: Specification
    state: State
    rate_limiter: RateLimiter
    faults: Faults
    authentication: Authentication
    unlike: Unlike | None

    @property
    def calls(self) -> Sequence[RecordedCall]:
        """The requests so far, oldest first."""
        ...

    def reset(self) -> None:
        """Begin anew."""
        ...


Action = Callable[[Controlled, dict[str, Any]], object]
"""Does what a request asks for, given its body, and returns the JSON of the answer."""
