"""The policy of a call, driven step by step on a virtual clock."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme_ticketing_core.call import Policy
from acme_ticketing_core.clock import VirtualClock
from acme_ticketing_core.credentials import ApiKey, EmailLogin
from acme_ticketing_core.environments import Sandbox
from acme_ticketing_core.errors import (
    AcmeError,
    BadRequest,
    DeadlineExceeded,
    DecodeError,
    DuplicateRequest,
    DuplicateTransaction,
    NoAnswer,
    NotFound,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    ServerError,
    Unauthorized,
    UnexpectedAnswer,
)
from acme_ticketing_core.exchange import exchange
from acme_ticketing_core.operation import Operation
from acme_ticketing_core.options import CallOptions
from acme_ticketing_core.steps import NOT_STARTED, Outcome, Response, Send, TransportFailure
from tests.core.world import (
    CHECK_OUT,
    DELETE_RESERVATION,
    GET_EVENT,
    LIMITED,
    LOST,
    NOT_SENT,
    OK,
    PASSWORD,
    REFUND,
    REPLACE_CART,
    UNAVAILABLE,
    UUID,
    Client,
    Play,
    json_response,
)

EVENT = {"id": "5d96453460309f26d082bcc0"}
BUYER = {"browser_ip": "203.0.113.7", "request_uuid": UUID}
REFUSED = json_response(b'{"message": "session over"}', 401)


def takes(clock: VirtualClock, seconds: float, outcome: Outcome) -> Callable[[Send], Outcome]:
    """Let an attempt take so long."""

    def behave(_step: Send) -> Outcome:
        clock.advance(seconds)
        return outcome

    return behave


def with_random(client: Client, random: Callable[[], float]) -> Policy:
    """Give the client's policy with pauses that are known in advance."""
    policy = client._policy
    return Policy(
        connect_timeout=policy.connect_timeout,
        read_timeout=policy.read_timeout,
        max_retries=policy.max_retries,
        random=random,
    )


def seconds_until(moment: datetime | None, clock: VirtualClock) -> float:
    """Tell how far away a moment is."""
    assert moment is not None
    return moment.timestamp() - clock.now()


class TestSending:
    """What goes out."""

    def test_a_call_is_one_request_with_just_its_headers(self, play: Play):
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

    def test_a_body_is_written_once_and_typed(self, play: Play):
        """JSON, with its content type."""
        play.script = [OK]
        play.call(CHECK_OUT, BUYER, body={"shoppingCartId": "5d96"})

        assert play.sent[0].content == b'{"shoppingCartId":"5d96"}'
        assert play.headers()["content-type"] == "application/json"

    def test_options_add_headers_and_a_request_id(self, play: Play):
        """The id by which the vendor finds the call may be given for one call."""
        play.script = [OK]
        options = CallOptions(headers={"x-trace": "t1"}, request_id="ec01-1")
        play.call(GET_EVENT, EVENT, options=options)

        assert play.headers()["x-trace"] == "t1"
        assert play.headers()["x-acme-request-id"] == "ec01-1"

    def test_timeouts_fit_into_what_is_left_of_the_deadline(self, play: Play, clock: VirtualClock):
        """The first attempt has the usual patience, the last just what is left."""
        play.script = [takes(clock, 40, NOT_SENT), OK]
        play.call(GET_EVENT, EVENT)
        first, second = play.steps

        assert (first.connect_timeout, first.read_timeout) == (10.0, 30.0)
        assert second.read_timeout <= 20.0
        assert first.ends_at == second.ends_at

    def test_options_change_the_patience_of_one_call(self, play: Play):
        """Without a deadline nothing ends the attempt but its own timeouts."""
        play.script = [OK]
        play.call(GET_EVENT, EVENT, options=CallOptions(deadline=None, read_timeout=120))

        assert play.steps[0].read_timeout == 120
        assert play.steps[0].ends_at is None


class TestRateLimit:
    """429, and the gate that everybody shares."""

    def test_a_limited_call_waits_for_a_minute_and_goes_again(self, play: Play):
        """Nothing is lost; the request is the same."""
        play.script = [LIMITED, OK]
        options = CallOptions(deadline=90)

        assert play.call(GET_EVENT, EVENT, options=options) == {"name": "Mummies"}
        assert sum(play.waits) >= 60
        assert play.sent[0].url == play.sent[1].url

    def test_the_server_may_name_the_seconds(self, play: Play):
        """`Retry-After` is believed where it makes sense."""
        play.script = [json_response(b"", 429, retry_after="7"), OK]
        play.call(GET_EVENT, EVENT)

        assert 7 <= sum(play.waits) < 15

    def test_everybody_on_the_budget_waits(self, client: Client, clock: VirtualClock):
        """A second client of the same process does not walk into the block."""
        twin = Client(ApiKey("another"), environment=Sandbox(10), clock=clock)
        with pytest.raises(RateLimited):
            Play(client, clock, LIMITED).call(GET_EVENT, EVENT, options=CallOptions(deadline=30))
        play = Play(twin, clock, OK)
        play.call(GET_EVENT, EVENT, options=CallOptions(deadline=None))

        assert sum(play.waits) >= 60

    def test_other_budgets_go_on(self, client: Client, clock: VirtualClock):
        """A block of the back office does not hold back the online sale."""
        with pytest.raises(RateLimited):
            Play(client, clock, LIMITED).call(GET_EVENT, EVENT, options=CallOptions(deadline=30))
        play = Play(client, clock, OK)
        play.call(CHECK_OUT, BUYER)

        assert play.waits == []

    def test_a_wait_that_cannot_fit_fails_at_once(self, play: Play, clock: VirtualClock):
        """The error says when to come back, and that the request was sent once."""
        play.script = [json_response(b'{"message": "slow down"}', 429)]

        with pytest.raises(RateLimited, match="slow down") as caught:
            play.call(GET_EVENT, EVENT, options=CallOptions(deadline=30))

        assert play.waits == []
        assert caught.value.attempts == 1
        assert 60 <= seconds_until(caught.value.retry_at, clock) < 65

    def test_a_call_that_meets_a_block_of_others_was_not_sent(
        self, client: Client, clock: VirtualClock
    ):
        """Zero attempts tell it from a call that met the limit itself."""
        with pytest.raises(RateLimited):
            Play(client, clock, LIMITED).call(GET_EVENT, EVENT, options=CallOptions(deadline=30))
        clock.advance(20)
        with pytest.raises(RateLimited) as caught:
            Play(client, clock).call(GET_EVENT, EVENT, options=CallOptions(deadline=30))

        assert (caught.value.attempts, caught.value.status) == (0, 429)
        assert 40 <= seconds_until(caught.value.retry_at, clock) < 45

    def test_a_limited_call_is_sent_again_whatever_it_does(self, play: Play):
        """429 means not applied: even an unguarded refund goes again, with the same bytes."""
        play.script = [LIMITED, LIMITED, LIMITED, LIMITED, LIMITED, OK]
        play.call(REFUND, body={"orderId": "1"}, options=CallOptions(deadline=None))

        assert {request.content for request in play.sent} == {b'{"orderId":"1"}'}

    def test_a_limit_that_falls_while_the_request_queues_is_kept(self, play: Play):
        """A request that had to queue for a connection looks at the gate again."""
        play.script = [NOT_STARTED, OK]

        assert play.call(GET_EVENT, EVENT) == {"name": "Mummies"}
        assert len(play.steps) == 2
        assert play.steps[0].may_start()


class TestDeadline:
    """One total time for the whole call."""

    def test_no_pause_starts_that_cannot_end_in_time(self, play: Play, clock: VirtualClock):
        """The failure is raised at once instead."""
        play.script = [takes(clock, 59.99, UNAVAILABLE)]
        play.client._policy = with_random(play.client, lambda: 0.9)

        with pytest.raises(ServerError):
            play.call(GET_EVENT, EVENT)
        assert play.waits == []

    def test_an_attempt_that_ate_the_time_is_a_deadline_exceeded(
        self, play: Play, clock: VirtualClock
    ):
        """Reading calls say that time is up, and what took it."""
        play.script = [takes(clock, 61, LOST)]

        with pytest.raises(DeadlineExceeded, match="TimeoutError: no answer") as caught:
            play.call(GET_EVENT, EVENT)
        assert isinstance(caught.value.__cause__, TimeoutError)

    def test_time_may_be_up_before_the_first_attempt(self, play: Play, clock: VirtualClock):
        """A call that queued too long is not sent."""
        play.script = [takes(clock, 61, NOT_STARTED)]

        with pytest.raises(DeadlineExceeded) as caught:
            play.call(GET_EVENT, EVENT)
        assert caught.value.attempts == 0

    def test_without_a_deadline_a_call_outwaits_everything(self, play: Play):
        """Hours of blocks end one day."""
        play.script = [LIMITED] * 100 + [OK]

        assert play.call(GET_EVENT, EVENT, options=CallOptions(deadline=None)) == {
            "name": "Mummies"
        }


class TestNotSent:
    """The server cannot have seen the request."""

    @pytest.mark.parametrize(
        ("operation", "arguments"),
        [(GET_EVENT, EVENT), (REPLACE_CART, {"id": "1"}), (CHECK_OUT, BUYER), (REFUND, {})],
    )
    def test_every_call_is_repeated(
        self, play: Play, operation: Operation[Any], arguments: dict[str, Any]
    ):
        """Nothing was applied, so nothing can be applied twice."""
        play.script = [NOT_SENT, NOT_SENT, OK]

        assert play.call(operation, arguments) == {"name": "Mummies"}

    def test_repetitions_are_bounded(self, play: Play):
        """Two by default; the error tells the attempts and the cause."""
        play.script = [NOT_SENT] * 3

        with pytest.raises(NotSent, match="ConnectionRefusedError: refused") as caught:
            play.call(REFUND)
        assert caught.value.attempts == 3
        assert isinstance(caught.value.__cause__, ConnectionRefusedError)

    def test_the_number_of_repetitions_can_be_set(self, play: Play):
        """For one call, down to none."""
        play.script = [NOT_SENT]

        with pytest.raises(NotSent):
            play.call(GET_EVENT, EVENT, options=CallOptions(max_retries=0))

    def test_a_lasting_failure_is_not_repeated(self, play: Play):
        """A certificate does not become trusted by asking again."""
        play.script = [TransportFailure("not-sent", OSError("bad certificate"), lasting=True)]

        with pytest.raises(NotSent, match="bad certificate"):
            play.call(GET_EVENT, EVENT)

    @given(shares=st.lists(st.floats(0, 0.999), min_size=2, max_size=2))
    def test_pauses_grow_and_are_random(self, shares: list[float]):
        """Each lasts a random share of twice the one before, so that clients come apart."""
        clock = VirtualClock()
        client = Client(ApiKey("k"), environment=Sandbox(1), clock=clock)
        client._policy = with_random(client, iter(shares).__next__)
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


class TestMaybeApplied:
    """The server may have acted on the request."""

    @pytest.mark.parametrize("failure", AMBIGUOUS)
    @pytest.mark.parametrize(
        ("operation", "arguments"),
        [(GET_EVENT, EVENT), (REPLACE_CART, {"id": "1"}), (CHECK_OUT, BUYER)],
    )
    def test_what_can_be_repeated_safely_is(
        self, play: Play, operation: Operation[Any], arguments: dict[str, Any], failure: Outcome
    ):
        """Reading, idempotent and guarded calls go again with the same bytes."""
        play.script = [failure, failure, OK]

        assert play.call(operation, arguments, body={"a": 1}) == {"name": "Mummies"}
        assert len({(r.url, r.content, tuple(r.headers)) for r in play.sent}) == 1

    @pytest.mark.parametrize("failure", AMBIGUOUS)
    def test_an_unguarded_call_is_never_sent_again(self, play: Play, failure: Outcome):
        """It raises what nobody knows, and says what to do."""
        play.script = [failure]

        with pytest.raises(
            OutcomeUnknown, match="look for its effect before you repeat it"
        ) as caught:
            play.call(REFUND, body={"orderId": "1"})

        assert caught.value.attempts == 1
        assert isinstance(caught.value.__cause__, AcmeError)
        assert "request_uuid" not in caught.value.message

    def test_a_made_up_uuid_stays_the_same_over_attempts(self, play: Play):
        """One for the call, not one for the attempt; it stands on the error."""
        play.script = [LOST, UNAVAILABLE, LOST]

        with pytest.raises(OutcomeUnknown, match="same request_uuid") as caught:
            play.call(CHECK_OUT, {"browser_ip": "203.0.113.7"})

        sent = {dict(request.headers)["x-acme-request-uuid"] for request in play.sent}
        assert sent == {caught.value.request_uuid}

    def test_two_calls_have_two_uuids(self, play: Play):
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
        self,
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

    def test_a_reading_call_raises_the_servers_own_error(self, play: Play):
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
    def test_a_later_failure_does_not_hide_an_earlier_doubt(self, play: Play, ending: Any):
        """An attempt that may have gone through is not called a failure by the one after it."""
        play.script = [LOST, *ending]

        with pytest.raises(OutcomeUnknown):
            play.call(CHECK_OUT, BUYER)

    def test_a_block_after_a_doubt_does_not_hide_it(self, play: Play):
        """The error carries both: that the outcome is unknown, and when to come back."""
        play.script = [LOST, LIMITED]

        with pytest.raises(OutcomeUnknown) as caught:
            play.call(CHECK_OUT, BUYER, options=CallOptions(deadline=30))
        assert caught.value.retry_at is not None
        assert isinstance(caught.value.__cause__, RateLimited)

    def test_time_that_is_up_after_a_doubt_does_not_hide_it(self, play: Play, clock: VirtualClock):
        """A checkout that timed out is not a checkout that failed."""
        play.script = [takes(clock, 61, LOST)]

        with pytest.raises(OutcomeUnknown) as caught:
            play.call(CHECK_OUT, BUYER)
        assert isinstance(caught.value.__cause__, DeadlineExceeded)

    @pytest.mark.parametrize("status", [501, 505])
    def test_a_server_that_cannot_has_not(self, play: Play, status: int):
        """Not implemented is a plain failure, also for a refund."""
        play.script = [json_response(b"", status)]

        with pytest.raises(ServerError):
            play.call(REFUND)

    def test_a_status_that_nobody_knows_is_a_doubt(self, play: Play):
        """561 comes from some proxy, before or after the server."""
        play.script = [json_response(b"", 561)]

        with pytest.raises(OutcomeUnknown) as caught:
            play.call(REFUND)
        assert caught.value.status == 561

    def test_a_page_of_html_on_a_success_is_a_doubt(self, play: Play):
        """Nobody knows whether a checkout got past the proxy that wrote it."""
        html = Response(200, {"content-type": "text/html"}, b"<html>")
        play.script = [html, html]

        with pytest.raises(OutcomeUnknown):
            play.call(CHECK_OUT, BUYER)
        with pytest.raises(UnexpectedAnswer):
            play.call(GET_EVENT, EVENT)

    def test_an_answer_that_cannot_be_read_was_a_success(self, play: Play):
        """The order stands; the body is there for rescue."""
        play.script = [json_response(b'{"id": "452966", ')]

        with pytest.raises(DecodeError) as caught:
            play.call(CHECK_OUT, BUYER)
        assert (caught.value.status, caught.value.reveal_body()) == (200, b'{"id": "452966", ')

    def test_the_server_may_name_the_pause(self, play: Play):
        """`Retry-After` on a 503 is kept to; if it cannot fit, the error has the moment."""
        patient = Response(503, {"retry-after": "20"}, b"")
        play.script = [patient, OK, Response(503, {"retry-after": "120"}, b"")]
        play.call(GET_EVENT, EVENT)

        assert play.waits == [20.0]
        with pytest.raises(ServerError) as caught:
            play.call(GET_EVENT, EVENT)
        assert caught.value.retry_at is not None


class TestDuplicates:
    """409 on a call that carries `x-acme-request-uuid`."""

    def test_on_the_first_attempt_the_caller_used_the_uuid_before(self, play: Play):
        """It is not sent again, and no other uuid is made."""
        play.script = [json_response(b'{"message": "duplicate"}', 409)]

        with pytest.raises(DuplicateRequest) as caught:
            play.call(CHECK_OUT, BUYER)
        assert caught.value.outcome == "reused uuid"
        assert caught.value.request_uuid == UUID

    @pytest.mark.parametrize("doubt", AMBIGUOUS)
    def test_after_a_doubt_it_means_that_the_earlier_attempt_went_through(
        self, play: Play, doubt: Outcome
    ):
        """The second request meets what the first has done."""
        play.script = [doubt, json_response(b"", 409)]

        with pytest.raises(DuplicateRequest, match="already applied") as caught:
            play.call(CHECK_OUT, BUYER)
        assert caught.value.outcome == "already applied"
        assert caught.value.attempts == 2

    @pytest.mark.parametrize("harmless", [NOT_SENT, LIMITED])
    def test_after_an_attempt_that_did_nothing_it_is_the_callers_uuid(
        self, play: Play, harmless: Outcome
    ):
        """Neither an unsent request nor a 429 has used the uuid up."""
        play.script = [harmless, json_response(b"", 409)]

        with pytest.raises(DuplicateRequest) as caught:
            play.call(CHECK_OUT, BUYER, options=CallOptions(deadline=None))
        assert caught.value.outcome == "reused uuid"

    def test_a_duplicate_transaction_is_told_also_after_a_doubt(self, play: Play):
        """Same card and amount: that is an answer, and no reason to try again."""
        play.script = [LOST, json_response(b'{"code": 16003, "message": "duplicate"}', 400)]

        with pytest.raises(DuplicateTransaction):
            play.call(CHECK_OUT, BUYER)


class TestErrors:
    """What stands on an error."""

    def test_an_error_carries_the_context_of_its_call(self, play: Play):
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

    def test_the_request_id_of_the_call_stands_in_where_the_answer_has_none(self, play: Play):
        """The vendor's support asks for it."""
        play.script = [json_response(b"", 404)]

        with pytest.raises(NotFound, match="request id ec01-1"):
            play.call(GET_EVENT, EVENT, options=CallOptions(request_id="ec01-1"))

    def test_a_key_that_the_server_echoes_does_not_show(self, play: Play):
        """The excerpt of the body passes the redactor with the live credentials."""
        play.script = [
            json_response(b'{"message": "bad key 0f1e2d3c4b5a69788796a5b4c3d2e1f0"}', 403)
        ]

        with pytest.raises(AcmeError) as caught:
            play.call(GET_EVENT, EVENT)
        assert "0f1e2d3c" not in f"{caught.value} {caught.value.body_excerpt}"


class TestSessions:
    """Calls that need a session."""

    @pytest.fixture
    def play(self, clock: VirtualClock) -> Play:
        """Give a play of a client that logs in."""
        login = EmailLogin("ops@example.com", PASSWORD)
        return Play(Client(login, environment=Sandbox(10), clock=clock), clock)

    def opened(self, clock: VirtualClock, token: str = "t1", seconds: float = 3600) -> Response:
        """Answer a login."""
        ends = int((clock.now() + seconds) * 1000)
        return json_response(f'{{"session": "{token}", "expireMs": {ends}}}'.encode())

    def test_a_session_is_opened_when_it_is_needed_and_kept(self, play: Play, clock: VirtualClock):
        """One login for two calls; the login's headers go with the login only."""
        play.script = [self.opened(clock), OK, OK]
        play.call(GET_EVENT, EVENT)
        play.call(GET_EVENT, EVENT)

        assert [request.url.rpartition("/")[2] for request in play.sent] == [
            "session",
            EVENT["id"],
            EVENT["id"],
        ]
        assert play.headers(0)["x-acme-password"] == PASSWORD
        assert play.headers(1)["x-acme-session"] == play.headers(2)["x-acme-session"] == "t1"
        assert "x-acme-password" not in play.headers(1)

    def test_it_is_renewed_before_it_ends(self, play: Play, clock: VirtualClock):
        """No call starts with a session that may not last."""
        play.script = [self.opened(clock, "t1", 600), OK]
        play.call(GET_EVENT, EVENT)
        clock.advance(545)
        play.script = [self.opened(clock, "t2"), OK]
        play.call(GET_EVENT, EVENT)

        assert play.headers()["x-acme-session"] == "t2"

    def test_a_session_that_the_server_refuses_is_renewed_once(
        self, play: Play, clock: VirtualClock
    ):
        """The server may end it earlier than it said."""
        play.script = [self.opened(clock, "t1"), REFUSED, self.opened(clock, "t2"), OK]

        assert play.call(GET_EVENT, EVENT) == {"name": "Mummies"}
        assert play.headers()["x-acme-session"] == "t2"

    def test_a_second_refusal_is_the_answer(self, play: Play, clock: VirtualClock):
        """Renewing again and again would lock the account."""
        play.script = [self.opened(clock, "t1"), REFUSED, self.opened(clock, "t2"), REFUSED]

        with pytest.raises(Unauthorized, match="session over") as caught:
            play.call(GET_EVENT, EVENT)
        assert (caught.value.operation_id, caught.value.attempts) == ("b2b.events.get", 2)

    def test_a_login_that_fails_tells_of_the_login(self, play: Play):
        """The error names the operation that failed, not the one that was called."""
        play.script = [json_response(b'{"message": "bad password"}', 401)]

        with pytest.raises(Unauthorized, match="bad password") as caught:
            play.call(GET_EVENT, EVENT)
        assert caught.value.operation_id == "sessions.create"

    def test_who_queued_behind_a_failed_login_fails_with_it(self, play: Play):
        """The second call does not knock with the same wrong password."""
        call = play.client._prepare(GET_EVENT, EVENT, None, None)
        queued = exchange(call)
        login = queued.send(None)
        play.script = [REFUSED]
        with pytest.raises(Unauthorized):
            play.call(GET_EVENT, EVENT)

        with pytest.raises(Unauthorized):
            play.run(login.steps)
        assert len(play.sent) == 1

    def test_a_login_answered_without_a_session_is_unexpected(self, play: Play):
        """A success without a token helps nobody."""
        play.script = [json_response(b'{"session": ""}')]

        with pytest.raises(UnexpectedAnswer, match="without a session") as caught:
            play.call(GET_EVENT, EVENT)
        assert caught.value.operation_id == "sessions.create"

    def test_a_session_that_looks_spent_is_used_once_where_the_clocks_disagree(
        self, play: Play, clock: VirtualClock
    ):
        """A fresh session is tried even if its end seems to be past: no circle of logins."""
        play.script = [self.opened(clock, "t1", -7200), OK]

        assert play.call(GET_EVENT, EVENT) == {"name": "Mummies"}

    def test_a_login_keeps_to_the_deadline_of_the_call(self, play: Play, clock: VirtualClock):
        """Its attempts end when the call ends."""
        play.script = [takes(clock, 20, self.opened(clock)), OK]
        play.call(GET_EVENT, EVENT)

        assert play.steps[0].ends_at == play.steps[1].ends_at

    def test_a_login_that_fails_after_a_doubt_does_not_hide_it(
        self, play: Play, clock: VirtualClock
    ):
        """The reservation may be gone already when the session is refused."""
        play.script = [self.opened(clock), LOST, REFUSED, json_response(b"", 401)]

        with pytest.raises(OutcomeUnknown) as caught:
            play.call(DELETE_RESERVATION, {"id": "1"})
        assert isinstance(caught.value.__cause__, Unauthorized)

    def test_no_turn_for_a_login_in_time_is_a_deadline(self, play: Play, clock: VirtualClock):
        """Another call's login may take too long."""
        steps = exchange(play.client._prepare(GET_EVENT, EVENT, None, None))
        steps.send(None)
        clock.advance(61)

        with pytest.raises(DeadlineExceeded):
            steps.send(NOT_STARTED)


class TestAdmissions:
    """Every admission is settled, whatever happens."""

    @pytest.mark.parametrize("ending", ["close", "throw"])
    def test_a_call_that_is_given_up_leaves_the_gate_usable(self, play: Play, ending: Any):
        """A cancelled task or an interrupted thread takes no permit with it."""
        for _ in range(5):
            steps = exchange(play.client._prepare(GET_EVENT, EVENT, None, None))
            assert isinstance(steps.send(None), Send)
            if ending == "close":
                steps.close()
            else:
                with pytest.raises(KeyboardInterrupt):
                    steps.throw(KeyboardInterrupt())
        play.script = [OK]

        assert play.call(GET_EVENT, EVENT) == {"name": "Mummies"}
        assert play.waits == []


class TestLogging:
    """One line for each attempt."""

    def test_an_attempt_is_one_debug_line_without_a_secret(
        self, play: Play, caplog: pytest.LogCaptureFixture
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

    def test_a_program_that_does_not_ask_hears_nothing(self):
        """A library logs to a null handler."""
        handlers = logging.getLogger("acme_ticketing").handlers

        assert [type(handler) for handler in handlers] == [logging.NullHandler]
