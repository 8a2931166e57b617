"""From a response to a value, or to the error that it means."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlsplit

from acme_ticketing_core.errors import (
    AcmeError,
    DecodeError,
    DuplicateRequest,
    DuplicateTransaction,
    StatusError,
    UnexpectedAnswer,
    class_for_status,
)
from acme_ticketing_core.models import json
from acme_ticketing_core.operations.operation import Answer, AnswerKind, Operation
from acme_ticketing_core.redaction.redaction import Redactor
from acme_ticketing_core.transport.steps import Response

T = TypeVar("T")

REQUEST_ID: Final = "x-acme-request-id"

_DUPLICATE_TRANSACTION: Final = ("16003", "DUPLICATE_TRANSACTION_FOUND")
_ERROR_KEYS: Final = frozenset(
    {"code", "error", "errorCode", "message", "path", "status", "timestamp", "type"}
)
_NOT_JSON: Final = {"text": "text", "html": "HTML", "binary": "binary data", "file": "a file"}
_FIRST_ERROR: Final = 400
_CONFLICT: Final = 409
_TEXT: Final = 300


def read_answer(operation: Operation[T], response: Response, redactor: Redactor) -> T:
    """Give the value of a response.

    Raises:
        StatusError: the status is no success; the class tells which.
        DecodeError: the body contradicts the spec.
        UnexpectedAnswer: the body is none of this API's: HTML, an error object, nothing.

    """
    answer = _answer_for(operation, response.status)
    if answer is None:
        raise error_of(operation, response, redactor)
    if not response.content.strip() and answer.kind in {"json", "binary"}:
        if answer.empty_is_none:
            return cast("T", None)
        raise _unexpected("an empty body", response, redactor)
    if problem := _wrong_content(answer.kind, response):
        raise _unexpected(problem, response, redactor)
    if answer.kind in {"binary", "file"}:
        return answer.decode(response.content)
    if answer.kind in {"text", "html"}:
        return answer.decode(_text(response))
    if answer.kind == "json":
        return _decode_json(operation, answer, response, redactor)
    if (complaint := _error_object(_body_object(response.content))) is not None:
        raise _status_error(operation, response, complaint, redactor)
    return answer.decode(None)


def error_of(operation: Operation[Any], response: Response, redactor: Redactor) -> AcmeError:
    """Give the error that a response without success means."""
    if response.status < _FIRST_ERROR:
        return _unexpected(_not_of_this_api(response), response, redactor)
    return _status_error(operation, response, _body_object(response.content), redactor)


def _answer_for(operation: Operation[T], status: int) -> Answer[T] | None:
    """Find how to read a status; any other success reads like the first that the spec names."""
    answer = operation.answers.get(status)
    if answer is None and status // 100 == 2:  # noqa: PLR2004 - the class of success
        return next(iter(operation.answers.values()), None)
    return answer


def _decode_json(
    operation: Operation[T], answer: Answer[T], response: Response, redactor: Redactor
) -> T:
    try:
        data = json.loads(response.content)
        if data is None and answer.empty_is_none:
            return cast("T", None)
        if (complaint := _error_object(data)) is not None:
            raise _status_error(operation, response, complaint, redactor)
        return _decode(answer, data)
    except DecodeError as error:
        error.status = response.status
        error.keep_body(response.content)
        error.request_id = response.headers.get(REQUEST_ID)
        # The frames below hold the parsed answer, which is not for whoever prints tracebacks.
        error.__context__ = None
        raise error.with_traceback(None) from None


def _decode(answer: Answer[T], data: Any) -> T:
    try:
        return answer.decode(data)
    except RecursionError:
        problem = "nested too deeply"
    raise DecodeError(problem)


def _wrong_content(kind: AnswerKind, response: Response) -> str | None:
    """Say what is wrong with the content type, if it rules out that the body is what it should."""
    content_type = _media_type(response)
    is_html = "html" in content_type or response.content[:64].lstrip().startswith(
        (b"<!", b"<html", b"<HTML")
    )
    is_json = content_type.endswith(("/json", "+json"))
    if is_html:
        return None if kind == "html" else "HTML"
    if kind == "json" and not (is_json or content_type in {"", "text/plain"}):
        return f"{content_type} instead of JSON"
    if kind in _NOT_JSON and is_json:
        return f"JSON instead of {_NOT_JSON[kind]}"
    return None


def _not_of_this_api(response: Response) -> str:
    location = response.headers.get("location")
    if location is None:
        return "no answer to this call"
    try:
        host = urlsplit(location).hostname or "the same host"
    except ValueError:
        host = "nowhere"
    return f"a redirect to {host}, which is not followed"


def _unexpected(problem: str, response: Response, redactor: Redactor) -> UnexpectedAnswer:
    error = UnexpectedAnswer(f"the server answered {response.status} with {problem}")
    error.status = response.status
    error.request_id = response.headers.get(REQUEST_ID)
    error.body_excerpt = redactor.excerpt(response.content)
    return error


def _status_error(
    operation: Operation[Any], response: Response, body: Mapping[str, Any], redactor: Redactor
) -> StatusError:
    code = _scalar(body, "code", "errorCode")
    type_ = _scalar(body, "type")
    if code == _DUPLICATE_TRANSACTION[0] or type_ == _DUPLICATE_TRANSACTION[1]:
        error_class: type[StatusError] = DuplicateTransaction
    elif response.status == _CONFLICT and operation.replay == "guarded":
        error_class = DuplicateRequest
    else:
        error_class = class_for_status(response.status)
    error = error_class(f"{response.status} {_phrase(response.status)}".strip())
    message = _scalar(body, "message", "error")
    error.status = response.status
    error.code = _clean(code, redactor)
    error.type = _clean(type_, redactor)
    error.vendor_message = _clean(message, redactor)
    error.body_excerpt = redactor.excerpt(response.content)
    error.request_id = response.headers.get(REQUEST_ID)
    return error


def _body_object(content: bytes) -> Mapping[str, Any]:
    """Parse the body of an error, if it is an object; a proxy's is HTML or text."""
    try:
        data = json.loads(content)
    except DecodeError:
        return {}
    return cast("Mapping[str, Any]", data) if isinstance(data, dict) else {}


def _error_object(data: Any) -> Mapping[str, Any] | None:
    """Give the body of a success, if it says that there was none.

    The form of errors is unproven (api-facts/README.md, "Errors"), so only an object that says
    nothing else counts: a message, a code, and no field that an answer would have.
    """
    if not isinstance(data, dict):
        return None
    body = cast("Mapping[str, Any]", data)
    complains = "message" in body and ("code" in body or "errorCode" in body)
    return body if complains and _ERROR_KEYS.issuperset(body) else None


def _scalar(body: Mapping[str, Any], *names: str) -> str | None:
    for name in names:
        value = body.get(name)
        if type(value) in {str, int}:
            return str(value)
    return None


def _clean(text: str | None, redactor: Redactor) -> str | None:
    """Cut after cleaning: half of a secret would not be known for one."""
    return None if text is None else redactor.beginning(text, _TEXT)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _media_type(response: Response) -> str:
    return response.headers.get("content-type", "").partition(";")[0].strip().lower()


def _text(response: Response) -> str:
    try:
        return response.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"expected text in UTF-8, found other bytes at {error.start}"
    failure = DecodeError(problem)
    failure.status = response.status
    failure.keep_body(response.content)
    failure.request_id = response.headers.get(REQUEST_ID)
    raise failure
