"""The vocabulary of the operation table."""

from __future__ import annotations

from acme_ticketing_core.operations.operation import (
    BINARY_ANSWER,
    EMPTY_ANSWER,
    TEXT_ANSWER,
    json_answer,
)
from tests.core.world import GET_EVENT


def test_the_answers_read_what_their_names_say():
    """Text stays text, bytes stay bytes, an empty answer is nothing, JSON is read as a type."""
    assert (TEXT_ANSWER.of, BINARY_ANSWER.of, EMPTY_ANSWER.of) == (str, bytes, None)
    assert json_answer(list[int]).of == list[int]
    assert json_answer(int, empty_is_none=True).empty_is_none


def test_everything_prints_short_and_clear():
    """A table of operations can be read in a debugger."""
    assert repr(GET_EVENT) == "<Operation b2b.events.get: GET /v2/b2b/event/instances/{id}>"
