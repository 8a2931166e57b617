"""What a client tells whoever watches it: facts that are harmless to show."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from acme_ticketing_core.observability.drift import Described, Known
from acme_ticketing_core.operations.options import checked_function

if TYPE_CHECKING:
    from acme_ticketing_core.models.reading import Met
    from acme_ticketing_core.observability.drift import Drift
    from acme_ticketing_core.observability.drift_log import DriftLog
    from acme_ticketing_core.rate_limit.gate import Waiting

_LOG: Final = logging.getLogger("acme_ticketing")

FailureName = Literal["not-sent", "ambiguous", "abandoned"]
"""As `steps.FailureKind`; `abandoned`: the caller gave up, such as by cancelling the task."""


class Attempt(NamedTuple):
    """One sending of a call; the same object comes to `on_request` and to `on_response`.

    Attributes:
        operation_id: the operation, `b2b.events.get`.
        method: its HTTP method.
        path_template: its path as the spec has it, `/v2/b2b/event/instances/{id}`.
        host: where it goes.
        limit_profile: the rate limit that counts it: `b2b`, `b2c` or `cors`.
        number: 1 for the first attempt of the call.
        waited: seconds that the call has waited so far.
        request_uuid: the `x-acme-request-uuid` of the call, if it carries one.
        request_id: the `x-acme-request-id` of the call, if it carries one.

    """

    operation_id: str
    method: str
    path_template: str
    host: str
    limit_profile: str
    number: int
    waited: float
    request_uuid: str | None
    request_id: str | None

    def __eq__(self, other: object) -> bool:
        return self is other  # attempts of two calls may look the same

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"<Attempt {self.number} of {self.operation_id}>"


class Result(NamedTuple):
    """What became of an attempt.

    Attributes:
        status: the HTTP status, or None where no answer came.
        failure: why none came, or None.
        error: the name of the exception behind a failure, `ConnectTimeout`.
        seconds: how long it took.

    """

    status: int | None
    failure: FailureName | None
    error: str | None
    seconds: float


class Retrying(NamedTuple):
    """A call that failed and is sent again.

    Attributes:
        operation_id: the operation.
        attempts: how many times it was sent so far.
        reason: the status, `503`, or the kind of failure, `not-sent`.
        pause: seconds until it is sent again.

    """

    operation_id: str
    attempts: int
    reason: str
    pause: float


OnRequest: TypeAlias = Callable[[Attempt], object]
OnResponse: TypeAlias = Callable[[Attempt, Result], object]
OnRetry: TypeAlias = Callable[[Retrying], object]
OnWait: TypeAlias = "Callable[[Waiting], object]"
OnDrift: TypeAlias = "Callable[[Drift], object]"


class Hooks(NamedTuple):
    """Those who watch a client, called in order."""

    on_request: tuple[OnRequest, ...] = ()
    on_response: tuple[OnResponse, ...] = ()
    on_retry: tuple[OnRetry, ...] = ()
    on_wait: tuple[OnWait, ...] = ()
    on_drift: tuple[OnDrift, ...] = ()
    drift_logs: tuple[DriftLog, ...] = ()
    known: Known = Known()

    @classmethod
    def of(cls, *given: Callable[..., object] | None) -> Hooks:
        for name, hook in zip(cls._fields, given, strict=False):
            if hook is not None:
                checked_function(name, hook)
        hooks: list[Any] = [() if hook is None else (hook,) for hook in given]
        return cls._make([*hooks, (), Known()])

    def joined(self, further: Hooks) -> Hooks:
        pairs: Any = zip(self[:-1], further[:-1], strict=True)
        return Hooks._make([*(own + others for own, others in pairs), self.known])

    @property
    def wants_drift(self) -> bool:
        return bool(self.on_drift or self.drift_logs)

    def answered(self, operation_id: str) -> None:
        for log in self.drift_logs:
            tell((log.answered,), operation_id)

    def differs(
        self,
        operation_id: str,
        status: int,
        met: Mapping[Met, int],
        describe: Callable[[], Described],
    ) -> None:
        """Tell of an answer that is not as specified; it is described only if that is needed."""
        wanted = self.wants_drift
        found = self.known.drift(operation_id, status, met, describe, everything=wanted)
        for drift in found:
            tell(self.on_drift, drift)
        for log in self.drift_logs:
            tell((log.met,), found)


def tell(hooks: Iterable[Callable[..., object]], *what: object) -> None:
    for hook in hooks:
        try:
            hook(*what)
        except Exception:  # noqa: BLE001 - whatever it is, the call goes on
            name = getattr(hook, "__qualname__", type(hook).__name__)
            _LOG.warning("the hook %s failed", name, exc_info=True)
