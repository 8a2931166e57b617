"""What an operation answers: a view for each success and each documented failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..naming.text import sentence
from ..reading.operation_table import resolve
from .operation_source import OperationSource
from .python_types import PythonType

_SUCCESS = range(200, 300)
_CONTENT_KINDS = {"response.json()": "json", "response.text": "text", "response.content": "binary"}
_TYPES_OF_KINDS = {
    "text": PythonType("str"), "html": PythonType("str"), "binary": PythonType("bytes"),
    "empty": PythonType("None"),
}  # fmt: skip
_ERROR_CLASSES = {
    "400": "BadRequest", "401": "Unauthorized", "403": "Forbidden", "404": "NotFound",
    "409": "Conflict", "422": "UnprocessableRequest", "429": "RateLimited",
}  # fmt: skip


@dataclass(frozen=True)
class AnswerView:
    """What one success status means.

    Attributes:
        status: the status code.
        kind: `json`, `text`, `html`, `binary` or `empty`.
        type: the Python type of the answer.

    """

    status: int
    kind: str
    type: PythonType


# What nearly every operation can raise, with the same meaning.
_COMMON = ("BadRequest", "Unauthorized", "Forbidden", "RateLimited", "ServerError")


@dataclass(frozen=True)
class ErrorView:
    """One documented failure.

    Attributes:
        class_name: what is raised.
        status: at which status.
        meaning: what the document says of it.
        is_common: whether it means here what it means for nearly every operation.

    """

    class_name: str
    status: str
    meaning: str
    is_common: bool


def answer_views(source: OperationSource) -> tuple[AnswerView, ...]:
    """Return what each success means; the first is that of every success not named.

    Raises:
        SpecificationError: there is none, or one with several media types.

    """
    named: list[AnswerView] = []
    others: list[Any] = []
    for response in source.endpoint.responses.patterns:
        low, high = response.status_code.range
        if low in _SUCCESS:
            if low == high:
                named.append(_answer(source, response, low))
            else:
                others.append(response)
    if not named and not others and source.endpoint.responses.default:
        others.append(source.endpoint.responses.default)
    if not named and not others:
        source.refuse(
            "responses",
            "one-answer",
            f"{source.row.id} names no success",
            "Describe the status below 300 that a good call is answered with.",
        )
    statuses = {each.status for each in named}
    unnamed = next(status for status in _SUCCESS if status not in statuses)
    return (*(_answer(source, each, unnamed) for each in others), *named)


def _answer(source: OperationSource, response: Any, status: int) -> AnswerView:
    content = response.data.content or {}
    if len(content) > 1:
        source.refuse(
            "responses",
            "one-answer",
            f"{source.row.id} answers {response.status_code.pattern} with "
            f"{len(content)} media types",
            "Name one media type for each success; split the operation.",
        )
    kind = _CONTENT_KINDS.get(response.source["attribute"], "empty")
    if any("html" in media_type.get_untrusted_value().lower() for media_type in content):
        kind = "html"
    type_ = _TYPES_OF_KINDS.get(kind) or source.type(response.prop, "responses")
    return AnswerView(status, kind, type_)


def error_views(source: OperationSource) -> tuple[ErrorView, ...]:
    """Return what is raised at each documented status that is no success."""
    return tuple(
        ErrorView(
            name := _error_class(source, status),
            "any other status" if status == "default" else sentence(status),
            sentence(resolve(source.document.data, response).get("description", "")),
            is_common=name in _COMMON and "$ref" in response,
        )
        for status, response in source.written.get("responses", {}).items()
        if not status.startswith("2")
    )


def _error_class(source: OperationSource, status: str) -> str:
    if status == "409" and source.row.replay == "guarded":
        return "DuplicateRequest"
    return _ERROR_CLASSES.get(status, "ServerError" if status[:1] == "5" else "StatusError")
