"""Which calls the server counts together."""

from __future__ import annotations

from typing import NamedTuple

from acme_ticketing_core.rate_limit.state import FIRST_CORS_LIMIT


class Budget(NamedTuple):
    """What the server counts together.

    Attributes:
        host: the server, with its port where it is not the usual one.
        egress: the address that the server sees; a name, as the program knows its ways out.
        profile: the limit profile of the operation: `b2b`, `b2c`, `cors`.

    """

    host: str
    egress: str
    profile: str

    @property
    def key(self) -> str:
        """The budget's name in a store."""
        return f"{self.profile}:{self.egress}@{self.host}"


def first_limit(key: str) -> float:
    """Give the limit that a budget is taken to have before anything is learned; 0 for unknown."""
    return FIRST_CORS_LIMIT if key.startswith("cors:") else 0.0
