"""The control API: its actions, its table, and who may use it.

It is no part of ACME, and answers only to the machine that the sandbox runs on: to its programs, and
to the sandbox's own page. Each action does what a request asks for, given its JSON body, and returns
the JSON of the answer; a `ValueError` says why it cannot.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from ..access.authentication import Authentication
from ..access.origins import OWN_PAGE_HEADERS, check_same_origin
from ..access.rate_limits import RateLimiter
from ..clock import Clock, MovableClock
from ..faults import Fault, Faults
from ..http.messages import Reply, Request, json_reply, read_json
from ..http.refusal import Refusal
from ..journal import Journal
from ..specification.specification import specification
from ..state import State
from ..state.state_file import read_state, write_state
from ..unlike import Unlike
from ..values import times
from ..values.settings import Settings, as_json, camel_case, number

PREFIX = "/_sandbox/"
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


def control(sandbox: Controlled, request: Request) -> Reply:
    """Answer a request to the control API."""
    try:
        return json_reply(200, _act(sandbox, request), OWN_PAGE_HEADERS)
    except Refusal as refusal:
        return refusal.reply(OWN_PAGE_HEADERS)
    except ValueError as error:
        return Refusal(400, str(error)).reply(OWN_PAGE_HEADERS)


def _act(sandbox: Controlled, request: Request) -> object:
    check_same_origin(request)
    action = _ACTIONS.get((request.method, request.path.removeprefix(PREFIX)))
    if action is None:
        raise Refusal(404, f"the control API has no {request.method} {request.path}")
    body = read_json(request.body or b"{}")
    if not isinstance(body, dict):
        raise Refusal(400, "the body is no JSON object")
    return action(sandbox, body)


def _summary(sandbox: Controlled, _: Json) -> Json:
    held, limiter, unlike = sandbox.state, sandbox.rate_limiter, sandbox.unlike
    return {
        **_time(sandbox),
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


def _calls(sandbox: Controlled, _: Json) -> list[Json]:
    return [as_json(call) for call in sandbox.journal.calls]


def _reset(sandbox: Controlled, body: Json) -> Json:
    sandbox.reset()
    return _summary(sandbox, body)


def _budgets(sandbox: Controlled, _: Json) -> Json:
    """List each address and area that asked for something, and what it has left."""
    now, zone = sandbox.clock.now(), sandbox.state.venue.time_zone
    limits = sandbox.rate_limiter.limits
    budgets: list[Json] = []
    for found in sandbox.rate_limiter.budgets(now):
        until = (
            times.write(times.moment(found.blocked_until, zone))
            if found.blocked_until > now
            else None
        )
        budgets.append(
            {
                "ip": found.ip,
                "area": found.profile,
                "used": found.used,
                "limit": limits.of(found.profile),
                "windowSecondsLeft": max(0.0, found.opened_at + limits.window - now),
                "blockedUntil": until,
                "blockedSecondsLeft": max(0.0, found.blocked_until - now),
            }
        )
    return {"limits": as_json(limits), "budgets": budgets}


def _lift_block(sandbox: Controlled, body: Json) -> Json:
    ip, area = body.get("ip"), body.get("area")
    if not sandbox.rate_limiter.lift(str(ip), str(area), sandbox.clock.now()):
        raise Refusal(400, f"address {ip!r} is not blocked in area {area!r}")
    return _budgets(sandbox, body)


def _change(owner: str, name: str) -> Action:
    """Return the action that changes some settings, given where they are."""

    def act(sandbox: Controlled, body: Json) -> Json:
        holder = getattr(sandbox, owner)
        setattr(holder, name, getattr(holder, name).with_json(body))
        return as_json(getattr(holder, name))

    return act


def _set_unlike(sandbox: Controlled, body: Json) -> Json:
    """Let answers differ by a seed, or not at all if it is null."""
    none = "seed" in body and body["seed"] is None
    sandbox.unlike = None if none else Unlike.from_json(body)
    return as_json(sandbox.unlike) if sandbox.unlike else {"seed": None}


def _advance(sandbox: Controlled, body: Json) -> Json:
    sandbox.clock.advance(_Jump.from_json(body).seconds)
    return _time(sandbox)


def _turn(turned: Callable[[MovableClock], None]) -> Action:
    """Return the action that lets a clock stand still or go on."""

    def act(sandbox: Controlled, _: Json) -> Json:
        if not isinstance(sandbox.clock, MovableClock):
            raise Refusal(
                400, "this sandbox's clock can be advanced, but neither frozen nor resumed"
            )
        turned(sandbox.clock)
        return _time(sandbox)

    return act


def _time(sandbox: Controlled) -> Json:
    return {"time": times.write(sandbox.state.now())}


def _inject_fault(sandbox: Controlled, body: Json) -> Json:
    fault = Fault.from_json(body)
    if fault.operation_id not in (None, *specification().operations):
        raise Refusal(400, f"there is no operation {fault.operation_id!r}")
    sandbox.faults.append(fault)
    return as_json(fault)


def _lift_faults(sandbox: Controlled, body: Json) -> Json:
    """Forget the faults that have not happened, or the one that the body tells."""
    fault = Fault.from_json(body) if body else None
    if fault is None:
        sandbox.faults.clear()
    elif fault in sandbox.faults:
        sandbox.faults.remove(fault)
    else:
        raise Refusal(400, "no such fault is still to happen")
    return {}


def _load_state(sandbox: Controlled, body: Json) -> Json:
    """Put a saved venue in the place of the present one, or change nothing."""
    sandbox.state = read_state(body, sandbox.clock)
    return _summary(sandbox, {})


_ACTIONS: dict[tuple[str, str], Action] = {
    ("GET", "state"): _summary,  # what there is, and what is set
    ("GET", "calls"): _calls,  # the requests so far; `lenient` tells what was taken too kindly
    ("GET", "limits"): _budgets,  # and for each address and area how full its window is
    # {"b2b": 100, "block": 5, "retryAfter": true, ...}
    ("POST", "limits"): _change("rate_limiter", "limits"),
    ("POST", "limits/lift"): _lift_block,  # {"ip": "127.0.0.1", "area": "b2b"}
    ("POST", "duplicates"): _change("state", "duplicates"),  # {"remembered": "on-receipt", ...}
    ("POST", "behaviour"): _change("state", "behaviour"),  # {"listedDays": 30, "visibleAfter": 5}
    ("POST", "unlike"): _set_unlike,  # {"seed": 7, "share": 0.1}, or {"seed": null}
    ("POST", "clock/advance"): _advance,  # {"seconds": 60}
    ("POST", "clock/freeze"): _turn(lambda clock: clock.freeze()),
    ("POST", "clock/resume"): _turn(lambda clock: clock.resume()),
    ("POST", "faults"): _inject_fault,  # {"kind": "closed", "operationId": "b2c.carts.get"}
    ("DELETE", "faults"): _lift_faults,  # all that have not happened, or the one in the body
    # The venue as it stands, to be loaded again.
    ("GET", "state-file"): lambda sandbox, _: write_state(sandbox.state),
    ("POST", "state-file"): _load_state,
    ("POST", "reset"): _reset,
}
