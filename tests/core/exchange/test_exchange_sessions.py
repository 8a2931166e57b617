"""Calls that need a session, driven step by step."""

from __future__ import annotations

import pytest

from acme_ticketing_core.auth.credentials import EmailLogin
from acme_ticketing_core.errors import (
    DeadlineExceeded,
    OutcomeUnknown,
    Unauthorized,
    UnexpectedAnswer,
)
from acme_ticketing_core.operations.operation import Ask
from acme_ticketing_core.settings.environments import Sandbox
from acme_ticketing_core.transport.steps import NOT_STARTED, Response
from acme_ticketing_sandbox import VirtualClock
from tests.core.world import (
    DELETE_RESERVATION,
    EVENT,
    GET_EVENT,
    LOST,
    OK,
    PASSWORD,
    Client,
    Play,
    json_response,
    takes,
)

REFUSED = json_response(b'{"message": "session over"}', 401)


@pytest.fixture
def play(clock: VirtualClock) -> Play:
    """Give a play of a client that logs in."""
    login = EmailLogin("ops@example.com", PASSWORD)
    return Play(Client(login, environment=Sandbox(10), clock=clock), clock)


def opened(clock: VirtualClock, token: str = "t1", seconds: float = 3600) -> Response:
    """Answer a login."""
    ends = int((clock.now() + seconds) * 1000)
    return json_response(f'{{"session": "{token}", "expireMs": {ends}}}'.encode())


def test_a_session_is_opened_when_it_is_needed_and_kept(play: Play, clock: VirtualClock):
    """One login for two calls; the login's headers go with the login only."""
    play.script = [opened(clock), OK, OK]
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


def test_it_is_renewed_before_it_ends(play: Play, clock: VirtualClock):
    """No call starts with a session that may not last."""
    play.script = [opened(clock, "t1", 600), OK]
    play.call(GET_EVENT, EVENT)
    clock.advance(545)
    play.script = [opened(clock, "t2"), OK]
    play.call(GET_EVENT, EVENT)

    assert play.headers()["x-acme-session"] == "t2"


def test_a_session_that_the_server_refuses_is_renewed_once(play: Play, clock: VirtualClock):
    """The server may end it earlier than it said."""
    play.script = [opened(clock, "t1"), REFUSED, opened(clock, "t2"), OK]

    assert play.call(GET_EVENT, EVENT) == {"name": "Mummies"}
    assert play.headers()["x-acme-session"] == "t2"


def test_a_second_refusal_is_the_answer(play: Play, clock: VirtualClock):
    """Renewing again and again would lock the account."""
    play.script = [opened(clock, "t1"), REFUSED, opened(clock, "t2"), REFUSED]

    with pytest.raises(Unauthorized, match="session over") as caught:
        play.call(GET_EVENT, EVENT)
    assert (caught.value.operation_id, caught.value.attempts) == ("b2b.events.get", 2)


def test_a_login_that_fails_tells_of_the_login(play: Play):
    """The error names the operation that failed, not the one that was called."""
    play.script = [json_response(b'{"message": "bad password"}', 401)]

    with pytest.raises(Unauthorized, match="bad password") as caught:
        play.call(GET_EVENT, EVENT)
    assert caught.value.operation_id == "sessions.create"


def test_who_queued_behind_a_failed_login_fails_with_it(play: Play):
    """The second call does not knock with the same wrong password."""
    queued = play.client._steps(Ask(GET_EVENT, EVENT, None, None))
    login = queued.send(None)
    play.script = [REFUSED]
    with pytest.raises(Unauthorized):
        play.call(GET_EVENT, EVENT)

    with pytest.raises(Unauthorized):
        play.run(login.steps)
    assert len(play.sent) == 1


def test_a_login_answered_without_a_session_is_unexpected(play: Play):
    """A success without a token helps nobody."""
    play.script = [json_response(b'{"session": ""}')]

    with pytest.raises(UnexpectedAnswer, match="without a session") as caught:
        play.call(GET_EVENT, EVENT)
    assert caught.value.operation_id == "sessions.create"


def test_a_session_that_looks_spent_is_used_once_where_the_clocks_disagree(
    play: Play, clock: VirtualClock
):
    """A fresh session is tried even if its end seems to be past: no circle of logins."""
    play.script = [opened(clock, "t1", -7200), OK]

    assert play.call(GET_EVENT, EVENT) == {"name": "Mummies"}


def test_a_login_keeps_to_the_deadline_of_the_call(play: Play, clock: VirtualClock):
    """Its attempts end when the call ends."""
    play.script = [takes(clock, 20, opened(clock)), OK]
    play.call(GET_EVENT, EVENT)

    assert play.steps[0].ends_at == play.steps[1].ends_at


def test_a_login_that_fails_after_a_doubt_does_not_hide_it(play: Play, clock: VirtualClock):
    """The reservation may be gone already when the session is refused."""
    play.script = [opened(clock), LOST, REFUSED, json_response(b"", 401)]

    with pytest.raises(OutcomeUnknown) as caught:
        play.call(DELETE_RESERVATION, {"id": "1"})
    assert isinstance(caught.value.__cause__, Unauthorized)


def test_no_turn_for_a_login_in_time_is_a_deadline(play: Play, clock: VirtualClock):
    """Another call's login may take too long."""
    steps = play.client._steps(Ask(GET_EVENT, EVENT, None, None))
    steps.send(None)
    clock.advance(61)

    with pytest.raises(DeadlineExceeded):
        steps.send(NOT_STARTED)
