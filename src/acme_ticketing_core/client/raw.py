"""A call seen from below: what exactly was answered, and would be sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Generic, TypeVar, final

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.exchange.call import Call
from acme_ticketing_core.models import json
from acme_ticketing_core.redaction import Headers

T = TypeVar("T")


@final
class RawAnswer(Generic[T]):
    """What a call gave, and what stands behind it.

    Attributes:
        value: what the call gives otherwise: a model, a page.
        operation_id: the operation, `b2b.events.get`.
        status: the HTTP status.
        headers: the headers of the answer, by lower-case name.
        content: the body as it came, decompressed.
        attempts: how many times the call was sent.
        waited: seconds it waited, for the rate limit and between attempts.
        time_zone: where times without an offset were said to belong, if that was told.
        elapsed: seconds it took in all.
        request_id: the `x-acme-request-id` of the answer, else of the call.
        request_uuid: the `x-acme-request-uuid` of the call, if it carried one.

    """

    def __init__(self, value: T, calls: Sequence[Call[Any]]) -> None:
        if not calls:
            raise nothing_called()
        call = calls[0]
        response = call.response
        assert response is not None, "a call that gave something was answered"
        self.value: Final = value
        self.operation_id: Final = call.operation.id
        self.status: Final = response.status
        self.headers: Final[Mapping[str, str]] = response.headers
        self.content: Final = response.content
        self.attempts: Final = call.attempts
        self.waited: Final = call.waited
        self.time_zone: Final = call.tolerance.zone
        self.elapsed: Final = call.clock.monotonic() - call.began_at
        self.request_id: Final = response.headers.get("x-acme-request-id") or call.request_id
        self.request_uuid: Final = call.request_uuid

    def __repr__(self) -> str:
        return (
            f"<RawAnswer {self.status} of {self.operation_id}, {len(self.content)} bytes, "
            f"attempt {self.attempts}, {self.elapsed:.3f} s>"
        )


@final
class Preview:
    """What a call would send. Its text is safe to show: secrets in it are hidden.

    Attributes:
        operation_id: the operation.
        method: the HTTP method.
        url: the whole URL.
        headers: the headers, in order, those with secrets hidden.
        body: the JSON body with secrets in it hidden, of another body its size; None without one.

    """

    def __init__(self, call: Call[Any]) -> None:
        request, opened = call.request, call.authorization.session_header
        headers = request.headers + Headers([(opened, "")] if opened else [])
        self.operation_id: Final = call.operation.id
        self.method: Final = request.method
        self.url: Final = call.redactor.clean(request.url)
        self.headers: Final[tuple[tuple[str, str], ...]] = tuple(headers.shown())
        self.body: Final[Any] = _shown(call)

    def __str__(self) -> str:
        lines = [f"{self.method} {self.url}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if isinstance(self.body, str):
            lines += ["", self.body]
        elif self.body is not None:
            import json as standard

            lines += ["", standard.dumps(self.body, indent=2, ensure_ascii=False)]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<Preview {self.method} of {self.operation_id}>"


class DryRun(BaseException):
    """Ends a call before it is sent. No `Exception`: no handler of the caller's takes it."""

    def __init__(self, call: Call[Any]) -> None:
        super().__init__()
        self.preview: Final = Preview(call)


def nothing_called() -> InvalidArgument:
    return InvalidArgument("call: the function has to call an operation of the client it is given")


def _shown(call: Call[Any]) -> Any:
    content, media_type = call.request.content, call.operation.body or ""
    if content is None:
        return None
    if "json" not in media_type:
        return f"<{len(content)} bytes of {media_type}>"
    return call.redactor.clean_data(json.loads(content))
