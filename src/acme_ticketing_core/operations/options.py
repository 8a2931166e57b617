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

_LONGEST: Final = 1e9  # seconds that every clock and lock can count


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
        if deadline is not None:
            deadline = _checked(checked_seconds, "deadline", deadline)
        self.deadline: Final = deadline
        self.timeout: Final = _checked(checked_seconds, "timeout", timeout)
        self.retries: Final = _checked(checked_count, "retries", retries)
        given: Any = {} if headers is None else headers  # whatever its annotation promised
        if not isinstance(given, Mapping):
            told = f"headers: names and values in a dict, not a {type(given).__name__}"
            raise InvalidArgument(told)
        self.headers: Final = dict(cast("Mapping[str, str]", given))
        if request_id is not None and not isinstance(request_id, str):
            checked_function("request_id, if no text,", request_id)
        self.request_id: Final = request_id
        if priority not in (None, "interactive", "bulk"):
            raise InvalidArgument(f"priority is 'interactive' or 'bulk', not {priority!r}")
        self.priority: Final = priority
        self.prefetch: Final = _checked(checked_count, "prefetch", prefetch)
        self.strict: Final = None if strict is None else checked_truth("strict", strict)
        self.repeat_in_doubt: Final = _checked(checked_truth, "repeat_in_doubt", repeat_in_doubt)

    def overridden_by(self, other: CallOptions) -> CallOptions:
        """Give these options, with those that the others name instead."""
        told: dict[str, Any] = {
            name: value
            for name, value in vars(other).items()
            if value is not UNSET and (value is not None or name == "deadline")
        }
        told["headers"] = {**self.headers, **other.headers}
        return CallOptions(**{**vars(self), **told})

    def new_request_id(self) -> str | None:
        """Give the request id of a call that begins now."""
        return self.request_id() if callable(self.request_id) else self.request_id

    def pages_ahead(self) -> int:
        """Give how many pages are fetched before they are asked for; 0 for none."""
        return 0 if isinstance(self.prefetch, Unset) else self.prefetch

    def __repr__(self) -> str:
        shown = {**vars(self), "headers": sorted(self.headers)}  # whose values may be secret
        return f"CallOptions({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


def checked_truth(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise InvalidArgument(f"{name} is True or False, not {value!r}")
    return value


def checked_seconds(name: str, value: Any) -> float:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not 0 < value <= _LONGEST:
        raise InvalidArgument(f"{name} is seconds above 0, not {value!r}")
    seconds: float = value
    return seconds


def checked_count(name: str, value: int, least: int = 0) -> int:
    if type(value) is not int or value < least:
        raise InvalidArgument(f"{name} is {least} or more, not {value!r}")
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


NO_OPTIONS: Final = CallOptions()
