"""What all calls of one operation of a client have in common."""

from __future__ import annotations

import warnings
from typing import Any, Final, final

from acme_ticketing_core.auth.security import Authorization
from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.rate_limit import Gate
from acme_ticketing_core.redaction.redaction import Headers


@final
class PreparedOperation:
    """What all calls of one operation by one client have in common."""

    __slots__ = ("authorization", "gate", "headers")

    def __init__(self, authorization: Authorization, headers: Headers, gate: Gate) -> None:
        self.authorization: Final = authorization
        self.headers: Final = headers
        self.gate: Final = gate


def warn_of_deprecated(operation: Operation[Any]) -> None:
    """Warn whoever calls the generated method; Python shows it once for each place in the code."""
    instead = f"; use {operation.deprecated} instead" if operation.deprecated else ""
    # Up through this function, the client's method and the generated one.
    warnings.warn(f"{operation.id} is deprecated{instead}", DeprecationWarning, stacklevel=4)
