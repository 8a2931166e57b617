"""From a response to a value, or to the error that it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlsplit

from acme_ticketing_core import errors
from acme_ticketing_core.exchange.call import Call
from acme_ticketing_core.models import json
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.models.objects import read_document, read_whole
from acme_ticketing_core.models.reading import Met, Noted, Reading, Surprise
from acme_ticketing_core.operations.operation import Answer, AnswerKind
from acme_ticketing_core.transport.steps import Response

T = TypeVar("T")
E = TypeVar("E", bound=errors.DecodeError | errors.AnswerLost)

REQUEST_ID: Final = "x-acme-request-id"

# Wherever it stands: the form of errors is unproven.
_DUPLICATE_TRANSACTION: Final = re.compile(
    rb'"(code|errorCode)"\s*:\s*"?\s*16003\b|DUPLICATE_TRANSACTION_FOUND', re.IGNORECASE
)

_ERROR_KEYS: Final = frozenset(
    {"code", "error", "errorCode", "message", "path", "status", "timestamp", "type"}
)
_NOT_JSON: Final = {"text": "text", "html": "HTML", "binary": "binary data", "file": "a file"}
# What may be told of a media type; a header could hold anything.
_MEDIA_TYPE: Final = re.compile(
    r"(application|audio|font|image|message|model|multipart|text|video)"
    r"/[a-z]{1,10}([.+-][a-z]{1,10}){0,3}"
)
# An id as some servers answer a text: without quotes, and no JSON word.
_BARE_TEXT: Final = re.compile(
    rb"(?!(?:null|true|false|NaN|-?Infinity)\Z)(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_-]{1,100}"
)
_PHRASES: Final = {each.value: each.phrase for each in HTTPStatus}
_FIRST_ERROR: Final = 400
_CONFLICT: Final = 409
_TEXT: Final = 300


def read_answer(call: Call[T], response: Response) -> T:
    answers = call.operation.answers
    answer = answers.get(response.status)
    if answer is None and response.status // 100 == 2:  # noqa: PLR2004 - the class of success
        # Any other success reads like the first that the specification names.
        answer = next(iter(answers.values()), None)
    if answer is None:
        raise error_of(call, response)
    call.hooks.answered(call.operation.id)
    if answer.empty_is_none and not response.content.strip():
        return cast("T", None)
    if problem := _wrong_content(answer.kind, response):
        raise _unexpected(call, response, problem)
    if answer.kind == "json":
        try:
            return _read_json(call, response, answer)
        except errors.AcmeError as error:
            # The frames below hold the answer, which is not for whoever prints tracebacks.
            error.__context__ = None
            failure = error.with_traceback(None)
        raise _unread(call, response, failure) from None
    if answer.kind in {"text", "html"}:
        return cast("T", _text(response))
    if answer.kind == "binary" and not response.content:
        raise _unexpected(call, response, "an empty body")
    if answer.kind in {"binary", "file"}:
        return cast("T", response.content if answer.kind == "binary" else None)
    if (complaint := _error_object(_body_object(response))) is not None:
        raise _status_error(call, response, complaint)
    return cast("T", None)


def error_of(call: Call[Any], response: Response) -> errors.AcmeError:
    if response.status < _FIRST_ERROR:
        return _unexpected(call, response, _not_of_this_api(response))
    return _status_error(call, response, _body_object(response))


class PurchaseUnread(errors.DecodeError, errors.AnswerLost):
    """A purchase was accepted, and strict reading refuses its answer."""

    def summary(self) -> str:
        return f"accepted, and its answer cannot be read ({super().summary()}); settle() finds out"


def _unread(call: Call[Any], response: Response, failure: errors.AcmeError) -> errors.AcmeError:
    if not isinstance(failure, errors.DecodeError):
        return failure
    unread: errors.DecodeError | errors.AnswerLost = failure
    replay = call.operation.replay
    if replay != "safe" and not call.tolerance.strict:
        # Of a purchase 200 proves nothing: it may be a refusal in words that nobody knows.
        done = "accepted" if replay == "guarded" else "applied"
        unread = errors.AnswerLost(f"{done}, and its answer cannot be read ({failure.summary()})")
    elif replay == "guarded":
        unread = PurchaseUnread(**vars(failure))
    return _with_body(unread, response)


def _read_json(call: Call[T], response: Response, answer: Answer[T]) -> T:
    operation, tolerance, hooks = call.operation, call.tolerance, call.hooks
    content = in_utf_8(response.content, response.headers)
    bare = answer.of is str and _BARE_TEXT.fullmatch(content.strip()) is not None
    data = content.strip().decode() if bare else json.loads(content)
    if data is None and answer.empty_is_none:
        return cast("T", None)
    if (complaint := _error_object(data)) is not None:
        raise _status_error(call, response, complaint)
    reading = Reading(strict=tolerance.strict, zone=tolerance.zone, growing=hooks.wants_drift)
    around = _around(call, response, bare=bare)
    value, data = read_document(answer.of, content, data, reading)
    reading.met = dict.fromkeys(around, 1) | reading.met
    if operation.replay == "guarded" and isinstance(value, Model) and value.is_void():
        # A purchase without any of its facts may be an error in other words.
        raise errors.DecodeError("nothing in it that the specification knows")
    if reading.met:

        def describe() -> dict[Met, list[Surprise]]:
            from acme_ticketing_core.models import shapes

            noted: list[Noted] = []
            again = Reading(zone=reading.zone, fast=False, growing=True, noted=noted)
            read_whole(answer.of, data, again)
            found = shapes.described(noted, data)
            return found | {met: [told] for met, told in around.items()}

        hooks.differs(operation.id, response.status, reading.met, describe)
    return cast("T", value)


def _around(call: Call[Any], response: Response, *, bare: bool) -> dict[Met, Surprise]:
    found: dict[Met, Surprise] = {}
    if bare:
        found[Met("other form", "", "")] = Surprise("", "JSON string", "text without quotes", None)
    content_type = _media_type(response)
    if content_type and not content_type.endswith(("/json", "+json")):
        named = content_type if _MEDIA_TYPE.fullmatch(content_type) else "another content type"
        found[Met("content type", "", "")] = Surprise("", "application/json", named, None)
    if response.status not in call.operation.answers:
        named = " or ".join(map(str, call.operation.answers))
        found[Met("status", "", "")] = Surprise("", named, str(response.status), None)
    for told in found.values() if call.tolerance.strict else ():
        raise errors.DecodeError(f"expected {told.expected}, found {told.found}")
    return found


def in_utf_8(content: bytes, headers: Mapping[str, str]) -> bytes:
    """Give a text body in UTF-8; what does not fit its charset is left: it may be UTF-8 all the same."""
    if content.isascii() and 0 not in content[:4]:
        return content
    from email.message import Message
    from json import detect_encoding

    charset: str = detect_encoding(content)  # by a mark, or by zeros: JSON begins with ASCII
    if charset == "utf-8":
        message = Message()
        message["content-type"] = headers.get("content-type", "")
        charset = message.get_content_charset("")
        if "escape" in charset or charset.startswith(("utf-16", "utf16", "utf-32", "utf32")):
            return content
    try:
        return content.decode(charset or "utf-8").removeprefix("\ufeff").encode()
    except (LookupError, UnicodeError):
        return content


def _wrong_content(kind: AnswerKind, response: Response) -> str | None:
    """Say what is wrong, if the content type rules out such a body."""
    content_type = _media_type(response)
    begin = response.content[:_TEXT]
    if b"<" in begin:  # in each charset; few answers have to be looked at
        begin = in_utf_8(response.content, response.headers)[:_TEXT].lstrip().lower()
    if "html" in content_type or begin.startswith((b"<!", b"<html")):
        return None if kind == "html" else "HTML"
    if kind in _NOT_JSON and content_type.endswith(("/json", "+json")):
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


def _unexpected(call: Call[Any], response: Response, problem: str) -> errors.UnexpectedAnswer:
    return errors.UnexpectedAnswer(
        f"the server answered {response.status} with {problem}",
        status=response.status,
        request_id=response.headers.get(REQUEST_ID),
        body_excerpt=call.redactor.excerpt(in_utf_8(response.content, response.headers)),
    )


def _status_error(
    call: Call[Any], response: Response, body: Mapping[str, Any]
) -> errors.StatusError:
    content = in_utf_8(response.content, response.headers)
    if _DUPLICATE_TRANSACTION.search(content):
        error_class: type[errors.StatusError] = errors.DuplicateTransaction
    elif response.status == _CONFLICT and call.operation.replay == "guarded":
        error_class = errors.DuplicateRequest
    else:
        error_class = errors.class_for_status(response.status)
    return error_class(
        f"{response.status} {_PHRASES.get(response.status, '')}".strip(),
        status=response.status,
        code=_said(call, body, "code", "errorCode"),
        type=_said(call, body, "type"),
        vendor_message=_said(call, body, "message", "error"),
        body_excerpt=call.redactor.excerpt(content),
        request_id=response.headers.get(REQUEST_ID),
    )


def _body_object(response: Response) -> Mapping[str, Any]:
    try:
        data = json.loads(in_utf_8(response.content, response.headers))
    except errors.DecodeError:
        return {}
    return cast("Mapping[str, Any]", data) if isinstance(data, dict) else {}


def _error_object(data: Any) -> Mapping[str, Any] | None:
    """Give the body of a success, if it says that there was none."""
    if not isinstance(data, dict):
        return None
    body = cast("Mapping[str, Any]", data)
    # The form of errors is unproven (api-facts/README.md, "Errors"): only an object that says
    # nothing else counts.
    complains = "message" in body and ("code" in body or "errorCode" in body)
    return body if complains and _ERROR_KEYS.issuperset(body) else None


def _said(call: Call[Any], body: Mapping[str, Any], *names: str) -> str | None:
    for name in names:
        value = body.get(name)
        if type(value) in {str, int}:
            # Cut after cleaning: half of a secret would not be known for one.
            return call.redactor.beginning(str(value), _TEXT)
    return None


def _media_type(response: Response) -> str:
    return response.headers.get("content-type", "").partition(";")[0].strip().lower()


def _text(response: Response) -> str:
    try:
        return in_utf_8(response.content, response.headers).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"expected text in UTF-8, found other bytes at {error.start}"
    raise _with_body(errors.DecodeError(problem), response)


def _with_body(error: E, response: Response) -> E:
    error.status = response.status
    error.body = errors.Body(response.content)
    error.request_id = response.headers.get(REQUEST_ID)
    return error
