"""What a call sends, and what stands on its errors and in its log."""

from __future__ import annotations

import logging

import pytest

from acme_ticketing_core.errors import (
    AcmeError,
    BadRequest,
    NotFound,
)
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_sandbox import VirtualClock
from tests.core.world import (
    BUYER,
    CHECK_OUT,
    EVENT,
    GET_EVENT,
    LIMITED,
    NOT_SENT,
    OK,
    UUID,
    Play,
    json_response,
    takes,
)


def test_a_call_is_one_request_with_just_its_headers(play: Play):
    """Path, credential and what every request says; nothing else."""
    play.script = [OK]

    assert play.call(GET_EVENT, EVENT) == {"name": "Mummies"}
    assert play.sent[0].method == "GET"
    assert play.sent[0].url == (
        "https://sand10-api.example.net/v2/b2b/event/instances/5d96453460309f26d082bcc0"
    )
    assert play.headers() == {
        "accept": "application/json",
        "accept-encoding": "gzip, deflate",
        "user-agent": "acme-ticketing/1.2.3",
        "x-acme-api-key": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    }
    assert play.sent[0].content is None


def test_a_body_is_written_once_and_typed(play: Play):
    """JSON, with its content type."""
    play.script = [OK]
    play.call(CHECK_OUT, BUYER, body={"shoppingCartId": "5d96"})

    assert play.sent[0].content == b'{"shoppingCartId":"5d96"}'
    assert play.headers()["content-type"] == "application/json"


def test_options_add_headers_and_a_request_id(play: Play):
    """The id by which the vendor finds the call may be given for one call."""
    play.script = [OK]
    options = CallOptions(headers={"x-trace": "t1"}, request_id="ec01-1")
    play.call(GET_EVENT, EVENT, options=options)

    assert play.headers()["x-trace"] == "t1"
    assert play.headers()["x-acme-request-id"] == "ec01-1"


def test_timeouts_fit_into_what_is_left_of_the_deadline(play: Play, clock: VirtualClock):
    """The first attempt has the usual patience, the last just what is left."""
    play.script = [takes(clock, 40, NOT_SENT), OK]
    play.call(GET_EVENT, EVENT)
    first, second = play.steps

    assert (first.connect_timeout, first.read_timeout) == (10.0, 30.0)
    assert second.read_timeout <= 20.0
    assert first.ends_at == second.ends_at


def test_options_change_the_patience_of_one_call(play: Play):
    """Without a deadline nothing ends the attempt but its own timeouts."""
    play.script = [OK]
    play.call(GET_EVENT, EVENT, options=CallOptions(deadline=None, timeout=120))

    assert play.steps[0].read_timeout == 120
    assert play.steps[0].ends_at is None


def test_an_error_carries_the_context_of_its_call(play: Play):
    """The template of the path, never the filled one; attempts, waits, ids."""
    play.script = [
        LIMITED,
        json_response(b'{"message": "bad cart"}', 400, x_acme_request_id="r9"),
    ]

    with pytest.raises(BadRequest) as caught:
        play.call(CHECK_OUT, BUYER, options=CallOptions(deadline=None))

    error = caught.value
    assert error.operation_id == "b2c.checkout.create"
    assert (error.method, error.path_template) == ("POST", "/v2/b2c/checkout")
    assert (error.attempts, error.request_uuid, error.request_id) == (2, UUID, "r9")
    assert error.waited >= 60
    assert error.vendor_message == "bad cart"


def test_the_request_id_of_the_call_stands_in_where_the_answer_has_none(play: Play):
    """The vendor's support asks for it."""
    play.script = [json_response(b"", 404)]

    with pytest.raises(NotFound, match="request id ec01-1"):
        play.call(GET_EVENT, EVENT, options=CallOptions(request_id="ec01-1"))


def test_a_key_that_the_server_echoes_does_not_show(play: Play):
    """The excerpt of the body passes the redactor with the live credentials."""
    play.script = [json_response(b'{"message": "bad key 0f1e2d3c4b5a69788796a5b4c3d2e1f0"}', 403)]

    with pytest.raises(AcmeError) as caught:
        play.call(GET_EVENT, EVENT)
    assert "0f1e2d3c" not in f"{caught.value} {caught.value.body_excerpt}"


def test_an_attempt_is_one_debug_line_without_a_secret(
    play: Play, caplog: pytest.LogCaptureFixture
):
    """Operation, outcome, time, attempt, wait and ids; no header, no body."""
    play.script = [NOT_SENT, OK]
    with caplog.at_level(logging.DEBUG, logger="acme_ticketing"):
        play.call(CHECK_OUT, BUYER, body={"cvc": "123"})

    assert [record.getMessage().split(" in ")[0] for record in caplog.records] == [
        "b2c.checkout.create not-sent",
        "b2c.checkout.create 200",
    ]
    assert f"request uuid {UUID}" in caplog.text
    assert "0f1e2d3c" not in caplog.text
    assert "123" not in caplog.text.replace(UUID, "")


def test_a_program_that_does_not_ask_hears_nothing():
    """A library logs to a null handler."""
    handlers = logging.getLogger("acme_ticketing").handlers

    assert [type(handler) for handler in handlers] == [logging.NullHandler]
