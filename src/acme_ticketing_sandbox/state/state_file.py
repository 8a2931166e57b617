"""A state written as JSON, and read again.

What is secret stays out: fingerprints of cards, and with them the memory of which card paid what.
Sessions are no part of a state.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from ..clock import Clock
from ..values import times
from .behaviour import Behaviour, Duplicates
from .records import Records, some_of
from .state import State, Venue

_FORMAT = "acme-ticketing-sandbox state"
_VERSION = 2
# The attributes of a state that are JSON already.
_JSON = ("request_uuids", "locks", "payments", "transactions", "run_polls", "benefits")


class StateFileError(ValueError):
    """A state file cannot be loaded; the message says why in one line."""


def write_state(state: State) -> dict[str, Any]:
    """Return a state as JSON."""
    content = {
        "savedAt": state.timestamp,
        "venue": asdict(state.venue),
        "behaviour": asdict(state.behaviour),
        "duplicates": asdict(state.duplicates),
        "identifiers": state.identifiers.kept(),
        "records": {name: list(found) for name, found in _records_of(state).items()},
        **some_of(vars(state), _JSON),
    }
    header = {"format": _FORMAT, "version": _VERSION, "checksum": _checksum(content)}
    return {**header, "content": content}


def read_state(file: dict[str, Any], clock: Clock) -> State:
    """Return the state that a file holds.

    A clock that is behind the file is advanced to when it was saved: nothing of the venue lies in
    its own future. Nothing else is changed.

    Raises:
        StateFileError: it is no state file, is of another version, or is not as it was saved.

    """
    if file.get("format") != _FORMAT:
        raise StateFileError(
            "this is no file that a sandbox saved: choose one that came from its Save"
        )
    if file.get("version") != _VERSION:
        raise StateFileError(
            f"this file is of version {file.get('version')!r}, and this sandbox reads version "
            f"{_VERSION}: save it anew with a sandbox of the same version"
        )
    content = file.get("content")
    if not isinstance(content, dict) or file.get("checksum") != _checksum(content):
        raise StateFileError(
            "this file is not as it was saved: it was changed or cut short; choose another copy"
        )
    state = _restored(content, clock)
    ahead = times.parse(content["savedAt"]).timestamp() - clock.now()
    if ahead > 0:
        clock.advance(ahead)
    return state


def _restored(content: dict[str, Any], clock: Clock) -> State:
    state = State(Venue(**content["venue"]), clock)
    try:
        state.now()
    except ValueError as error:
        raise StateFileError(str(error)) from error
    state.behaviour = Behaviour(**content["behaviour"])
    state.duplicates = Duplicates(**content["duplicates"])
    state.identifiers.restore(content["identifiers"])
    for name, records in _records_of(state).items():
        records.restore(content["records"][name])
    vars(state).update(some_of(content, _JSON))
    return state


def _records_of(state: State) -> dict[str, Records]:
    return {name: found for name, found in vars(state).items() if isinstance(found, Records)}


def _checksum(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
