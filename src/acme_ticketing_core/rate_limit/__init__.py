"""The limit that the server puts on calls, and the one gate that all callers share.

The vendor blocks an IP address for a minute once it has passed an undisclosed number of calls
(api-facts/README.md, "From the founding document"). So the gate belongs to the budget that the
server counts, not to a client: every thread, task and client of the process waits at the same one.
"""

from acme_ticketing_core.rate_limit.budget import Budget, gate_for, reopen_gates
from acme_ticketing_core.rate_limit.gate import Gate

__all__ = ["Budget", "Gate", "gate_for", "reopen_gates"]
