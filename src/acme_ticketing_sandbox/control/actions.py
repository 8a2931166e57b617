"""What the control API does: what there is is told, and changed.

Each action does what a request asks for, given its JSON body, and returns the JSON of the answer. A
`ValueError` says why it cannot.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from ..access.authentication import Authentication
from ..access.rate_limits import RateLimiter
from ..clock import Clock, MovableClock
from ..faults import Fault, Faults
from ..http.refusal import Refusal
from ..journal import Journal
from ..specification.specification import specification
from ..state import State
from ..state.state_file import read_state, write_state
from ..unlike import Unlike
from ..values import times
from ..values.settings import Settings, as_json, camel_case, number

_COUNTED = (
    "event_templates", "events", "carts", "reservations", "orders", "tickets", "memberships",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Jump(Settings):
    seconds: float = number(most=3_155_760_000)  # a hundred years: calendars end


class Controlled(Protocol):
    """A sandbox, as the control API knows it."""

    clock: Clock
    state: State
    rate_limiter: RateLimiter
    faults: Faults
    authentication: Authentication
    unlike: Unlike | None
    journal: Journal

    def reset(self) -> None:
        """Begin anew."""


Json = dict[str, Any]
Action = Callable[[Controlled, Json], object]


def state(sandbox: Controlled, _: Json) -> Json:
    """Sum up the sandbox."""
    held, limiter, unlike = sandbox.state, sandbox.rate_limiter, sandbox.unlike
    return {
        "time": times.write(held.now()),
        "frozen": isinstance(sandbox.clock, MovableClock) and sandbox.clock.frozen,
        "counts": {
            **{camel_case(name): len(getattr(held, name)) for name in _COUNTED},
            "openSessions": sandbox.authentication.open_sessions,
        },
        "calls": len(sandbox.journal.calls),
        "limits": as_json(limiter.limits),
        "behaviour": as_json(held.behaviour),
        "duplicates": as_json(held.duplicates),
        "unlike": unlike and as_json(unlike),
        "faults": [as_json(fault) for fault in sandbox.faults],
    }


def calls(sandbox: Controlled, _: Json) -> list[Json]:
    return [as_json(call) for call in sandbox.journal.calls]


def reset(sandbox: Controlled, body: Json) -> Json:
    """Begin anew, and sum up what there is then."""
    sandbox.reset()
    return state(sandbox, body)


def budgets(sandbox: Controlled, _: Json) -> Json:
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
                "windowSecondsLeft": max(0.0, found.opened_at + limiter.limits.window - now),
                "blockedUntil": (
                    times.write(times.moment(found.blocked_until, zone))
                    if found.blocked_until > now
                    else None
                ),
                "blockedSecondsLeft": max(0.0, found.blocked_until - now),
            }
            for found in limiter.budgets(now)
        ],
    }


def set_limits(sandbox: Controlled, body: Json) -> Json:
    sandbox.rate_limiter.limits = sandbox.rate_limiter.limits.with_json(body)
    return as_json(sandbox.rate_limiter.limits)


def lift_block(sandbox: Controlled, body: Json) -> Json:
    ip, area = body.get("ip"), body.get("area")
    if not sandbox.rate_limiter.lift(str(ip), str(area), sandbox.clock.now()):
        raise Refusal(400, f"address {ip!r} is not blocked in area {area!r}")
    return budgets(sandbox, body)


def set_behaviour(sandbox: Controlled, body: Json) -> Json:
    sandbox.state.behaviour = sandbox.state.behaviour.with_json(body)
    return as_json(sandbox.state.behaviour)


def set_duplicates(sandbox: Controlled, body: Json) -> Json:
    sandbox.state.duplicates = sandbox.state.duplicates.with_json(body)
    return as_json(sandbox.state.duplicates)


def set_unlike(sandbox: Controlled, body: Json) -> Json:
    """Let answers differ by a seed, or not at all if it is null."""
    if "seed" in body and body["seed"] is None:
        sandbox.unlike = None
        return {"seed": None}
    sandbox.unlike = Unlike.from_json(body)
    return as_json(sandbox.unlike)


def advance(sandbox: Controlled, body: Json) -> Json:
    sandbox.clock.advance(_Jump.from_json(body).seconds)
    return _time(sandbox)


def freeze(sandbox: Controlled, _: Json) -> Json:
    _freezable(sandbox).freeze()
    return _time(sandbox)


def resume(sandbox: Controlled, _: Json) -> Json:
    _freezable(sandbox).resume()
    return _time(sandbox)


def inject_fault(sandbox: Controlled, body: Json) -> Json:
    fault = Fault.from_json(body)
    if fault.operation_id not in (None, *specification().operations):
        raise Refusal(400, f"there is no operation {fault.operation_id!r}")
    sandbox.faults.append(fault)
    return as_json(fault)


def lift_faults(sandbox: Controlled, body: Json) -> Json:
    """Forget the faults that have not happened, or the one that the body tells."""
    fault = Fault.from_json(body) if body else None
    if fault is None:
        sandbox.faults.clear()
    elif fault in sandbox.faults:
        sandbox.faults.remove(fault)
    else:
        raise Refusal(400, "no such fault is still to happen")
    return {}


def _time(sandbox: Controlled) -> Json:
    return {"time": times.write(sandbox.state.now())}


def _freezable(sandbox: Controlled) -> MovableClock:
    if not isinstance(sandbox.clock, MovableClock):
        raise Refusal(400, "this sandbox's clock can be advanced, but neither frozen nor resumed")
    return sandbox.clock


def save_state(sandbox: Controlled, _: Json) -> Json:
    return write_state(sandbox.state)


def load_state(sandbox: Controlled, body: Json) -> Json:
    """Put a saved venue in the place of the present one, or change nothing."""
    sandbox.state = read_state(body, sandbox.clock)
    return state(sandbox, {})
