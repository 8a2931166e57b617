"""The limit that the server puts on calls, and the one gate that all callers share.

The vendor blocks an IP address for a minute once it has passed an undisclosed number of calls
(api-facts/README.md, "From the founding document").
"""

from acme_ticketing_core.rate_limit.gate import (
    Budget,
    Gate,
    GateReading,
    Ticket,
    Waiting,
    gate_for,
    reopen_gates,
)
from acme_ticketing_core.rate_limit.store import Store, StoreUnavailableError

__all__ = [
    "Budget",
    "Gate",
    "GateReading",
    "Store",
    "StoreUnavailableError",
    "Ticket",
    "Waiting",
    "gate_for",
    "reopen_gates",
]
