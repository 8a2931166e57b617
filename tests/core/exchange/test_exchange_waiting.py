"""How a call waits: for the rate limit, within its deadline, and when it is given up."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_core.auth.credentials import ApiKey
from acme_ticketing_core.errors import (
    DeadlineExceeded,
    NotSent,
    RateLimited,
    ServerError,
)
from acme_ticketing_core.operations.operation import Ask
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.settings.environments import Sandbox
from acme_ticketing_core.transport.steps import NOT_STARTED, Send
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
    UNAVAILABLE,
    Client,
    Play,
    json_response,
    seconds_until,
    takes,
)


def test_a_limited_call_waits_for_a_minute_and_goes_again(play: Play):
    """Nothing is lost; the request is the same."""
    play.script = [LIMITED, OK]
    options = CallOptions(deadline=90)

    assert play.call(GET_EVENT, EVENT, options=options) == {"name": "Mummies"}
    assert sum(play.waits) >= 60
    assert play.sent[0].url == play.sent[1].url


def test_the_server_may_name_the_seconds(play: Play):
    """`Retry-After` is believed where it makes sense."""
    play.script = [json_response(b"", 429, retry_after="7"), OK]
    play.call(GET_EVENT, EVENT)

    assert 7 <= sum(play.waits) < 15


def test_everybody_on_the_budget_waits(client: Client, clock: VirtualClock):
    """A second client of the same process does not walk into the block."""
    twin = Client(ApiKey("another"), environment=Sandbox(10), clock=clock)
    with pytest.raises(RateLimited):
        Play(client, clock, LIMITED).call(GET_EVENT, EVENT, options=CallOptions(deadline=30))
    play = Play(twin, clock, OK)
    play.call(GET_EVENT, EVENT, options=CallOptions(deadline=None))

    assert sum(play.waits) >= 60


def test_other_budgets_go_on(client: Client, clock: VirtualClock):
    """A block of the back office does not hold back the online sale."""
    with pytest.raises(RateLimited):
        Play(client, clock, LIMITED).call(GET_EVENT, EVENT, options=CallOptions(deadline=30))
    play = Play(client, clock, OK)
    play.call(CHECK_OUT, BUYER)

    assert play.waits == []


def test_a_wait_that_cannot_fit_fails_at_once(play: Play, clock: VirtualClock):
    """The error says when to come back, and that the request was sent once."""
    play.script = [json_response(b'{"message": "slow down"}', 429)]

    with pytest.raises(RateLimited, match="slow down") as caught:
        play.call(GET_EVENT, EVENT, options=CallOptions(deadline=30))

    assert play.waits == []
    assert caught.value.attempts == 1
    assert 60 <= seconds_until(caught.value.retry_at, clock) < 65


def test_a_call_that_meets_a_block_of_others_was_not_sent(client: Client, clock: VirtualClock):
    """Zero attempts tell it from a call that met the limit itself."""
    with pytest.raises(RateLimited):
        Play(client, clock, LIMITED).call(GET_EVENT, EVENT, options=CallOptions(deadline=30))
    clock.advance(20)
    with pytest.raises(RateLimited) as caught:
        Play(client, clock).call(GET_EVENT, EVENT, options=CallOptions(deadline=30))

    assert (caught.value.attempts, caught.value.status) == (0, 429)
    assert 40 <= seconds_until(caught.value.retry_at, clock) < 45


def test_a_limited_call_is_sent_again_whatever_it_does(play: Play):
    """429 means not applied: even an unguarded refund goes again, with the same bytes."""
    play.script = [LIMITED, LIMITED, LIMITED, LIMITED, LIMITED, OK]
    play.call(REFUND, body={"orderId": "1"}, options=CallOptions(deadline=None))

    assert {request.content for request in play.sent} == {b'{"orderId":"1"}'}


def test_a_limit_that_falls_while_the_request_queues_is_kept(play: Play):
    """A request that had to queue for a connection looks at the gate again."""
    play.script = [NOT_STARTED, OK]

    assert play.call(GET_EVENT, EVENT) == {"name": "Mummies"}
    assert len(play.steps) == 2
    assert play.steps[0].may_start()


def test_no_pause_starts_that_cannot_end_in_time(play: Play, clock: VirtualClock):
    """The failure is raised at once instead."""
    play.script = [takes(clock, 59.99, UNAVAILABLE)]
    play.client._random = lambda: 0.9

    with pytest.raises(ServerError):
        play.call(GET_EVENT, EVENT)
    assert play.waits == []


def test_an_attempt_that_ate_the_time_is_a_deadline_exceeded(play: Play, clock: VirtualClock):
    """Reading calls say that time is up, and what took it."""
    play.script = [takes(clock, 61, LOST)]

    with pytest.raises(DeadlineExceeded, match="TimeoutError: no answer") as caught:
        play.call(GET_EVENT, EVENT)
    assert isinstance(caught.value.__cause__, TimeoutError)


def test_a_pause_that_ate_the_time_is_a_deadline_exceeded(play: Play, clock: VirtualClock):
    """A busy machine may sleep longer than it was asked to; what went wrong before is told."""
    steps = play.client._steps(Ask(GET_EVENT, EVENT, None, None))
    steps.send(None)
    steps.send(NOT_SENT)
    clock.advance(61)

    with pytest.raises(DeadlineExceeded, match="not sent") as caught:
        steps.send(None)
    assert isinstance(caught.value.__cause__, NotSent)


def test_time_may_be_up_before_the_first_attempt(play: Play, clock: VirtualClock):
    """A call that queued too long is not sent."""
    play.script = [takes(clock, 61, NOT_STARTED)]

    with pytest.raises(DeadlineExceeded) as caught:
        play.call(GET_EVENT, EVENT)
    assert caught.value.attempts == 0


def test_without_a_deadline_a_call_outwaits_everything(play: Play):
    """Hours of blocks end one day."""
    play.script = [LIMITED] * 100 + [OK]

    assert play.call(GET_EVENT, EVENT, options=CallOptions(deadline=None)) == {"name": "Mummies"}


@pytest.mark.parametrize("ending", ["close", "throw"])
def test_a_call_that_is_given_up_leaves_the_gate_usable(play: Play, ending: Any):
    """A cancelled task or an interrupted thread takes no permit with it."""
    for _ in range(5):
        steps = play.client._steps(Ask(GET_EVENT, EVENT, None, None))
        assert isinstance(steps.send(None), Send)
        if ending == "close":
            steps.close()
        else:
            with pytest.raises(KeyboardInterrupt):
                steps.throw(KeyboardInterrupt())
    play.script = [OK]

    assert play.call(GET_EVENT, EVENT) == {"name": "Mummies"}
    assert play.waits == []
