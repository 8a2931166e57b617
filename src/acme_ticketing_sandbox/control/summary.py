"""What there is and what is set, and beginning anew."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..clock import FreezableClock
from ..values import times
from ..values.names import camel_case
from .controlled import Controlled
from .settings import as_json


def state(sandbox: Controlled, _: dict[str, Any]) -> dict[str, Any]:
    """Sum up the sandbox."""
    held, limiter = sandbox.state, sandbox.rate_limiter
    unlike = sandbox.unlike
    return {
        "time": times.write(held.now()),
        "frozen": isinstance(sandbox.clock, FreezableClock) and sandbox.clock.frozen,
        "counts": {
            "eventTemplates": len(held.event_templates),
            "events": len(held.events),
            "carts": len(held.carts),
            "reservations": len(held.reservations),
            "orders": len(held.orders),
            "tickets": len(held.tickets),
            "memberships": len(held.memberships),
            "openSessions": sandbox.authentication.open_sessions,
        },
        "calls": len(sandbox.calls),
        "limits": as_json(limiter.limits),
        "behaviour": as_json(held.behaviour),
        "rateLimiting": {
            "blocks": limiter.blocks,
            "refused": limiter.refused,
            "sentIntoBlock": limiter.sent_into_block,
        },
        "duplicates": held.duplicates.to_json(),
        "unlike": unlike and {"seed": unlike.seed, "share": unlike.share},
        "faults": [fault.to_json() for fault in sandbox.faults.pending()],
    }


def calls(sandbox: Controlled, _: dict[str, Any]) -> list[dict[str, Any]]:
    """List the requests so far."""
    return [{camel_case(name): v for name, v in asdict(call).items()} for call in sandbox.calls]


def reset(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    """Begin anew, and sum up what there is then."""
    sandbox.reset()
    return state(sandbox, body)
