"""From a response to a value, or to the error that it means."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from acme_ticketing_core.errors import (
    AnswerLost,
    BadRequest,
    Conflict,
    DecodeError,
    DuplicateRequest,
    DuplicateTransaction,
    NotFound,
    ServerError,
    StatusError,
    UnexpectedAnswer,
)
from acme_ticketing_core.exchange.answers import read_answer
from acme_ticketing_core.models.reading import Tolerance
from acme_ticketing_core.operations.operation import Answer, Operation, json_answer
from acme_ticketing_core.redaction import Redactor, Secret
from acme_ticketing_core.transport.steps import Response
from tests.core.world import (
    CHECK_OUT,
    DELETE_CART,
    GET_CSV,
    GET_EVENT,
    GET_IMAGE,
    answered_call,
    json_response,
)


def read(operation: Operation[Any], response: Response):
    """Read a response as a call does."""
    return read_answer(answered_call(operation), response)


def answering(answer: Answer[Any]) -> Operation:
    """Make an operation with one answer."""
    return Operation(
        id="x",
        method="GET",
        path="/",
        security=(),
        limit="b2b",
        replay="safe",
        answers={200: answer},
    )


def typed(content: bytes, content_type: str, status: int = 200) -> Response:
    """Make a response of a content type."""
    return Response(status, {"content-type": content_type}, content)


def test_each_kind_of_answer_is_read():
    """JSON is decoded, text is text, bytes are bytes, an empty answer is nothing."""
    assert read(GET_EVENT, json_response(b'{"id": "1"}')) == {"id": "1"}
    assert read(GET_EVENT, Response(200, {}, b"[1]")) == [1]
    assert read(GET_EVENT, typed(b"[1]", "application/vnd.acme+json; charset=utf-8")) == [1]
    assert read(GET_EVENT, typed(b'"5d96"', "text/plain")) == "5d96"
    assert read(GET_CSV, typed("﻿a,b\né".encode(), "text/csv")) == "a,b\né"
    assert read(GET_CSV, typed(b"", "text/csv")) == ""
    assert read(GET_IMAGE, typed(b"\xff\xd8\xff", "image/jpeg")) == b"\xff\xd8\xff"
    assert read(DELETE_CART, Response(200, {}, b"")) is None
    assert read(DELETE_CART, typed(b"true", "application/json")) is None
    assert read(DELETE_CART, typed(b"deleted", "text/plain")) is None


def test_any_success_reads_like_the_one_that_the_spec_names():
    """The sources do not tell 200 from 201 reliably."""
    assert read(GET_EVENT, json_response(b"7", 201)) == 7


def test_an_empty_body_may_mean_nothing_there():
    """Some operations answer an unknown id with an empty 200; others must not."""
    soft = answering(json_answer(int, empty_is_none=True))

    assert read(soft, Response(200, {}, b"")) is None
    assert read(soft, json_response(b" null ")) is None
    with pytest.raises(DecodeError, match="not JSON"):
        read(GET_EVENT, json_response(b"  "))


@pytest.mark.parametrize(
    ("operation", "response", "reason"),
    [
        (GET_EVENT, typed(b"<html>sorry", "text/html; charset=utf-8"), "with HTML"),
        (GET_EVENT, typed(b"\n<!DOCTYPE html>", "application/json"), "with HTML"),
        (GET_CSV, typed(b"<html>sorry", "text/csv"), "with HTML"),
        (GET_IMAGE, typed(b"<html>sorry", "text/html"), "with HTML"),
        (DELETE_CART, typed(b"<html>sorry", "text/html"), "with HTML"),
        (GET_IMAGE, typed(b"", "image/jpeg"), "with an empty body"),
        (GET_CSV, typed(b'{"message": "no"}', "application/json"), "JSON instead of text"),
        (GET_IMAGE, typed(b'{"message": "no"}', "application/json"), "JSON instead of binary"),
        (GET_EVENT, Response(302, {"location": "https://evil.example/x?y"}, b""), "evil.example"),
        (GET_EVENT, Response(302, {"location": "/login"}, b""), "the same host"),
        (GET_EVENT, Response(302, {"location": "http://[x"}, b""), "nowhere"),
        (GET_EVENT, Response(304, {}, b""), "304 with no answer to this call"),
        (GET_EVENT, Response(101, {}, b""), "101 with no answer to this call"),
    ],
)
def test_what_is_no_answer_of_this_api_is_told(
    operation: Operation[Any], response: Response, reason: str
):
    """A proxy's page on a 200, a redirect or a foreign type is an error, and is described."""
    with pytest.raises(UnexpectedAnswer, match=reason) as caught:
        read(operation, response)

    assert caught.value.status == response.status


@pytest.mark.parametrize("content", [b"{", b"nope", b'{"id": '])
def test_json_that_ends_too_early_is_a_decode_error(content: bytes):
    """A cut-off body is told as such, with the status that came with it."""
    with pytest.raises(DecodeError, match="not JSON") as caught:
        read(GET_EVENT, json_response(content, x_acme_request_id="r1"))

    assert (caught.value.status, caught.value.body, caught.value.request_id) == (
        200,
        content,
        "r1",
    )


def test_an_answer_that_cannot_be_read_keeps_what_came():
    """The error names the place, keeps the body, and shows no frame that held the data."""
    numbers = answering(json_answer(list[int]))
    strict = answered_call(numbers, tolerance=Tolerance(strict=True))
    with pytest.raises(DecodeError) as caught:
        read_answer(strict, json_response(b'[1, "hunter2"]'))

    assert caught.value.path == "$[1]"
    assert caught.value.body == b'[1, "hunter2"]'
    assert "hunter2" not in str(caught.value)
    assert not [each for each in caught.traceback if "models" in str(each.path)]
    assert read(numbers, json_response(b'[1, "hunter2"]')) == [1]


def test_an_answer_of_another_type_altogether_is_a_decode_error():
    """An array where a model is due, and the like: there is nothing to hand over."""
    for content, of in ((b"[1]", dict[str, int]), (b'{"a": 1}', list[int]), (b'"x"', int)):
        with pytest.raises(DecodeError, match="found"):
            read(answering(json_answer(of)), json_response(content))


def test_a_change_whose_answer_cannot_be_read_was_made():
    """The server said so; what it answered is kept, and the message says what is lost."""
    with pytest.raises(AnswerLost, match="accepted, and its answer cannot be read") as caught:
        read(CHECK_OUT, json_response(b"{", 201, x_acme_request_id="r1"))

    assert (caught.value.status, caught.value.body, caught.value.request_id) == (201, b"{", "r1")
    assert pickle.loads(pickle.dumps(caught.value)).body is None


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        ("Caf\u00e9".encode("latin-1"), "text/plain; charset=ISO-8859-1"),
        ("Caf\u00e9".encode("utf-16"), "text/plain"),
        ("Caf\u00e9".encode("utf-16-be"), 'text/plain; charset="utf-16"'),
        ("Caf\u00e9".encode("utf-16-le"), "text/plain;charset=UTF-16; x=y"),
        ("Caf\u00e9".encode("utf-8-sig"), "text/plain; charset=utf8"),
        ("Caf\u00e9".encode(), "text/plain; charset=us-ascii"),
        ("Caf\u00e9".encode(), "text/plain; charset=nonsense"),
    ],
)
def test_text_and_json_are_read_in_the_charset_that_is_named(content: bytes, content_type: str):
    """By the header or a byte order mark; where that cannot be, as UTF-8."""
    assert read(GET_CSV, typed(content, content_type)) == "Caf\u00e9"


def test_text_in_another_encoding_is_a_decode_error():
    """Bytes that are no UTF-8 are not guessed at."""
    with pytest.raises(DecodeError, match="UTF-8"):
        read(GET_CSV, typed(b"caf\xe9", "text/csv"))


def test_an_error_tells_what_the_vendor_told():
    """Code, type, message and the request id are taken from where they are."""
    with pytest.raises(NotFound) as caught:
        read(
            GET_EVENT,
            json_response(
                b'{"code": 1404, "type": "EVENT_DNE", "message": "no\\nsuch event", "cvc": "123"}',
                404,
                x_acme_request_id="r1",
            ),
        )

    error = caught.value
    assert (error.status, error.code, error.type) == (404, "1404", "EVENT_DNE")
    assert error.vendor_message == "no\nsuch event"
    assert error.request_id == "r1"
    assert str(error) == "404 Not Found: 1404 EVENT_DNE no such event (request id r1)"
    assert "123" not in error.body_excerpt


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>502</html>", b"[1]", b'"text"', b"null", b'{"code": [1], "message": {}}'],
)
def test_any_body_makes_an_error(content: bytes):
    """HTML, nothing, or JSON of another shape never gets in the way of the status."""
    with pytest.raises(ServerError, match="520"):
        read(GET_EVENT, Response(520, {}, content))


@pytest.mark.parametrize("status", [402, 408, 418, 499, 511, 561, 599, 999])
def test_statuses_that_nobody_knows_are_errors_like_others(status: int):
    """No status raises anything but a status error."""
    with pytest.raises(StatusError, match=str(status)):
        read(GET_EVENT, Response(status, {}, b""))


@pytest.mark.parametrize("status", [200, 400, 409, 500])
@pytest.mark.parametrize(
    "body",
    [
        b'{"code": 16003, "message": "seen"}',
        b'{"errorCode": "16003", "message": "seen"}',
        b'{"code": 1, "type": "DUPLICATE_TRANSACTION_FOUND", "message": "seen"}',
    ],
)
def test_a_duplicate_transaction_is_known_by_its_code(status: int, body: Any):
    """The status that comes with it is not documented, so it does not matter."""
    with pytest.raises(DuplicateTransaction):
        read(CHECK_OUT, json_response(body, status))


@pytest.mark.parametrize(
    "body",
    [
        b'{"error": {"code": 16003, "type": "DUPLICATE_TRANSACTION_FOUND"}}',
        b'[{"errorCode": "16003"}]',
        b'{"code": 16003.0}',
        b'{"type": "duplicate_transaction_found"}',
    ],
)
def test_a_duplicate_transaction_is_known_wherever_the_error_says_so(body: Any):
    """Taken for a refusal, it would say that nothing was bought."""
    with pytest.raises(DuplicateTransaction):
        read(CHECK_OUT, json_response(body, 400))
    with pytest.raises(BadRequest):
        read(CHECK_OUT, json_response(b'{"code": 160030, "amount": 16003}', 400))


def test_an_error_object_on_a_success_is_an_error():
    """A body that says nothing but what went wrong is no answer."""
    with pytest.raises(StatusError, match="MEMBERSHIPID_DNE"):
        read(GET_EVENT, json_response(b'{"errorCode": "MEMBERSHIPID_DNE", "message": "unknown"}'))

    with pytest.raises(StatusError, match="CART_DNE"):
        read(DELETE_CART, json_response(b'{"code": "CART_DNE", "message": "unknown"}'))

    entitlement = b'{"message": "no", "code": "RULE-ERROR", "valid": false}'
    assert read(GET_EVENT, json_response(entitlement))["valid"] is False


def test_a_vendors_message_is_cut_after_it_was_cleaned():
    """Half a key at the end of a long message would not be known for one."""
    redactor = Redactor(lambda: [Secret("hunter2hunter2")])
    body = b'{"message": "%s hunter2hunter2", "type": "hunter2hunter2"}' % (b"x" * 292)

    with pytest.raises(NotFound) as caught:
        read_answer(answered_call(GET_EVENT, redactor), json_response(body, 404))
    assert "hunter" not in f"{caught.value} {vars(caught.value)}"


def test_a_conflict_means_a_duplicate_only_where_a_uuid_guards():
    """409 on a call without `x-acme-request-uuid` is some other conflict."""
    with pytest.raises(DuplicateRequest):
        read(CHECK_OUT, json_response(b"{}", 409))
    with pytest.raises(Conflict) as caught:
        read(GET_EVENT, json_response(b"{}", 409))

    assert type(caught.value) is Conflict
