"""Answers to forms (page 33000288746, api-facts/carts.md)."""

from __future__ import annotations

from ...state import Record
from ...state.forms import answered
from ..call import Call
from ..listing import page_of
from ..table import answers


@answers("b2c.formResponses.create")
def create(call: Call) -> Record:
    """Keep the answers to a form."""
    return call.state.form_responses.add(answered(call.state, call.body))


@answers("b2c.formResponses.list")
def list_responses(call: Call) -> Record:
    """List answers."""
    return page_of(call, call.state.form_responses, sorted_by="submissionDate")


@answers("b2c.formResponses.get")
def get(call: Call) -> Record:
    """Read one."""
    return call.state.form_responses.get(call.path["id"])
