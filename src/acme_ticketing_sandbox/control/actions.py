"""What the control API does: what there is is told, and changed.

Each action does what a request asks for, given its JSON body, and returns the JSON of the answer. A
`ValueError` says why it cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeGuard, TypeVar

from ..access.authentication import Authentication
from ..access.rate_limits import Limits, RateLimiter
from ..clock import Clock, MovableClock
from ..faults import Fault, Faults
from ..http.messages import RecordedCall
from ..http.refusal import Refusal
from ..specification.specification import Specification
from ..state import Behaviour, Duplicates, State
from ..state.state_file import read_state, write_state
from ..unlike import Unlike
from ..values import times
from ..values.names import as_json, by_attribute, camel_case

S = TypeVar("S", Limits, Behaviour)
_MOST = 1e9
_MOST_SECONDS = 3_155_760_000.0  # a hundred years: calendars end


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


Json = dict[str, Any]
Action = Callable[[Controlled, Json], object]


def state(sandbox: Controlled, _: Json) -> Json:
    """Sum up the sandbox."""
    held, limiter, unlike = sandbox.state, sandbox.rate_limiter, sandbox.unlike
    return {
        "time": times.write(held.now()),
        "frozen": isinstance(sandbox.clock, MovableClock) and sandbox.clock.frozen,
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


def calls(sandbox: Controlled, _: Json) -> list[Json]:
    return [as_json(call) for call in sandbox.calls]


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
    sandbox.rate_limiter.limits = _changed(sandbox.rate_limiter.limits, body, "limit")
    return as_json(sandbox.rate_limiter.limits)


def lift_block(sandbox: Controlled, body: Json) -> Json:
    ip, area = body.get("ip"), body.get("area")
    if not sandbox.rate_limiter.lift(str(ip), str(area), sandbox.clock.now()):
        raise Refusal(400, f"address {ip!r} is not blocked in area {area!r}")
    return budgets(sandbox, body)


def set_behaviour(sandbox: Controlled, body: Json) -> Json:
    sandbox.state.behaviour = _changed(sandbox.state.behaviour, body, "behaviour")
    return as_json(sandbox.state.behaviour)


def set_duplicates(sandbox: Controlled, body: Json) -> Json:
    sandbox.state.duplicates = Duplicates.from_json(sandbox.state.duplicates.to_json() | body)
    return sandbox.state.duplicates.to_json()


def set_unlike(sandbox: Controlled, body: Json) -> Json:
    if unknown := sorted(set(body) - {"seed", "share"}):
        raise Refusal(400, f"there is no {', '.join(unknown)}; there are seed, share")
    seed, share = body.get("seed"), body.get("share", 0.1)
    if seed is None:
        sandbox.unlike = None
        return {"seed": None}
    if not isinstance(seed, int) or isinstance(seed, bool):
        raise Refusal(400, f"seed is an integer, or null for no difference, not {seed!r}")
    if not isinstance(share, (int, float)) or isinstance(share, bool):
        raise Refusal(400, f"share is a number from 0 to 1, not {share!r}")
    sandbox.unlike = Unlike(seed, share)
    return {"seed": seed, "share": share}


def advance(sandbox: Controlled, body: Json) -> Json:
    seconds = body.get("seconds")
    if not _is_number(seconds, _MOST_SECONDS):
        wanted = f"a number from 0 on, at most {_MOST_SECONDS:.0f}"
        raise Refusal(400, f"seconds is {wanted}, not {seconds!r}")
    sandbox.clock.advance(seconds)
    return _time(sandbox)


def freeze(sandbox: Controlled, _: Json) -> Json:
    _freezable(sandbox).freeze()
    return _time(sandbox)


def resume(sandbox: Controlled, _: Json) -> Json:
    _freezable(sandbox).resume()
    return _time(sandbox)


def inject_fault(sandbox: Controlled, body: Json) -> Json:
    fault = _fault(body)
    if fault.operation_id not in (None, *sandbox.specification.operations):
        raise Refusal(400, f"there is no operation {fault.operation_id!r}")
    sandbox.faults.add(fault)
    return fault.to_json()


def lift_faults(sandbox: Controlled, body: Json) -> Json:
    """Forget the faults that have not happened, or the one that the body tells."""
    if not body:
        sandbox.faults.clear()
    elif not sandbox.faults.lift(_fault(body)):
        raise Refusal(400, "no such fault is still to happen")
    return {}


def _changed(settings: S, body: Json, noun: str) -> S:
    """Return settings, numbers and booleans, with what the body names replaced."""
    given, defaults = by_attribute(settings, body, noun), type(settings)()
    for name, value in given.items():
        wanted = type(getattr(defaults, name))
        fits = isinstance(value, bool) if wanted is bool else _is_number(value, _MOST)
        if not fits:
            raise Refusal(400, f"{camel_case(name)} is a {wanted.__name__}, not {value!r}")
    return replace(settings, **given)


def _is_number(value: object, most: float) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= most


def _time(sandbox: Controlled) -> Json:
    return {"time": times.write(sandbox.state.now())}


def _freezable(sandbox: Controlled) -> MovableClock:
    if not isinstance(sandbox.clock, MovableClock):
        raise Refusal(400, "this sandbox's clock can be advanced, but neither frozen nor resumed")
    return sandbox.clock


def _fault(body: Json) -> Fault:
    try:
        return Fault.from_json(body)
    except TypeError as error:
        raise Refusal(400, str(error)) from error


def save_state(sandbox: Controlled, _: Json) -> Json:
    return write_state(sandbox.state)


def load_state(sandbox: Controlled, body: Json) -> Json:
    """Put a saved venue in the place of the present one, or change nothing."""
    sandbox.state = read_state(body, sandbox.clock)
    return state(sandbox, {})
