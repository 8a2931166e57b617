"""The venue as a file."""

from __future__ import annotations

from typing import Any

from ..http.refusal import Refusal
from ..state.state_file import StateFileError, read_state, write_state
from .controlled import Controlled
from .summary import state


def save(sandbox: Controlled, _: dict[str, Any]) -> dict[str, Any]:
    """Return the venue as it stands."""
    return write_state(sandbox.state)


def load(sandbox: Controlled, body: dict[str, Any]) -> dict[str, Any]:
    """Put a saved venue in the place of the present one, or change nothing."""
    try:
        sandbox.state = read_state(body, sandbox.clock)
    except StateFileError as error:
        raise Refusal(400, str(error)) from error
    return state(sandbox, {})
