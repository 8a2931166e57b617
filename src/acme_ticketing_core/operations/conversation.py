"""Several calls that belong together, as a generator without input or output.

One text serves threads and tasks: it yields an `Ask` (a call to make) or a `Pause` (seconds to
wait), is sent what was answered, and is thrown what was raised; a client's `hold` does that.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any, NamedTuple, TypeAlias, TypeVar

from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.operations.options import CallOptions

T = TypeVar("T")


class Ask(NamedTuple):
    """A call to make.

    Attributes:
        operation: what to call.
        arguments: its arguments.
        body: its body, or UNSET.
        options: settings of this call.
        raw: whether to hear a `RawAnswer`, with the headers, instead of the value.

    """

    operation: Operation[Any]
    arguments: Mapping[str, Any]
    body: Any
    options: CallOptions | None
    raw: bool = False


class Pause(NamedTuple):
    """Seconds to wait."""

    seconds: float


Conversation: TypeAlias = Generator[Ask | Pause, Any, T]
