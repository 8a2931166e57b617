"""The limits, how full each window is, and blocks lifted."""

from __future__ import annotations

from typing import Any

from ..http.refusal import Refusal
from ..values import times
from .controlled import Controlled
from .settings import as_json, changed


def budgets(sandbox: Controlled, _: dict[str, Any]) -> dict[str, Any]:
    """List each address and area that asked for something, and what it has left."""
    now, zone = sandbox.clock.now(), sandbox.state.venue.time_zone
    limiter = sandbox.rate_limiter
    return {
        "limits": as_json(limiter.limits),
        "budgets": [
            {
                "ip": found.ip,
                "area": found.profile,
                "used": found.used,
                "limit": limiter.limits.of(found.profile),
                "windowSecondsLeft": max(0.0, found.window_ends - now),
                "blockedUntil": times.write(times.moment(found.blocked_until, zone))
                if found.blocked_until > now
                else None,
                "blockedSecondsLeft": max(0.0, found.blocked_until - now),
            }
            for found in limiter.budgets(now)
        ],
    }


def change(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    """Set limits."""
    sandbox.rate_limiter.limits = changed(sandbox.rate_limiter.limits, body, "limit")
    return as_json(sandbox.rate_limiter.limits)


def lift(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    """End the block of an address in an area."""
    ip, area = body.get("ip"), body.get("area")
    if not sandbox.rate_limiter.lift(str(ip), str(area), sandbox.clock.now()):
        raise Refusal(400, f"address {ip!r} is not blocked in area {area!r}")
    return budgets(sandbox, body)
