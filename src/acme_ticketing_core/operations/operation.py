"""What the spec says about one call, and several calls as a conversation.

Imported before anything is called: no dataclass or attrs machinery, no HTTP library, no codec.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping
from functools import cache, wraps
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Final,
    Generic,
    Literal,
    NamedTuple,
    ParamSpec,
    Protocol,
    TypeAlias,
    TypeVar,
    cast,
    final,
    overload,
)

from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.runtime.record import Record

if TYPE_CHECKING:
    from acme_ticketing_core.runtime.clock import Clock

T = TypeVar("T")
P = ParamSpec("P")
T_co = TypeVar("T_co", covariant=True)

AnswerKind = Literal["json", "text", "html", "binary", "empty", "file"]
Location = Literal["path", "query", "header", "cookie"]
Style = Literal["deepObject", "form", "pipeDelimited", "spaceDelimited"]
Role = Literal["idempotency-key", "request-id", "buyer-ip"]
Replay = Literal["safe", "idempotent", "guarded", "none"]
"""What happens when the server receives the same call twice.

`guarded`: it refuses the second by its `x-acme-request-uuid` (409). `none`: it happens twice.
"""


class Answer(NamedTuple, Generic[T_co]):
    """How the body of one successful status becomes a value."""

    kind: AnswerKind
    of: Any  # as an annotation: `list[Event]`
    empty_is_none: bool = False  # "not found" in 200 answers (api-facts/README.md)


@overload
def json_answer(of: type[T], *, empty_is_none: bool = False) -> Answer[T]: ...
@overload
def json_answer(of: Any, *, empty_is_none: bool = False) -> Answer[Any]: ...
def json_answer(of: Any, *, empty_is_none: bool = False) -> Answer[Any]:
    return Answer("json", of, empty_is_none=empty_is_none)


TEXT_ANSWER: Final[Answer[str]] = Answer("text", str)
HTML_ANSWER: Final[Answer[str]] = Answer("html", str)  # which others would take for a proxy's
BINARY_ANSWER: Final[Answer[bytes]] = Answer("binary", bytes)
EMPTY_ANSWER: Final[Answer[None]] = Answer("empty", None)  # its body, if any, means nothing
_FILE: Final[Answer[None]] = Answer("file", None)


@final
class SettledBy(Record):
    """How it is found out what became of a purchase: `x-acme-settled-by`.

    The fields are those of `purchases.facts.Facts`, each with the paths where it may stand.
    """

    search: Operation[Any]  # by `email` or `phone_number`; all by an empty `email`
    items: str  # where the orders stand in its answer, and `count` how many there are
    count: str
    read: Operation[Any]  # an order with its lines, by `id`
    purchase: Mapping[str, tuple[str, ...]]
    order: Mapping[str, tuple[str, ...]]
    cart: Operation[Any] | None = None  # by the `id` that a purchase names


class Parameter(NamedTuple):
    """One parameter of an operation."""

    name: str
    location: Location
    argument: str
    required: bool = False
    format: str | None = None  # checked before the wire: `ip`, `uuid`, `date-time`, `date`
    role: Role | None = None  # what the exchange may do with it by itself
    explode: bool = False  # a list is repeated parameters, not one that is joined with commas
    style: Style | None = None


@final
class Operation(Record, Generic[T]):
    """One call of the API, as the spec describes it; `T` is what it answers."""

    id: str  # `b2b.events.list`
    method: str
    path: str  # with `{id}` in it
    security: tuple[tuple[str, ...], ...]  # alternatives, each of schemes needed together
    limit: str  # the profile that counts it
    replay: Replay
    answers: Mapping[int, Answer[T]]
    parameters: tuple[Parameter, ...] = ()
    body: str | None = None  # its media type; that of a body of a class may be another
    other_bodies: Mapping[type, str] | None = None
    body_required: bool = False
    deprecated: str | None = None  # what to call instead
    settled_by: SettledBy | None = None
    read_only: tuple[str, ...] = ()  # fields of the body, at any depth, that the server sets

    def media_type_of(self, body: object) -> str:
        usual = self.body or ""
        return usual if self.other_bodies is None else self.other_bodies.get(type(body), usual)

    def __repr__(self) -> str:
        return f"<Operation {self.id}: {self.method} {self.path}>"


_DATA: Final = json_answer(Any)


def to_file(operation: Operation[Any]) -> Operation[None]:
    """Give an operation whose answer goes to a file."""
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
    """A call to make; `sink` takes its answer; `raw`: to be answered with a `RawAnswer`."""

    operation: Operation[Any]
    arguments: Mapping[str, Any]
    body: Any
    options: CallOptions | None
    sink: Any = None  # a `FileSink`, for operations `to_file`
    raw: bool = False


class Pause(NamedTuple):
    """Seconds to wait."""

    seconds: float


Conversation: TypeAlias = Generator[Ask | Pause, Any, T]
"""Calls that belong together, without input or output: a client's `hold` makes them.

It is sent what was answered, and thrown what was raised.
"""


class _AnyClient(Protocol):
    @property
    def base_url(self) -> str: ...
    @property
    def clock(self) -> Clock: ...


class Client(_AnyClient, Protocol):
    """A client that blocks."""

    def hold(self, steps: Conversation[T]) -> T: ...


class AsyncClient(_AnyClient, Protocol):
    """A client that is awaited."""

    def hold(self, steps: Conversation[T]) -> Awaitable[T]: ...


def awaited(
    method: Callable[Concatenate[Any, P], T],
) -> Callable[Concatenate[Any, P], Coroutine[Any, Any, T]]:
    """Give a method that only returns what its client's `hold` gives, for a client to be awaited."""

    @wraps(method)
    async def awaiting(self: Any, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await cast("Coroutine[Any, Any, T]", method(self, *args, **kwargs))

    return awaiting
