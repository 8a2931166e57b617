"""What one call may be told besides its arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias, TypeVar, cast, final

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.runtime.unset import UNSET, Unset

T = TypeVar("T")

Priority = Literal["interactive", "bulk"]
"""`bulk`: where calls queue for the rate limit, lets those go first that people wait for."""

RequestId: TypeAlias = str | Callable[[], str | None]
"""An id for `x-acme-request-id`, or what gives one for each call, such as from a web request."""


_LONGEST: Final = 1e9
"""Seconds that every clock and lock can count."""


@final
class CallOptions:
    """Settings of one call; what is not given comes from the client.

    Args:
        deadline: seconds for the whole call, its waits and retries included; None means no
            deadline: a call then outwaits any block of the rate limit.
        timeout: seconds to wait for the next piece of an answer; the deadline bounds the whole.
        retries: how often a failed attempt is repeated (an answer 429 does not count).
        headers: further headers; they may not replace one that the client sets.
        request_id: `x-acme-request-id`, by which the vendor's support finds the call: a text, or
            a function that gives one (or None) whenever a call begins.
        priority: `bulk` lets calls go first that people wait for.
        strict: whether an answer that is not as the specification says is an error.
        prefetch: how many pages of a listing are fetched ahead while it is iterated over.
        repeat_in_doubt: whether a purchase that was perhaps carried out is sent again at once
            under the same uuid. By default only if it is paid by card, for which the server has
            a second guard; False: `PurchaseInDoubt` at once, to look before it is sent again.

    """

    __slots__ = (
        "deadline",
        "headers",
        "prefetch",
        "priority",
        "repeat_in_doubt",
        "request_id",
        "retries",
        "strict",
        "timeout",
    )

    def __init__(
        self,
        *,
        deadline: float | Unset | None = UNSET,
        timeout: float | Unset = UNSET,
        retries: int | Unset = UNSET,
        headers: Mapping[str, str] | None = None,
        request_id: RequestId | None = None,
        priority: Priority | None = None,
        prefetch: int | Unset = UNSET,
        strict: bool | None = None,
        repeat_in_doubt: bool | Unset = UNSET,
    ) -> None:
        self.priority: Final = None if priority is None else checked_priority(priority)
        self.deadline: Final = _checked(checked_deadline, "deadline", deadline)
        self.timeout: Final = _checked(checked_seconds, "timeout", timeout)
        self.retries: Final = _checked(checked_count, "retries", retries)
        self.headers: Final = _checked_headers(headers)
        self.request_id: Final = _checked_request_id(request_id)
        self.prefetch: Final = _checked(checked_count, "prefetch", prefetch)
        self.strict: Final = checked_strict(strict)
        given: Any = repeat_in_doubt  # whatever its annotation promised
        if not isinstance(given, (bool, Unset)):
            raise InvalidArgument(f"repeat_in_doubt is True or False, not {repeat_in_doubt!r}")
        self.repeat_in_doubt: Final = repeat_in_doubt

    def overridden_by(self, other: CallOptions) -> CallOptions:
        """Give these options, with those that the others name instead."""
        return CallOptions(
            deadline=_last(self.deadline, other.deadline),
            timeout=_last(self.timeout, other.timeout),
            retries=_last(self.retries, other.retries),
            headers={**self.headers, **other.headers},
            request_id=self.request_id if other.request_id is None else other.request_id,
            priority=other.priority or self.priority,
            prefetch=_last(self.prefetch, other.prefetch),
            strict=self.strict if other.strict is None else other.strict,
            repeat_in_doubt=_last(self.repeat_in_doubt, other.repeat_in_doubt),
        )

    def new_request_id(self) -> str | None:
        """Give the request id of a call that begins now."""
        return self.request_id() if callable(self.request_id) else self.request_id

    def pages_ahead(self) -> int:
        """Give how many pages are fetched before they are asked for; 0 for none."""
        return 0 if isinstance(self.prefetch, Unset) else self.prefetch

    def __repr__(self) -> str:
        names = ", ".join(sorted(self.headers))
        return (
            f"CallOptions(deadline={self.deadline!r}, timeout={self.timeout!r}, "
            f"retries={self.retries!r}, headers=[{names}], request_id={self.request_id!r}, "
            f"priority={self.priority!r}, prefetch={self.prefetch!r}, strict={self.strict!r}, "
            f"repeat_in_doubt={self.repeat_in_doubt!r})"
        )


def checked_priority(priority: Priority) -> Priority:
    if priority not in ("interactive", "bulk"):
        raise InvalidArgument(f"priority is 'interactive' or 'bulk', not {priority!r}")
    return priority


def checked_strict(value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise InvalidArgument(f"strict is True or False, not {value!r}")


def checked_seconds(name: str, value: Any) -> float:
    """Give a number of seconds above 0."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not 0 < value <= _LONGEST:
        raise InvalidArgument(f"{name} is seconds above 0, not {value!r}")
    seconds: float = value
    return seconds


def checked_deadline(name: str, value: float | None) -> float | None:
    """Give a number of seconds above 0, or None."""
    return None if value is None else checked_seconds(name, value)


def checked_count(name: str, value: int) -> int:
    """Give a whole number from 0 up."""
    if type(value) is not int or value < 0:
        raise InvalidArgument(f"{name} is 0 or more, not {value!r}")
    return value


def checked_function(name: str, value: object) -> None:
    """Refuse what cannot be called where a call runs."""
    from inspect import iscoroutinefunction

    if not callable(value):
        raise InvalidArgument(f"{name} is a function, not {value!r}")
    if iscoroutinefunction(value) or iscoroutinefunction(type(value).__call__):
        raise InvalidArgument(
            f"{name} is called and never awaited, so it cannot be an async function; "
            "a plain one may start a task with asyncio.create_task"
        )


def _checked(check: Callable[[str, T], T], name: str, value: T | Unset) -> T | Unset:
    return value if isinstance(value, Unset) else check(name, value)


def _checked_headers(headers: object) -> dict[str, str]:
    if headers is None:
        return {}
    if not isinstance(headers, Mapping):
        raise InvalidArgument(
            f"headers: names and values in a dict, not a {type(headers).__name__}"
        )
    return dict(cast("Mapping[str, str]", headers))


def _checked_request_id(given: RequestId | None) -> RequestId | None:
    if given is not None and not isinstance(given, str):
        checked_function("request_id, if no text,", given)
    return given


def _last(first: T | Unset, second: T | Unset) -> T | Unset:
    return first if isinstance(second, Unset) else second


NO_OPTIONS: Final = CallOptions()
"""Everything as the client has it."""
