"""What the spec says about one call, and several calls as a conversation.

A module of generated operations is imported before anything is called: no dataclass or attrs
machinery here, no HTTP library, no codec.
"""

from __future__ import annotations

from collections.abc import Awaitable, Generator, Mapping
from functools import cache
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Generic,
    Literal,
    NamedTuple,
    Protocol,
    TypeAlias,
    TypeVar,
    final,
    overload,
)

from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.runtime.record import Record

if TYPE_CHECKING:
    from acme_ticketing_core.runtime.clock import Clock

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

AnswerKind = Literal["json", "text", "html", "binary", "empty", "file"]
Location = Literal["path", "query", "header", "cookie"]
Style = Literal["deepObject", "form", "pipeDelimited", "spaceDelimited"]
Role = Literal["idempotency-key", "request-id", "buyer-ip"]
Replay = Literal["safe", "idempotent", "guarded", "none"]
"""What happens when the server receives the same call twice.

`safe`: nothing, it only reads. `idempotent`: the same end state. `guarded`: the server refuses
the second by its `x-acme-request-uuid` (409). `none`: it happens twice.
"""


class Answer(NamedTuple, Generic[T_co]):
    """How the body of one successful status becomes a value.

    Attributes:
        kind: what the body is; decides the check of its content type.
        of: the type of its value, as an annotation: `Event`, `list[Event]`.
        empty_is_none: an empty body means `None` ("not found" in the API's 200 answers,
            api-facts/README.md); otherwise it is an unexpected answer.

    """

    kind: AnswerKind
    of: Any
    empty_is_none: bool = False

    def __repr__(self) -> str:
        return f"<Answer {self.kind}>"


@overload
def json_answer(of: type[T], *, empty_is_none: bool = False) -> Answer[T]: ...
@overload
def json_answer(of: Any, *, empty_is_none: bool = False) -> Answer[Any]: ...
def json_answer(of: Any, *, empty_is_none: bool = False) -> Answer[Any]:
    return Answer("json", of, empty_is_none=empty_is_none)


def text_answer() -> Answer[str]:
    return Answer("text", str)


def html_answer() -> Answer[str]:
    """Answer with a page of HTML, which any other answer would take for a proxy's."""
    return Answer("html", str)


def binary_answer() -> Answer[bytes]:
    return Answer("binary", bytes)


def empty_answer() -> Answer[None]:
    """Answer whose body, if any, means nothing."""
    return Answer("empty", None)


@final
class SettledBy(Record):
    """How it is found out what became of a purchase: `x-acme-settled-by`.

    The fields are those of `purchases.facts.Facts`, each with the paths where it may stand.

    Attributes:
        search: finds orders by `email` or `phone_number`, or all by an empty `email`.
        items: where the orders stand in what it answers.
        count: where it tells how many there are.
        read: reads an order with its lines by `id`.
        purchase: the fields of the purchase's body.
        order: the fields of an order.
        cart: reads the cart that a purchase names by its `id`, None where none can be read.

    """

    search: Operation[Any]
    items: str
    count: str
    read: Operation[Any]
    purchase: Mapping[str, tuple[str, ...]]
    order: Mapping[str, tuple[str, ...]]
    cart: Operation[Any] | None = None


class Parameter(NamedTuple):
    """One parameter of an operation.

    Attributes:
        name: its name on the wire.
        location: where it travels.
        argument: the name of the Python argument.
        required: a call without it is refused before the wire.
        format: `ip`, `uuid`, `date-time` or `date`: the value is checked before the wire.
        role: what the exchange may do with it by itself.
        explode: a list is sent as repeated parameters instead of one, joined with commas.
        style: another way of writing a list or an object into the query.

    """

    name: str
    location: Location
    argument: str
    required: bool = False
    format: str | None = None
    role: Role | None = None
    explode: bool = False
    style: Style | None = None

    def __repr__(self) -> str:
        return f"<Parameter {self.name} in {self.location}>"


@final
class Operation(Record, Generic[T]):
    """One call of the API, as the spec describes it; `T` is what it answers.

    Attributes:
        id: the operationId, `b2b.events.list`.
        method: the HTTP method, upper case.
        path: the path template, `/v2/b2b/event/instances/{id}`.
        security: alternatives; each is the security schemes that it needs together.
        limit: the rate limit profile (`b2b`, `b2c`, `cors`) that counts this call.
        replay: what a second arrival of the same call does (see `Replay`).
        answers: for each successful status, how to read its body.
        parameters: everything outside the body.
        body: the media type of the request body, or None for an operation without one.
        other_bodies: where the server takes several: the media type that a body of a class has.
        body_required: a call without a body is refused before the wire.
        deprecated: what to call instead, or None.
        settled_by: how it is found out what became of the call, or None.
        read_only: names of fields of the body, at any depth, that the server sets itself.

    """

    id: str
    method: str
    path: str
    security: tuple[tuple[str, ...], ...]
    limit: str
    replay: Replay
    answers: Mapping[int, Answer[T]]
    parameters: tuple[Parameter, ...] = ()
    body: str | None = None
    other_bodies: Mapping[type, str] | None = None
    body_required: bool = False
    deprecated: str | None = None
    settled_by: SettledBy | None = None
    read_only: tuple[str, ...] = ()

    def media_type_of(self, body: object) -> str:
        usual = self.body or ""
        return usual if self.other_bodies is None else self.other_bodies.get(type(body), usual)

    def __repr__(self) -> str:
        return f"<Operation {self.id}: {self.method} {self.path}>"


_FILE: Final[Answer[None]] = Answer("file", None)
_DATA: Final = json_answer(Any)


def to_file(operation: Operation[Any]) -> Operation[None]:
    """Give an operation whose answer goes to a file: only its beginning is looked at."""
    return _with_answer(operation, _FILE)


def as_data(operation: Operation[Any]) -> Operation[Any]:
    """Give an operation whose answer is the JSON as it is."""
    return _with_answer(operation, _DATA)


@cache
def _with_answer(operation: Operation[Any], answer: Answer[T]) -> Operation[T]:
    return operation.replace(
        answers=dict.fromkeys(operation.answers, answer), deprecated=None, settled_by=None
    )


class Ask(NamedTuple):
    """A call to make; `raw`: to be answered with a `RawAnswer` instead of the value."""

    operation: Operation[Any]
    arguments: Mapping[str, Any]
    body: Any
    options: CallOptions | None
    raw: bool = False


class Pause(NamedTuple):
    """Seconds to wait."""

    seconds: float


Conversation: TypeAlias = Generator[Ask | Pause, Any, T]
"""Calls that belong together, without input or output: one text serves threads and tasks.

It is sent what was answered, and thrown what was raised; a client's `hold` does that.
"""


class _AnyClient(Protocol):
    @property
    def base_url(self) -> str: ...
    @property
    def clock(self) -> Clock: ...


class Client(_AnyClient, Protocol):
    """A client that blocks."""

    def hold(self, steps: Conversation[T]) -> T: ...
    def call(
        self, operation: Operation[T], arguments: Any, *, options: CallOptions | None
    ) -> T: ...


class AsyncClient(_AnyClient, Protocol):
    """A client that is awaited."""

    def hold(self, steps: Conversation[T]) -> Awaitable[T]: ...
    def call(
        self, operation: Operation[T], arguments: Any, *, options: CallOptions | None
    ) -> Awaitable[T]: ...
