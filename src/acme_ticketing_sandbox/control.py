"""The control API: how a test or a person steers the sandbox while it runs.

It is no part of ACME, and answers only to the machine that the sandbox runs on.

    GET    /_sandbox/state          what there is, and what is set
    GET    /_sandbox/calls          the requests so far; `lenient` tells what was taken too kindly
    POST   /_sandbox/behaviour      {"listedDays": 30, "visibleAfter": 5}: how far lists fall short
    POST   /_sandbox/limits         {"b2b": 100, "block": 5, "retryAfter": true, ...}
    POST   /_sandbox/duplicates     {"remembered": "on-receipt", "confirmation": 10, ...}
    POST   /_sandbox/clock/advance  {"seconds": 60}
    POST   /_sandbox/faults         {"kind": "closed", "operationId": "b2c.checkout.create", ...}
    DELETE /_sandbox/faults         forget those that have not happened
    POST   /_sandbox/reset          begin anew
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields, replace
from typing import Any, Protocol, TypeVar

from .access.authentication import Authentication
from .access.rate_limits import Limits, RateLimiter
from .clock import Clock
from .faults import Fault, Faults
from .http.messages import RecordedCall, Reply, Request, json_reply
from .http.refusal import Refusal
from .specification.encoding import refused
from .specification.specification import Specification
from .state import Behaviour, State
from .state.duplicates import Duplicates
from .values import times
from .values.names import camel_case

PREFIX = "/_sandbox/"
_S = TypeVar("_S", Limits, Behaviour)


class Controlled(Protocol):
    """What the control API reads and changes: the parts of a `LocalAcme`."""

    clock: Clock
    specification: Specification
    state: State
    rate_limiter: RateLimiter
    faults: Faults
    authentication: Authentication

    @property
    def calls(self) -> Sequence[RecordedCall]:
        """The requests so far, oldest first."""
        ...

    def reset(self) -> None:
        """Begin anew."""
        ...


Action = Callable[[Controlled, dict[str, Any]], object]


def control(sandbox: Controlled, request: Request) -> Reply:
    """Answer a request to the control API."""
    try:
        return json_reply(200, _action(request)(sandbox, _body(request)))
    except Refusal as refusal:
        return refused(refusal)


def _action(request: Request) -> Action:
    if not _is_loopback(request.ip):
        raise Refusal(403, "the control API answers only on the sandbox's own machine")
    action = _ACTIONS.get((request.method, request.path.removeprefix(PREFIX)))
    if action is None:
        raise Refusal(404, f"the control API has no {request.method} {request.path}")
    return action


def _is_loopback(ip: str) -> bool:
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return False


def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(request.body or b"{}")
    except ValueError as error:
        raise Refusal(400, f"the body is no JSON: {error}") from error
    if not isinstance(body, dict):
        raise Refusal(400, "the body is no JSON object")
    return body


def _state(sandbox: Controlled, _: dict[str, Any]) -> dict[str, Any]:
    state, limiter = sandbox.state, sandbox.rate_limiter
    return {
        "time": times.write(state.now()),
        "counts": {
            "eventTemplates": len(state.event_templates),
            "events": len(state.events),
            "carts": len(state.carts),
            "reservations": len(state.reservations),
            "orders": len(state.orders),
            "tickets": len(state.tickets),
            "memberships": len(state.memberships),
            "openSessions": sandbox.authentication.open_sessions,
        },
        "calls": len(sandbox.calls),
        "limits": _as_json(limiter.limits),
        "behaviour": _as_json(state.behaviour),
        "rateLimiting": {
            "blocks": limiter.blocks,
            "refused": limiter.refused,
            "sentIntoBlock": limiter.sent_into_block,
        },
        "duplicates": state.duplicates.to_json(),
        "faults": [fault.to_json() for fault in sandbox.faults.pending()],
    }


def _calls(sandbox: Controlled, _: dict[str, Any]) -> list[dict[str, Any]]:
    return [{camel_case(name): v for name, v in asdict(call).items()} for call in sandbox.calls]


def _set_limits(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    sandbox.rate_limiter.limits = _changed(sandbox.rate_limiter.limits, body, "limit")
    return _as_json(sandbox.rate_limiter.limits)


def _set_behaviour(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    sandbox.state.behaviour = _changed(sandbox.state.behaviour, body, "behaviour")
    return _as_json(sandbox.state.behaviour)


def _changed(settings: _S, body: dict[str, Any], noun: str) -> _S:
    names = {camel_case(field.name): field for field in fields(settings)}
    for name, value in body.items():
        if name not in names:
            raise Refusal(400, f"there is no {noun} {name!r}; there are {', '.join(names)}")
        wanted = type(names[name].default)
        number = isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
        if not (number if wanted is not bool else isinstance(value, bool)):
            raise Refusal(400, f"{name} is a {wanted.__name__}, not {value!r}")
    return replace(settings, **{names[name].name: value for name, value in body.items()})


def _set_duplicates(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    try:
        sandbox.state.duplicates = Duplicates.from_json(sandbox.state.duplicates.to_json() | body)
    except ValueError as error:
        raise Refusal(400, str(error)) from error
    return sandbox.state.duplicates.to_json()


def _advance(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    seconds = body.get("seconds")
    if not isinstance(seconds, (int, float)) or isinstance(seconds, bool) or seconds < 0:
        raise Refusal(400, f"seconds is a number from 0 on, not {seconds!r}")
    sandbox.clock.advance(seconds)
    return {"time": times.write(sandbox.state.now())}


def _inject_fault(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    try:
        fault = Fault.from_json(body)
    except (ValueError, TypeError) as error:
        raise Refusal(400, str(error)) from error
    if fault.operation_id not in (None, *sandbox.specification.operations):
        raise Refusal(400, f"there is no operation {fault.operation_id!r}")
    sandbox.faults.add(fault)
    return fault.to_json()


def _clear_faults(sandbox: Controlled, _: dict[str, Any]) -> dict[str, Any]:
    sandbox.faults.clear()
    return {}


def _reset(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    sandbox.reset()
    return _state(sandbox, body)


def _as_json(settings: Limits | Behaviour) -> dict[str, Any]:
    return {camel_case(name): value for name, value in asdict(settings).items()}


_ACTIONS: dict[tuple[str, str], Action] = {
    ("GET", "state"): _state,
    ("GET", "calls"): _calls,
    ("POST", "limits"): _set_limits,
    ("POST", "duplicates"): _set_duplicates,
    ("POST", "behaviour"): _set_behaviour,
    ("POST", "clock/advance"): _advance,
    ("POST", "faults"): _inject_fault,
    ("DELETE", "faults"): _clear_faults,
    ("POST", "reset"): _reset,
}
