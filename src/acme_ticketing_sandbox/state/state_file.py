"""A state written as JSON, and read again.

What is secret stays out: fingerprints of cards, and with them the memory of which card paid what.
Sessions are no part of a state.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from ..clock import Clock
from ..values import times
from .behaviour import Behaviour, Duplicates
from .payments import Payment
from .places import reservations
from .records import Record, Records
from .state import Lock, MemberBenefits, Reservation, State, Venue

_FORMAT = "acme-ticketing-sandbox state"
_VERSION = 1


class StateFileError(ValueError):
    """A state file cannot be loaded; the message says why in one line."""


def write_state(state: State) -> dict[str, Any]:
    """Return a state as JSON."""
    content = {
        "savedAt": times.write(state.now()),
        "venue": {
            "tenantId": state.venue.tenant_id,
            "name": state.venue.name,
            "timeZone": state.venue.time_zone_name,
        },
        "records": {name: list(found) for name, found in _records_of(state).items()},
        "identifiers": state.identifiers.kept(),
        "behaviour": asdict(state.behaviour),
        "duplicates": state.duplicates.to_json(),
        "requestUuids": [
            [tenant_id, uuid, None if until == math.inf else until]
            for (tenant_id, uuid), until in state.request_uuids.items()
        ],
        "locks": state.locks,
        "reservations": [
            {"record": found.record, "expiresAt": found.expires_at}
            for found in reservations(state).values()
        ],
        "tickets": state.tickets,
        "payments": {order: _payment(found) for order, found in state.payments.items()},
        "transactions": [_each(_told, found) for found in state.transactions],
        "runPolls": state.run_polls,
        "addressOwners": state.address_owners,
        "benefits": {
            level: [str(found.rate), found.tickets_per_day]
            for level, found in state.benefits.items()
        },
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
    venue = content["venue"]
    state = State(Venue(venue["tenantId"], venue["name"], venue["timeZone"]), clock)
    try:
        state.now()
    except ValueError as error:
        raise StateFileError(str(error)) from error
    for name, records in _records_of(state).items():
        records.restore(content["records"][name])
    state.identifiers.restore(content["identifiers"])
    state.behaviour = Behaviour(**content["behaviour"])
    state.duplicates = Duplicates.from_json(content["duplicates"])
    for tenant_id, uuid, until in content["requestUuids"]:
        state.request_uuids[tenant_id, uuid] = math.inf if until is None else until
    for template, (owner, ends_at) in content["locks"].items():
        state.locks[template] = Lock(owner, ends_at)
    for each in content["reservations"]:
        kept = Reservation(each["record"], each["expiresAt"])
        state.reservations[str(kept.record["id"])] = kept
    for order, found in content["payments"].items():
        state.payments[order] = _read_payment(found)
    for level, (rate, per_day) in content["benefits"].items():
        state.benefits[level] = MemberBenefits(Decimal(rate), per_day)
    state.tickets = content["tickets"]
    state.transactions = [_each(_read, found) for found in content["transactions"]]
    state.run_polls = content["runPolls"]
    state.address_owners = content["addressOwners"]
    return state


def _records_of(state: State) -> dict[str, Records]:
    return {name: found for name, found in vars(state).items() if isinstance(found, Records)}


def _checksum(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _payment(payment: Payment) -> dict[str, Any]:
    return {
        "method": payment.method,
        "amount": None if payment.amount is None else str(payment.amount),
        "lastFour": payment.last_four,
        "reference": payment.reference,
    }


def _read_payment(kept: dict[str, Any]) -> Payment:
    return Payment(
        kept["method"],
        None if kept["amount"] is None else Decimal(kept["amount"]),
        last_four=kept["lastFour"],
        reference=kept["reference"],
    )


def _each(change: Callable[[Any], Any], transaction: Record) -> Record:
    return {name: change(value) for name, value in transaction.items()}


def _told(value: Any) -> Any:
    """Return a moment or an amount as an object of one key."""
    if isinstance(value, datetime):
        return {"moment": times.write(value)}
    return {"amount": str(value)} if isinstance(value, Decimal) else value


def _read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return times.parse(value["moment"]) if "moment" in value else Decimal(value["amount"])
