"""A local ACME: stateful, strict about headers, and ready to fail on demand.

    from acme_ticketing_sandbox import Request, Sandbox
    from acme_ticketing_sandbox.seed import API_KEY

    sandbox = Sandbox()
    reply = sandbox.handle(Request.of("GET", "/v2/b2b/event/instances", headers={...}))

Three doors lead in: `Sandbox.handle` itself, `acme_ticketing_sandbox.transport.SandboxTransport`
for httpx clients in the same process, and `acme_ticketing_sandbox.server.served` for everybody
else, over HTTP on loopback (`python -m acme_ticketing_sandbox`).
"""

from .clock import AdjustableClock, Clock
from .faults import Fault
from .messages import Reply, Request
from .rate_limits import Limits
from .sandbox import RecordedCall, Sandbox
from .seed import Seed, SeedError
from .strictness import SpecificationDeviation

__all__ = [
    "AdjustableClock",
    "Clock",
    "Fault",
    "Limits",
    "RecordedCall",
    "Reply",
    "Request",
    "Sandbox",
    "Seed",
    "SeedError",
    "SpecificationDeviation",
]
