"""A small API that has one operation of every kind, and a way to take a call through it by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from acme_ticketing_core.auth.security import SecurityScheme
from acme_ticketing_core.client.async_client import AsyncClient
from acme_ticketing_core.client.definition import ClientDefinition
from acme_ticketing_core.client.sync_client import SyncClient
from acme_ticketing_core.errors import AcmeError
from acme_ticketing_core.exchange.call import Call
from acme_ticketing_core.models.reading import Tolerance
from acme_ticketing_core.observability.hooks import Hooks
from acme_ticketing_core.operations.operation import (
    BINARY_ANSWER,
    EMPTY_ANSWER,
    TEXT_ANSWER,
    Ask,
    Operation,
    Parameter,
    Pause,
    json_answer,
)
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.redaction import Redactor
from acme_ticketing_core.runtime.unset import UNSET
from acme_ticketing_core.transport.steps import (
    Outcome,
    Request,
    Response,
    Send,
    Steps,
    TransportFailure,
)
from acme_ticketing_sandbox import VirtualClock

T = TypeVar("T")

EVENT = {"id": "5d96453460309f26d082bcc0"}
API_KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
PASSWORD = "correct horse battery"
UUID = "3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d"
BUYER = {"browser_ip": "203.0.113.7", "request_uuid": UUID}

BACK_OFFICE = (("apiKey",), ("session",))

_REQUEST_ID = Parameter("x-acme-request-id", "header", "request_id", role="request-id")
_REQUEST_UUID = Parameter(
    "x-acme-request-uuid",
    "header",
    "request_uuid",
    required=True,
    format="uuid",
    role="idempotency-key",
)


OPEN_SESSION: Operation[Any] = Operation(
    id="sessions.create",
    method="GET",
    path="/v2/b2b/customer/session",
    security=(("email", "password"), ("userName", "password", "loginTenantId")),
    limit="b2b",
    replay="safe",
    answers={200: json_answer(Any)},
)
GET_EVENT: Operation[Any] = Operation(
    id="b2b.events.get",
    method="GET",
    path="/v2/b2b/event/instances/{id}",
    security=BACK_OFFICE,
    limit="b2b",
    replay="safe",
    parameters=(Parameter("id", "path", "id", required=True), _REQUEST_ID),
    answers={200: json_answer(Any)},
)
LIST_EVENTS: Operation[Any] = Operation(
    id="b2b.events.list",
    method="GET",
    path="/v2/b2b/event/instances",
    security=BACK_OFFICE,
    limit="b2b",
    replay="safe",
    parameters=(Parameter("page", "query", "page"), Parameter("pageSize", "query", "page_size")),
    answers={200: json_answer(Any)},
)
GET_CSV: Operation[str] = Operation(
    id="b2b.reportRuns.getCsv",
    method="GET",
    path="/v2/b2b/report.csv",
    security=BACK_OFFICE,
    limit="b2b",
    replay="safe",
    answers={200: TEXT_ANSWER},
)
GET_IMAGE: Operation[bytes] = Operation(
    id="b2b.eventTemplates.getImage",
    method="GET",
    path="/v2/b2b/photo",
    security=BACK_OFFICE,
    limit="b2b",
    replay="safe",
    answers={200: BINARY_ANSWER},
)
REPLACE_CART: Operation[Any] = Operation(
    id="b2c.carts.replace",
    method="PUT",
    path="/v2/b2c/carts/{id}",
    security=(("apiKey", "tenantId"),),
    limit="b2c",
    replay="idempotent",
    parameters=(Parameter("id", "path", "id", required=True),),
    body="application/json",
    answers={200: json_answer(Any)},
)
DELETE_CART: Operation[None] = Operation(
    id="b2c.carts.delete",
    method="DELETE",
    path="/v2/b2c/carts/{id}",
    security=(("apiKey", "tenantId"),),
    limit="b2c",
    replay="idempotent",
    parameters=(Parameter("id", "path", "id", required=True),),
    answers={200: EMPTY_ANSWER},
)
DELETE_RESERVATION: Operation[None] = Operation(
    id="b2b.reservations.delete",
    method="DELETE",
    path="/v2/b2b/reservations/{id}",
    security=BACK_OFFICE,
    limit="b2b",
    replay="idempotent",
    parameters=(Parameter("id", "path", "id", required=True),),
    answers={200: EMPTY_ANSWER},
)
CHECK_OUT: Operation[Any] = Operation(
    id="b2c.checkout.create",
    method="POST",
    path="/v2/b2c/checkout",
    security=(("apiKey", "tenantId"),),
    limit="b2c",
    replay="guarded",
    parameters=(
        Parameter(
            "x-acme-browser-ip",
            "header",
            "browser_ip",
            required=True,
            format="ip",
            role="buyer-ip",
        ),
        _REQUEST_UUID,
        _REQUEST_ID,
    ),
    body="application/json",
    answers={200: json_answer(Any)},
)
REFUND: Operation[Any] = Operation(
    id="b2b.refunds.create",
    method="POST",
    path="/v2/b2b/b2b/refunds",
    security=BACK_OFFICE,
    limit="b2b",
    replay="none",
    body="application/json",
    answers={200: json_answer(Any)},
)


def answered_call(
    operation: Operation[T],
    redactor: Redactor | None = None,
    tolerance: Tolerance | None = None,
    hooks: Hooks | None = None,
) -> Call[T]:
    """Return as much of a call as it takes to read its answer."""
    parts: dict[str, Any] = {
        "operation": operation,
        "redactor": redactor or Redactor(),
        "tolerance": tolerance or Tolerance(),
        "hooks": hooks or Hooks(),
    }
    return Call(**parts)


DEFINITION = ClientDefinition(
    version="1.2.3",
    servers={
        "production": "https://api.example.com",
        "sandbox": "https://sand{number}-api.example.net",
    },
    security_schemes={
        name: SecurityScheme(
            name,
            header,
            sensitive=name in {"apiKey", "session", "publishableKey", "password"},
        )
        for name, header in {
            "apiKey": "x-acme-api-key",
            "session": "x-acme-session",
            "publishableKey": "x-acme-pub-api-key",
            "tenantId": "x-b2c-tenant-id",
            "email": "x-acme-email",
            "userName": "x-acme-user-name",
            "password": "x-acme-password",
            "loginTenantId": "x-acme-tenantId",
        }.items()
    },
    limits=("b2b", "b2c"),
    open_session=lambda: OPEN_SESSION,
    read_session=lambda answer: (answer.get("session"), answer.get("expireMs")),
)


class Client(SyncClient):
    """The synchronous client of the small API."""

    _definition = DEFINITION


class TaskClient(AsyncClient):
    """The asynchronous client of the small API."""

    _definition = DEFINITION


def json_response(content: bytes, status: int = 200, **headers: str) -> Response:
    """Make a response with JSON in it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, {"content-type": "application/json", **named}, content)


OK = json_response(b'{"name": "Mummies"}')
LIMITED = json_response(b"", 429)
UNAVAILABLE = Response(503, {"content-type": "text/plain"}, b"upstream down")
NOT_SENT = TransportFailure("not-sent", ConnectionRefusedError("refused"))
LOST = TransportFailure("ambiguous", TimeoutError("no answer"))

Scripted = Outcome | Callable[[Send], Outcome]


class Play:
    """Takes calls of a client step by step; the script says what becomes of each request.

    Attributes:
        steps: the steps of sending, in order.
        waits: the seconds of each wait.

    """

    def __init__(self, client: Client, clock: VirtualClock, *script: Scripted) -> None:
        self.client = client
        self.clock = clock
        self.script = list(script)
        self.steps: list[Send] = []
        self.waits: list[float] = []

    @property
    def sent(self) -> list[Request]:
        """The requests, in order."""
        return [step.request for step in self.steps]

    def headers(self, index: int = -1) -> dict[str, str]:
        """Give the headers of a request that was sent."""
        return dict(self.sent[index].headers)

    def call(
        self,
        operation: Operation[T],
        arguments: dict[str, Any] | None = None,
        *,
        body: Any = UNSET,
        options: CallOptions | None = None,
    ) -> T:
        """Call an operation, by the script."""
        return self.run(self.client._steps(Ask(operation, arguments or {}, body, options)))

    def run(self, steps: Steps[T]) -> T:
        """Take the steps of an exchange, by the script."""
        outcome: Outcome = None
        failure: AcmeError | None = None
        while True:
            try:
                step = steps.send(outcome) if failure is None else steps.throw(failure)
            except StopIteration as end:
                return end.value
            outcome = failure = None
            if isinstance(step, Send):
                self.steps.append(step)
                scripted = self.script.pop(0)
                outcome = scripted(step) if callable(scripted) else scripted
            elif isinstance(step, Pause):
                self.waits.append(step.seconds)
                self.clock.sleep(step.seconds)
            else:
                try:
                    self.run(step.steps)
                except AcmeError as error:
                    failure = error


def takes(clock: VirtualClock, seconds: float, outcome: Outcome) -> Callable[[Send], Outcome]:
    """Let an attempt take so long."""

    def behave(_step: Send) -> Outcome:
        clock.advance(seconds)
        return outcome

    return behave


def seconds_until(moment: datetime | None, clock: VirtualClock) -> float:
    """Tell how far away a moment is."""
    assert moment is not None
    return moment.timestamp() - clock.now()
