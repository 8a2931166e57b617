"""A DELETE whose answer is lost: its repetition finds nothing left."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_core.errors import AnswerLost, NotFound, OutcomeUnknown
from acme_ticketing_core.operations.operation import Operation, json_answer
from tests.core.world import (
    DELETE_CART,
    LOST,
    REPLACE_CART,
    UNAVAILABLE,
    Play,
    json_response,
)

GONE = json_response(b'{"message": "no such cart"}', 404, x_acme_request_id="r1")
DELETE_AND_TELL: Operation[Any] = Operation(
    id="b2c.carts.delete",
    method="DELETE",
    path="/v2/b2c/carts/{id}",
    security=(("apiKey", "tenantId"),),
    limit="b2c",
    replay="idempotent",
    parameters=DELETE_CART.parameters,
    answers={200: json_answer(Any)},
)


@pytest.mark.parametrize("failure", [LOST, UNAVAILABLE])
def test_nothing_left_means_done(play: Play, failure: Any):
    """Where the answer would have said nothing, the call succeeds."""
    play.script = [failure, GONE]

    assert play.call(DELETE_CART, {"id": "1"}) is None


def test_a_lost_answer_is_told_as_such(play: Play):
    """Where the answer would have been what was deleted, it is lost, and the deletion is certain."""
    play.script = [LOST, GONE]

    with pytest.raises(AnswerLost, match="deleted") as caught:
        play.call(DELETE_AND_TELL, {"id": "1"})
    assert isinstance(caught.value.__cause__, NotFound)
    assert (caught.value.attempts, caught.value.request_id) == (2, "r1")


def test_nothing_there_at_first_is_not_found(play: Play):
    """Then this call has deleted nothing."""
    play.script = [GONE]

    with pytest.raises(NotFound):
        play.call(DELETE_CART, {"id": "1"})


def test_a_replacement_that_finds_nothing_is_unknown(play: Play):
    """A PUT leaves something behind; if that is not there, nobody knows what happened."""
    play.script = [LOST, GONE]

    with pytest.raises(OutcomeUnknown):
        play.call(REPLACE_CART, {"id": "1"})
