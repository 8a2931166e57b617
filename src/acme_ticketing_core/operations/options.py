"""What one call may be told besides its arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf
from typing import Final, Literal, TypeAlias, TypeVar, final

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.runtime.unset import UNSET, Unset

T = TypeVar("T")

Priority = Literal["interactive", "bulk"]
"""`bulk`: where calls queue for the rate limit, lets those go first that people wait for."""

RequestId: TypeAlias = str | Callable[[], str | None]
"""An id for `x-acme-request-id`, or what gives one for each call, such as from a web request."""


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
        if deadline is not None and not _is_duration(deadline):
            raise InvalidArgument(f"deadline is seconds above 0, or None, not {deadline!r}")
        if not _is_duration(timeout):
            raise InvalidArgument(f"timeout is seconds above 0, not {timeout!r}")
        if not _is_count(retries):
            raise InvalidArgument(f"retries is 0 or more, not {retries!r}")
        if not _is_count(prefetch):
            raise InvalidArgument(f"prefetch is 0 or more, not {prefetch!r}")
        self.priority: Final = None if priority is None else checked_priority(priority)
        self.deadline: Final = deadline
        self.timeout: Final = timeout
        self.retries: Final = retries
        self.headers: Final = dict(headers or {})
        self.request_id: Final = request_id
        self.prefetch: Final = prefetch
        self.strict: Final = checked_strict(strict)
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
        """Give how many pages are fetched ahead."""
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
    """Give a priority that is one.

    Raises:
        InvalidArgument: it is none.

    """
    if priority not in ("interactive", "bulk"):
        raise InvalidArgument(f"priority is 'interactive' or 'bulk', not {priority!r}")
    return priority


def checked_strict(value: object) -> bool | None:
    """Give the setting, if it is a boolean or None.

    Raises:
        InvalidArgument: it is neither.

    """
    if value is None or isinstance(value, bool):
        return value
    raise InvalidArgument(f"strict is True or False, not {value!r}")


def _is_duration(value: object) -> bool:
    """Tell whether a setting is finite seconds above 0, if it is given at all."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return 0 < value < inf
    return isinstance(value, Unset)


def _is_count(value: object) -> bool:
    """Tell whether a setting is a whole number from 0 on, if it is given at all."""
    return value >= 0 if type(value) is int else isinstance(value, Unset)


def _last(first: T | Unset, second: T | Unset) -> T | Unset:
    return first if isinstance(second, Unset) else second


NO_OPTIONS: Final = CallOptions()
"""Everything as the client has it."""
