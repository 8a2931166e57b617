"""Which attempts are repeated, and what is known when none is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme_ticketing_core.auth.credentials import ApiKey
from acme_ticketing_core.errors import (
    AcmeError,
    AnswerLost,
    DeadlineExceeded,
    DuplicateRequest,
    DuplicateTransaction,
    NoAnswer,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    ServerError,
    UnexpectedAnswer,
)
from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.settings.environments import Sandbox
from acme_ticketing_core.transport.steps import Outcome, Response, TransportFailure
from acme_ticketing_sandbox import VirtualClock
from tests.core.world import (
    BUYER,
    CHECK_OUT,
    EVENT,
    GET_EVENT,
    LIMITED,
    LOST,
    NOT_SENT,
    OK,
    REFUND,
    REPLACE_CART,
    UNAVAILABLE,
    UUID,
    Client,
    Play,
    json_response,
    takes,
)


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [(GET_EVENT, EVENT), (REPLACE_CART, {"id": "1"}), (CHECK_OUT, BUYER), (REFUND, {})],
)
def test_every_call_is_repeated(play: Play, operation: Operation[Any], arguments: dict[str, Any]):
    """Nothing was applied, so nothing can be applied twice."""
    play.script = [NOT_SENT, NOT_SENT, OK]

    assert play.call(operation, arguments) == {"name": "Mummies"}


def test_repetitions_are_bounded(play: Play):
    """Two by default; the error tells the attempts and the cause."""
    play.script = [NOT_SENT] * 3

    with pytest.raises(NotSent, match="ConnectionRefusedError: refused") as caught:
        play.call(REFUND)
    assert caught.value.attempts == 3
    assert isinstance(caught.value.__cause__, ConnectionRefusedError)


def test_the_number_of_repetitions_can_be_set(play: Play):
    """For one call, down to none."""
    play.script = [NOT_SENT]

    with pytest.raises(NotSent):
        play.call(GET_EVENT, EVENT, options=CallOptions(retries=0))


def test_a_lasting_failure_is_not_repeated(play: Play):
    """A certificate does not become trusted by asking again."""
    play.script = [TransportFailure("not-sent", OSError("bad certificate"), lasting=True)]

    with pytest.raises(NotSent, match="bad certificate"):
        play.call(GET_EVENT, EVENT)


@given(shares=st.lists(st.floats(0, 0.999), min_size=2, max_size=2))
def test_pauses_grow_and_are_random(shares: list[float]):
    """Each lasts a random share of twice the one before, so that clients come apart."""
    clock = VirtualClock()
    client = Client(ApiKey("k"), environment=Sandbox(1), clock=clock)
    client._random = iter(shares).__next__
    play = Play(client, clock, NOT_SENT, NOT_SENT, OK)
    play.call(GET_EVENT, EVENT)

    assert play.waits == [0.5 * shares[0], 1.0 * shares[1]]


AMBIGUOUS = [
    LOST,
    UNAVAILABLE,
    json_response(b"", 500),
    json_response(b"", 502),
    json_response(b"", 504),
]


@pytest.mark.parametrize("failure", AMBIGUOUS)
@pytest.mark.parametrize(
    ("operation", "arguments"),
    [(GET_EVENT, EVENT), (REPLACE_CART, {"id": "1"}), (CHECK_OUT, BUYER)],
)
def test_what_can_be_repeated_safely_is(
    play: Play, operation: Operation[Any], arguments: dict[str, Any], failure: Outcome
):
    """Reading, idempotent and guarded calls go again with the same bytes."""
    play.script = [failure, failure, OK]

    assert play.call(operation, arguments, body={"a": 1}) == {"name": "Mummies"}
    assert len({(r.url, r.content, tuple(r.headers)) for r in play.sent}) == 1


@pytest.mark.parametrize("failure", AMBIGUOUS)
def test_an_unguarded_call_is_never_sent_again(play: Play, failure: Outcome):
    """It raises what nobody knows, and says what to do."""
    play.script = [failure]

    with pytest.raises(OutcomeUnknown, match="look for its effect before you repeat it") as caught:
        play.call(REFUND, body={"orderId": "1"})

    assert caught.value.attempts == 1
    assert isinstance(caught.value.__cause__, AcmeError)
    assert "request_uuid" not in caught.value.message


def test_a_made_up_uuid_stays_the_same_over_attempts(play: Play):
    """One for the call, not one for the attempt; it stands on the error."""
    play.script = [LOST, UNAVAILABLE, LOST]

    with pytest.raises(OutcomeUnknown, match="never send it with another request_uuid") as caught:
        play.call(CHECK_OUT, {"browser_ip": "203.0.113.7"})

    sent = {dict(request.headers)["x-acme-request-uuid"] for request in play.sent}
    assert sent == {caught.value.request_uuid}


def test_two_calls_have_two_uuids(play: Play):
    """A uuid is for one purchase."""
    play.script = [OK, OK]
    for _ in range(2):
        play.call(CHECK_OUT, {"browser_ip": "203.0.113.7"})

    assert play.headers(0)["x-acme-request-uuid"] != play.headers(1)["x-acme-request-uuid"]


@pytest.mark.parametrize(
    ("operation", "arguments", "error"),
    [
        (GET_EVENT, EVENT, NoAnswer),
        (REPLACE_CART, {"id": "1"}, OutcomeUnknown),
        (CHECK_OUT, BUYER, OutcomeUnknown),
    ],
)
def test_when_nothing_helps_the_error_says_what_is_known(
    play: Play,
    operation: Operation[Any],
    arguments: dict[str, Any],
    error: type[AcmeError],
):
    """A reading call has no outcome to be unsure of; every other has."""
    play.script = [LOST] * 3

    with pytest.raises(error) as caught:
        play.call(operation, arguments)
    assert caught.value.attempts == 3


def test_a_reading_call_raises_the_servers_own_error(play: Play):
    """503 is 503 where nothing can have happened."""
    play.script = [UNAVAILABLE] * 3

    with pytest.raises(ServerError, match="503 Service Unavailable: upstream down"):
        play.call(GET_EVENT, EVENT)


@pytest.mark.parametrize(
    "ending",
    [
        [NOT_SENT, NOT_SENT],
        [json_response(b'{"message": "no such cart"}', 404)],
        [json_response(b'{"message": "bad"}', 400)],
        [json_response(b"", 401)],
        [Response(200, {"content-type": "text/html"}, b"<html>")],
    ],
)
def test_a_later_failure_does_not_hide_an_earlier_doubt(play: Play, ending: Any):
    """An attempt that may have gone through is not called a failure by the one after it."""
    play.script = [LOST, *ending]

    with pytest.raises(OutcomeUnknown):
        play.call(CHECK_OUT, BUYER)


def test_a_block_after_a_doubt_does_not_hide_it(play: Play):
    """The error carries both: that the outcome is unknown, and when to come back."""
    play.script = [LOST, LIMITED]

    with pytest.raises(OutcomeUnknown) as caught:
        play.call(CHECK_OUT, BUYER, options=CallOptions(deadline=30))
    assert caught.value.retry_at is not None
    assert isinstance(caught.value.__cause__, RateLimited)


def test_a_doubt_that_waited_longer_than_the_card_is_guarded_is_not_repeated(play: Play):
    """The server would take the same card again: that would be a second purchase."""
    play.script = [LOST, json_response(b"", 429, retry_after="250")]

    with pytest.raises(OutcomeUnknown) as caught:
        play.call(CHECK_OUT, BUYER, options=CallOptions(deadline=None))
    assert isinstance(caught.value.__cause__, NoAnswer)
    assert len(play.sent) == 2


def test_time_that_is_up_after_a_doubt_does_not_hide_it(play: Play, clock: VirtualClock):
    """A checkout that timed out is not a checkout that failed."""
    play.script = [takes(clock, 61, LOST)]

    with pytest.raises(OutcomeUnknown) as caught:
        play.call(CHECK_OUT, BUYER)
    assert isinstance(caught.value.__cause__, DeadlineExceeded)


@pytest.mark.parametrize("status", [501, 505])
def test_a_server_that_cannot_has_not(play: Play, status: int):
    """Not implemented is a plain failure, also for a refund."""
    play.script = [json_response(b"", status)]

    with pytest.raises(ServerError):
        play.call(REFUND)


def test_a_status_that_nobody_knows_is_a_doubt(play: Play):
    """561 comes from some proxy, before or after the server."""
    play.script = [json_response(b"", 561)]

    with pytest.raises(OutcomeUnknown) as caught:
        play.call(REFUND)
    assert caught.value.status == 561


def test_a_page_of_html_on_a_success_is_a_doubt(play: Play):
    """Nobody knows whether a checkout got past the proxy that wrote it."""
    html = Response(200, {"content-type": "text/html"}, b"<html>")
    play.script = [html, html]

    with pytest.raises(OutcomeUnknown):
        play.call(CHECK_OUT, BUYER)
    with pytest.raises(UnexpectedAnswer):
        play.call(GET_EVENT, EVENT)


def test_an_answer_that_cannot_be_read_was_a_success(play: Play):
    """The order stands; the body is there for rescue."""
    play.script = [json_response(b'{"id": "452966", ')]

    with pytest.raises(AnswerLost) as caught:
        play.call(CHECK_OUT, BUYER)
    assert (caught.value.status, caught.value.body) == (200, b'{"id": "452966", ')


def test_the_server_may_name_the_pause(play: Play):
    """`Retry-After` on a 503 is kept to; if it cannot fit, the error has the moment."""
    patient = Response(503, {"retry-after": "20"}, b"")
    play.script = [patient, OK, Response(503, {"retry-after": "120"}, b"")]
    play.call(GET_EVENT, EVENT)

    assert play.waits == [20.0]
    with pytest.raises(ServerError) as caught:
        play.call(GET_EVENT, EVENT)
    assert caught.value.retry_at is not None


def test_on_the_first_attempt_the_caller_used_the_uuid_before(play: Play):
    """It is not sent again, and no other uuid is made."""
    play.script = [json_response(b'{"message": "duplicate"}', 409)]

    with pytest.raises(DuplicateRequest) as caught:
        play.call(CHECK_OUT, BUYER)
    assert caught.value.request_uuid == UUID
    assert caught.value.first_sent_at is not None


@pytest.mark.parametrize("doubt", AMBIGUOUS)
def test_after_a_doubt_it_says_only_that_the_earlier_attempt_arrived(play: Play, doubt: Outcome):
    """Whether it bought anything is as unknown as before."""
    play.script = [doubt, json_response(b"", 409)]

    with pytest.raises(OutcomeUnknown, match="perhaps applied") as caught:
        play.call(CHECK_OUT, BUYER)
    assert (caught.value.status, caught.value.attempts) == (409, 2)


@pytest.mark.parametrize("harmless", [NOT_SENT, LIMITED])
def test_after_an_attempt_that_did_nothing_it_is_the_callers_uuid(play: Play, harmless: Outcome):
    """Neither an unsent request nor a 429 has used the uuid up."""
    play.script = [harmless, json_response(b"", 409)]

    with pytest.raises(DuplicateRequest) as caught:
        play.call(CHECK_OUT, BUYER, options=CallOptions(deadline=None))
    assert caught.value.request_uuid == UUID


def test_a_duplicate_transaction_is_told_also_after_a_doubt(play: Play):
    """Same card and amount: that is an answer, and no reason to try again."""
    play.script = [LOST, json_response(b'{"code": 16003, "message": "duplicate"}', 400)]

    with pytest.raises(DuplicateTransaction, match="perhaps this call's own") as caught:
        play.call(CHECK_OUT, BUYER)
    assert caught.value.perhaps_own
