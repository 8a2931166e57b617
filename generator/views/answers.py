"""What an operation answers: a view for each success, each documented failure, a row of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser import properties as opc

from acme_ticketing_core.errors import class_for_status

from ..naming.text import sentence
from .operation_source import OperationSource
from .python_types import PythonType

_SUCCESS = range(200, 300)
_CONTENT_KINDS = {"response.json()": "json", "response.text": "text", "response.content": "binary"}
_TYPES_OF_KINDS = {
    "text": PythonType("str"), "html": PythonType("str"), "binary": PythonType("bytes"),
    "empty": PythonType("None"),
}  # fmt: skip
# What nearly every operation can raise, with the same meaning.
_COMMON = ("BadRequest", "Unauthorized", "Forbidden", "RateLimited", "ServerError")


@dataclass(frozen=True)
class AnswerView:
    """What one success status means."""

    status: int  # the status code
    kind: str  # `json`, `text`, `html`, `binary` or `empty`
    type: PythonType  # the Python type of the answer


def answer_views(source: OperationSource) -> tuple[AnswerView, ...]:
    """Return what each success means; the first is that of every success not named."""
    responses = source.endpoint.responses
    good = [each for each in responses.patterns if each.status_code.range[0] in _SUCCESS]
    if not good and responses.default:
        good = [responses.default]  # whose range is None
    if not good:
        remedy = "Describe the status below 300 that a good call is answered with."
        source.refuse("responses", "one-answer", f"{source.row.id} names no success", remedy)
    ranges = [each for each in good if len(set(each.status_code.range or ())) != 1]
    named = {each.status_code.range[0]: each for each in good if each not in ranges}
    unnamed = next(status for status in _SUCCESS if status not in named)
    statuses = [*((unnamed, each) for each in ranges), *named.items()]
    return tuple(_answer(source, each, status) for status, each in statuses)


def _answer(source: OperationSource, response: Any, status: int) -> AnswerView:
    content = response.data.content or {}
    if len(content) > 1:
        several = f"{response.status_code.pattern} with {len(content)} media types"
        remedy = "Name one media type for each success; split the operation."
        source.refuse("responses", "one-answer", f"{source.row.id} answers {several}", remedy)
    kind = _CONTENT_KINDS.get(response.source["attribute"], "empty")
    if any("html" in media_type.get_untrusted_value().lower() for media_type in content):
        kind = "html"
    type_ = _TYPES_OF_KINDS.get(kind) or source.type(response.prop, "responses")
    return AnswerView(status, kind, type_)


def error_texts(source: OperationSource) -> tuple[str, ...]:
    """Return what is raised when, for each documented failure that not every call can have."""
    return tuple(
        f"{name}: {sentence(status.replace('default', 'any other status'))}. "
        f"{sentence(response.resolved()['description'].text)}"
        for status, response in source.node["responses"].entries()
        if not status.startswith("2")
        for name in [_error_class(source, status)]
        if name not in _COMMON or response.reference is None
    )


def _error_class(source: OperationSource, status: str) -> str:
    if status == "default":
        return "StatusError"
    if status == "409" and source.row.replay == "guarded":
        return "DuplicateRequest"
    return class_for_status(int(status.upper().replace("X", "9"))).__name__


def item_type(source: OperationSource, answer: PythonType) -> PythonType | None:
    """Return the type of a row of what an operation answers in pages, None if it does not."""
    pagination = source.row.pagination
    if not pagination:
        return None
    items = pagination.get("items")
    if items is None and answer.item is not None:
        return answer.item
    fields = source.fields(answer.annotation)
    rows = next((each for each in fields if each.name.get_untrusted_value() == items), None)
    if not isinstance(rows, opc.ListProperty):
        has = f"has no list called {items}" if items else "is no list"
        message = f"the answer of {source.row.id} {has}"
        remedy = "Write under `items` the property of the answer that holds the rows."
        source.refuse("x-acme-pagination", "pagination-fields", message, remedy)
    return source.type(rows.inner_property, "responses")
