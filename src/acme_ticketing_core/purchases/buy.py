"""A whole purchase, without input or output: in doubt look, and buy again if nothing is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final, TypeVar, cast
from uuid import uuid4

from acme_ticketing_core import errors
from acme_ticketing_core.models.json import dumps
from acme_ticketing_core.operations.operation import (
    Ask,
    AsyncClient,
    Client,
    Conversation,
    Operation,
)
from acme_ticketing_core.operations.options import NO_OPTIONS, CallOptions
from acme_ticketing_core.purchases.facts import Bought, NotFound, Settled
from acme_ticketing_core.purchases.settle import Purchase
from acme_ticketing_core.runtime.unset import Unset

T = TypeVar("T")
E = TypeVar("E", bound=errors.AcmeError)

_MOST_ATTEMPTS: Final = 3
_CONFLICT: Final = 409
_RECEIVED: Final = (errors.AnswerLost, errors.DuplicateRequest, errors.DuplicateTransaction)


def buy(
    client: Client | AsyncClient,
    operation: Operation[T],
    arguments: Mapping[str, Any],
    body: Any,
    *,
    since: datetime | None = None,
    known_orders: Iterable[Any] = (),
    options: CallOptions | None = None,
) -> Conversation[T]:
    """Buy under one uuid from beginning to end."""
    uuid = arguments.get("request_uuid")
    if uuid is None or isinstance(uuid, Unset):
        if since is not None:
            raise errors.InvalidArgument(
                "request_uuid: with since, the one that it was first sent under"
            )
        uuid = uuid4()
    started = datetime.fromtimestamp(client.clock.now(), UTC)
    purchase = Purchase(client, operation, dumps(body), uuid, since or started, known=known_orders)
    once = (options or NO_OPTIONS).overridden_by(CallOptions(repeat_in_doubt=False))
    doubt: errors.PurchaseInDoubt | None = None
    if since is not None:
        doubt = errors.OutcomeUnknown("sent earlier, and what became of it is not known")
        doubt.operation_id, doubt.request_uuid, doubt.first_sent_at = operation.id, str(uuid), since
    for attempt in count():
        if doubt is not None:
            doubt.settle_by(purchase.settle)
            found: Settled[Any] = yield from purchase.look_for(options)
            if isinstance(found, Bought):
                return cast("T", found.order)
            doubt.found = found
            received = isinstance(doubt, _RECEIVED) or getattr(doubt, "status", None) == _CONFLICT
            if received or attempt == _MOST_ATTEMPTS or not isinstance(found, NotFound):
                raise doubt
        try:
            given = {**arguments, "request_uuid": uuid}
            return cast("T", (yield Ask(operation, given, body, once)))
        except errors.DecodeError as error:
            told = f"accepted, and the answer cannot be read ({error.summary()})"
            doubt = _joined(doubt, _about(errors.AnswerLost(told), error), started)
        except errors.PurchaseInDoubt as error:
            doubt = _joined(doubt, error, started)
        except errors.ConfigurationError:
            if doubt is None or since is not None:
                raise
            raise doubt from None
        except errors.AcmeError as error:
            refused = _about(errors.NotBought(f"nothing was bought ({error.summary()})"), error)
            refused.attempts += doubt.attempts if doubt else 0
            raise refused from error
    raise AssertionError("the last doubt is raised")


def _joined(
    before: errors.PurchaseInDoubt | None, doubt: errors.PurchaseInDoubt, started: datetime
) -> errors.PurchaseInDoubt:
    """Let a doubt tell of what was sent before, too: it is one purchase."""
    if before is None:
        doubt.first_sent_at = doubt.first_sent_at or started
        return doubt
    if isinstance(doubt, errors.DuplicateTransaction):
        doubt.perhaps_own = True
    if isinstance(doubt, errors.DuplicateRequest):
        told, status = f"perhaps applied; settle() finds out ({doubt.summary()})", doubt.status
        doubt = _about(errors.OutcomeUnknown(told), doubt)
        doubt.status = status
    doubt.first_sent_at = before.first_sent_at
    doubt.attempts += before.attempts
    return doubt


def _about(error: E, cause: errors.AcmeError) -> E:
    """Let an error tell of the call that another one ended."""
    for name in errors.AcmeError.__annotations__:
        setattr(error, name, getattr(cause, name))
    error.__cause__ = cause
    return error
