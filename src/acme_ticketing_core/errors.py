# ruff: noqa: N818 - an error is named for what happened; the tree it stands in says it is one
"""Everything that a call can raise.

    AcmeError
        ConfigurationError: MissingCredentials, InvalidArgument, ClientClosed
        TransportError: NotSent, NoAnswer, OutcomeUnknown*, AnswerLost*, DeadlineExceeded
        StatusError: BadRequest, Unauthorized, Forbidden, NotFound, DuplicateTransaction*,
            UnprocessableRequest, RateLimited, ServerError, Conflict: DuplicateRequest*
        EditError: EditConflict, EditDamaged, EditInDoubt
        ReportFailed, DecodeError, UnexpectedAnswer, NotBought

    * is also PurchaseInDoubt

Facts: api-facts/README.md ("Errors"), api-facts/checkout.md ("Duplicate protection").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "AcmeError", "AnswerLost", "BadRequest", "ClientClosed", "ConfigurationError", "Conflict",
    "DeadlineExceeded", "DecodeError", "DuplicateRequest", "DuplicateTransaction", "EditConflict",
    "EditDamaged", "EditError", "EditInDoubt", "Forbidden",
    "InvalidArgument", "KeyFileReadable", "MissingCredentials", "NoAnswer", "NotBought",
    "NotFound", "NotSent", "OutcomeUnknown", "PurchaseInDoubt", "RateLimited", "ReportFailed",
    "ServerError", "SessionInProduction", "StatusError", "TransportError", "Unauthorized",
    "UnexpectedAnswer", "UnprocessableRequest", "class_for_status",
]  # fmt: skip

_CUT: Final = 200
_NOT_PICKLED: Final = frozenset({"body", "_settle", "before", "mine", "theirs", "after"})


class AcmeError(Exception):
    """Root of the tree; every error pickles, copies and prints on one line.

    Attributes:
        message: what went wrong, one line, without values that must stay secret.
        operation_id: the operation, `b2b.events.get`; None outside a call.
        method, path_template: its HTTP method and path, as the spec has it, never the filled one.
        attempts: how many times the call was sent.
        waited: seconds spent waiting for the rate limit and between attempts.
        request_uuid: the `x-acme-request-uuid` that the call carried.
        request_id: the `x-acme-request-id` of the answer, else of the call.
        retry_at: when to try again, if that is known; an aware datetime.

    """

    operation_id: str | None = None
    method: str | None = None
    path_template: str | None = None
    attempts: int = 0
    waited: float = 0.0
    request_uuid: str | None = None
    request_id: str | None = None
    retry_at: datetime | None = None

    def __init__(self, message: str = "", **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        vars(self).update(facts)

    def __str__(self) -> str:
        head = f"{self.operation_id}: " if self.operation_id else ""
        details = ", ".join(self._details())
        text = f"{head}{self.summary()}{f' ({details})' if details else ''}"
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())

    def __reduce__(self) -> tuple[type[Self], tuple[str], dict[str, object]]:
        state = {k: v for k, v in self.__dict__.items() if k not in _NOT_PICKLED}
        return type(self), (self.message,), state

    def summary(self) -> str:
        """Say what went wrong, without the context."""
        return self.message

    def _details(self) -> Iterator[str]:
        if self.method and self.path_template:
            yield f"{self.method} {self.path_template}"
        if self.attempts > 1:
            yield f"{self.attempts} attempts"
        if self.waited >= 1:
            yield f"waited {self.waited:.0f} s"
        if self.retry_at is not None:
            yield f"retry at {self.retry_at.isoformat(timespec='seconds')}"
        if self.request_id:
            yield f"request id {self.request_id}"
        if self.request_uuid:
            yield f"request uuid {self.request_uuid}"


class ConfigurationError(AcmeError):
    """The call never left: the program, not the network, has to change."""


class MissingCredentials(ConfigurationError):
    """No alternative of the operation's security can be met with what the client was given.

    `missing` names, for each alternative, the schemes that the client cannot supply.
    """

    missing: tuple[tuple[str, ...], ...] = ()


class InvalidArgument(ConfigurationError):
    """An argument, option or setting cannot be sent as it is; the message says what to do."""

    inside: bool = False  # the message begins with the way to a value inside an argument


class ClientClosed(ConfigurationError):
    """The client was closed, or is used from another event loop than before."""


class PurchaseInDoubt(AcmeError):
    """Whether the call took effect, such as a purchase, is for its caller to find out.

    Attributes:
        first_sent_at: when the call was first sent, an aware datetime; None: it never was.
        found: what looking for it has found, if that was done: `NotFound` or `Undecided`.

    """

    first_sent_at: datetime | None = None
    found: object = None
    _settle: Callable[[], Any] | None = None

    def settle_by(self, settle: Callable[[], Any]) -> None:
        """Let `settle` do this."""
        self._settle = settle

    def settle(self) -> Any:
        """Find out what became of the purchase; an asynchronous client's is awaited.

        Gives `Bought`, `NotFound` or `Undecided`, as the checkout's own `settle`. Raises
        `InvalidArgument` for what is no purchase that can be found, or was pickled since.
        """
        if self._settle is None:
            raise InvalidArgument(f"{self.operation_id}: call the checkout's own settle instead")
        return self._settle()


class NotBought(AcmeError):
    """`create_settled` bought nothing; `__cause__` says why."""


class TransportError(AcmeError):
    """The network, or time, came in between."""


class NotSent(TransportError):
    """No attempt reached the server (DNS, connect, TLS, proxy): nothing was applied."""


class NoAnswer(TransportError):
    """Sent, and no whole answer came; the call only reads, nothing changed."""


class OutcomeUnknown(PurchaseInDoubt, TransportError):
    """The request was sent and may have been applied: look before you repeat it.

    An attempt of a call that changes something ended without a trustworthy answer, and no later
    one settled the matter; a 409 does not: it says that the first arrived. `__cause__` is the last,
    `status` the HTTP status of the last answer, if there was one.
    """

    status: int | None = None


class Body(bytes):
    """An answer as it came; printing it shows its length only, for it may hold secrets."""

    def __repr__(self) -> str:
        return f"<{len(self)} bytes>"

    __str__ = __repr__


class _Answered:
    """What errors about an answer that came have besides."""

    message: str
    status: int | None = None
    body: Body | None = None
    """The answer as it came, such as to find the number of an order; it is not pickled."""


class AnswerLost(_Answered, PurchaseInDoubt, TransportError):
    """The call was applied and its answer is lost; there is nothing to repeat.

    Raised where the server said that it did what it was asked, and the answer cannot be read
    (`body` is what came); and by a DELETE that answers with what it deleted, whose first attempt
    was not answered and whose repetition found nothing left to delete.
    """


class DeadlineExceeded(TransportError):
    """The time given to the call was up before it was sent again; nothing is in the air."""


class StatusError(AcmeError):
    """The server answered with an error.

    Attributes:
        status: the HTTP status.
        code: the vendor's error code, as it was written (`16003`), if the body has one.
        type: the vendor's error type (`DUPLICATE_TRANSACTION_FOUND`), if any.
        vendor_message: the vendor's message, if any.
        body_excerpt: the beginning of the body, secrets and card data removed.

    """

    status: int = 0
    code: str | None = None
    type: str | None = None
    vendor_message: str | None = None
    body_excerpt: str = ""

    def summary(self) -> str:
        said = (self.code, self.type, self.vendor_message or self.body_excerpt[:_CUT])
        return ": ".join(filter(None, (self.message, " ".join(filter(None, said)))))


class BadRequest(StatusError):
    """400: the request is malformed, or something required is missing."""


class Unauthorized(StatusError):
    """401: the credentials are missing or wrong, or their session is over."""


class Forbidden(StatusError):
    """403: the user behind the credentials lacks the permission."""


class NotFound(StatusError):
    """404: there is no such thing, or no such path."""


class Conflict(StatusError):
    """409: the request contradicts the state of the server."""


class DuplicateRequest(PurchaseInDoubt, Conflict):
    """409 on the first attempt of a call with `x-acme-request-uuid`: the uuid came in earlier.

    What became of that earlier request no source tells: it may be worked on, done, or refused.
    """


class DuplicateTransaction(PurchaseInDoubt, StatusError):
    """Code 16003, `DUPLICATE_TRANSACTION_FOUND`: same card and amount within five minutes.

    `perhaps_own`: an attempt of this call was not answered before, so it may have met its own.
    """

    perhaps_own: bool = False

    def summary(self) -> str:
        own = " [perhaps this call's own, by an attempt that was not answered]"
        return super().summary() + (own if self.perhaps_own else "")


class UnprocessableRequest(StatusError):
    """422: well-formed, and refused for what it says."""


class RateLimited(StatusError):
    """429, or a wait for the rate limit that cannot fit in the deadline; see `retry_at`.

    `attempts` is 0 where another call had met the limit and this one was not sent.
    """


class ServerError(StatusError):
    """5xx: the server, or a proxy in front of it, failed. What became of the request is unknown."""


class ReportFailed(AcmeError):
    """The server ended a report without a result; the message says how it calls that."""


class DecodeError(_Answered, AcmeError):
    """The answer cannot be read; or, in strict reading, is not what the spec says.

    The message tells JSON types, never values.
    """

    _segments: tuple[str | int, ...] = ()

    def at(self, *segments: str | int) -> Self:
        """Note steps of the way, outermost first."""
        self._segments = (*segments, *self._segments)
        return self

    @property
    def path(self) -> str:
        """Where: `$.list[3].priceList.prices[0].price`."""
        path = "$"
        for segment in self._segments:
            if isinstance(segment, str) and segment.isidentifier():
                path += f".{segment}"
            else:
                path += f"[{segment if isinstance(segment, int) else repr(segment[:_CUT])}]"
        return path

    def summary(self) -> str:
        return f"{self.path}: {self.message}"


class UnexpectedAnswer(AcmeError):
    """The answer is none of this API's: HTML, a redirect, JSON where a picture is due.

    `body_excerpt` is the beginning of the body, secrets and card data removed.
    """

    status: int | None = None
    body_excerpt: str = ""

    def summary(self) -> str:
        excerpt = self.body_excerpt[:_CUT]
        return f"{self.message}: {excerpt}" if excerpt else self.message


class EditError(AcmeError):
    """An edit that was not done, or not as it should be; the message names fields, never values.

    Attributes:
        fields: the fields that it is about, by their wire names, `name.first`.
        before: the object as it was read, a model; it is not pickled.

    """

    fields: tuple[str, ...] = ()
    before: Any = None


class EditConflict(EditError):
    """Somebody else changed the same fields since the object was read; nothing was sent.

    `mine` is the object as this edit wanted it, `theirs` as the server has it; they are models, and
    not pickled.
    """

    mine: Any = None
    theirs: Any = None


class EditDamaged(EditError):
    """The edit was sent, and the object is now not what was sent.

    `before` is what the server had; `restore(before)` of the same resource puts it back. `not_kept`
    are those of `fields` that the edit changed and the server keeps otherwise; `after` is the
    object as it was read back, a model, not pickled.
    """

    not_kept: tuple[str, ...] = ()
    after: Any = None


class EditInDoubt(EditError):
    """The edit was sent, and whether it was applied could not be found out; `__cause__` is why."""


class SessionInProduction(UserWarning):
    """A session is used against production; it is meant for tests (api-facts/sessions.md)."""


class KeyFileReadable(UserWarning):
    """A file that holds a key, password or session can be read by other users of the machine."""


_BY_STATUS: Final[dict[int, type[StatusError]]] = {
    400: BadRequest, 401: Unauthorized, 403: Forbidden, 404: NotFound, 409: Conflict,
    422: UnprocessableRequest, 429: RateLimited,
}  # fmt: skip


def class_for_status(status: int) -> type[StatusError]:
    return _BY_STATUS.get(status) or (ServerError if status >= 500 else StatusError)  # noqa: PLR2004
