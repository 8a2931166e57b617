"""How the sandbox behaves: time, faults, duplicates, lists that fall short, answers that differ."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any, TypeGuard, TypeVar

from ..access.rate_limits import Limits
from ..clock import FreezableClock
from ..faults import Fault
from ..http.refusal import Refusal
from ..state import Behaviour
from ..state.duplicates import Duplicates
from ..unlike import Unlike
from ..values import times
from ..values.names import camel_case
from .controlled import Controlled

S = TypeVar("S", Limits, Behaviour)
_MOST = 1e9
_MOST_SECONDS = 3_155_760_000.0
"""A hundred years: calendars end."""


def set_behaviour(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    """Say how far lists fall short."""
    sandbox.state.behaviour = changed(sandbox.state.behaviour, body, "behaviour")
    return as_json(sandbox.state.behaviour)


def set_duplicates(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    """Say how purchases that come twice are known."""
    try:
        sandbox.state.duplicates = Duplicates.from_json(sandbox.state.duplicates.to_json() | body)
    except ValueError as error:
        raise Refusal(400, str(error)) from error
    return sandbox.state.duplicates.to_json()


def set_unlike(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    """Say how answers differ from the specification, or that they do not."""
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
    try:
        sandbox.unlike = Unlike(seed, share)
    except ValueError as error:
        raise Refusal(400, str(error)) from error
    return {"seed": seed, "share": share}


def advance(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    """Let so many seconds pass at once."""
    seconds = body.get("seconds")
    if not _is_number(seconds, _MOST_SECONDS):
        raise Refusal(
            400, f"seconds is a number from 0 on, at most {_MOST_SECONDS:.0f}, not {seconds!r}"
        )
    sandbox.clock.advance(seconds)
    return _time(sandbox)


def freeze(sandbox: Controlled, _: dict[str, Any]) -> dict[str, Any]:
    """Let time stand still; it can still be advanced."""
    _freezable(sandbox).freeze()
    return _time(sandbox)


def resume(sandbox: Controlled, _: dict[str, Any]) -> dict[str, Any]:
    """Let time pass again, from where it stands."""
    _freezable(sandbox).resume()
    return _time(sandbox)


def inject_fault(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    """Let a fault happen to a coming request."""
    fault = _fault(body)
    if fault.operation_id not in (None, *sandbox.specification.operations):
        raise Refusal(400, f"there is no operation {fault.operation_id!r}")
    sandbox.faults.add(fault)
    return fault.to_json()


def lift_faults(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    """Forget the faults that have not happened, or the one that the body tells."""
    if not body:
        sandbox.faults.clear()
    elif not sandbox.faults.lift(_fault(body)):
        raise Refusal(400, "no such fault is still to happen")
    return {}


def changed(settings: S, body: dict[str, Any], noun: str) -> S:
    """Return settings with what the body names replaced.

    Args:
        settings: a dataclass of numbers and booleans.
        body: values by the attributes' names in camel case.
        noun: how refusals call a setting.

    Raises:
        Refusal: 400, a name or a value is none.

    """
    names = {camel_case(field.name): field for field in fields(settings)}
    for name, value in body.items():
        if name not in names:
            raise Refusal(400, f"there is no {noun} {name!r}; there are {', '.join(names)}")
        wanted = type(names[name].default)
        fits = isinstance(value, bool) if wanted is bool else _is_number(value, _MOST)
        if not fits:
            raise Refusal(400, f"{name} is a {wanted.__name__}, not {value!r}")
    return replace(settings, **{names[name].name: value for name, value in body.items()})


def as_json(settings: Limits | Behaviour) -> dict[str, Any]:
    """Return settings as the control API shows them."""
    return {camel_case(name): value for name, value in asdict(settings).items()}


def _is_number(value: object, most: float) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= most


def _time(sandbox: Controlled) -> dict[str, Any]:
    return {"time": times.write(sandbox.state.now())}


def _freezable(sandbox: Controlled) -> FreezableClock:
    if not isinstance(sandbox.clock, FreezableClock):
        raise Refusal(400, "this sandbox's clock can be advanced, but neither frozen nor resumed")
    return sandbox.clock


def _fault(body: dict[str, Any]) -> Fault:
    try:
        return Fault.from_json(body)
    except (ValueError, TypeError) as error:
        raise Refusal(400, str(error)) from error
