"""The journal keeps the last calls, says what is new, and lets old ones go."""

from __future__ import annotations

import pytest

from acme_ticketing_sandbox import LocalAcme
from acme_ticketing_sandbox.journal import Journal
from tests.sandbox.caller import Caller

EVENTS = "/v2/b2b/event/instances/statements"


@pytest.fixture
def journal(sandbox: LocalAcme) -> Journal:
    """Return a journal of the sandbox that keeps three calls."""
    sandbox.journal = Journal(calls=3)
    return sandbox.journal


def numbers(journal: Journal, seen: int, most: int = 10) -> list[int]:
    """Return the numbers of the calls that are new."""
    return [entry.number for entry in journal.since(seen, most)]


def test_the_last_calls_are_kept(caller: Caller, journal: Journal) -> None:
    """Older ones go, and the numbers go on."""
    for _ in range(5):
        caller.send("GET", EVENTS)

    assert [entry.number for entry in journal.entries()] == [3, 4, 5]
    assert (journal.find(2), journal.find(6)) == (None, None)
    entry = journal.find(5)
    assert entry is not None
    assert entry.request.path == EVENTS
    assert entry.reply.status == 200


def test_who_has_seen_some_is_told_the_others(caller: Caller, journal: Journal) -> None:
    """In pieces, and from the oldest that is kept if more was missed."""
    for _ in range(5):
        caller.send("GET", EVENTS)

    assert numbers(journal, 0) == [3, 4, 5]
    assert numbers(journal, 4) == [5]
    assert numbers(journal, 5) == []
    assert numbers(journal, 0, most=2) == [3, 4]


def test_a_reset_begins_anew(caller: Caller, journal: Journal, sandbox: LocalAcme) -> None:
    """Under another name, by which a page finds out."""
    caller.send("GET", EVENTS)

    sandbox.reset()

    assert sandbox.journal.beginning != journal.beginning
    assert sandbox.journal.entries() == []
    caller.send("GET", EVENTS)
    assert numbers(sandbox.journal, 0) == [1]


def test_bodies_take_no_more_than_their_room(caller: Caller, sandbox: LocalAcme) -> None:
    """The last call is kept however large it is."""
    size = len(caller.send("GET", EVENTS).body)
    sandbox.journal = journal = Journal(calls=100, size=2 * size + 1)
    for _ in range(4):
        caller.send("GET", EVENTS)
    assert [entry.number for entry in journal.entries()] == [3, 4]
    assert len(sandbox.calls) == 4

    sandbox.journal = Journal(calls=100, size=1)
    caller.send("GET", EVENTS)
    assert len(sandbox.journal.entries()) == 1


def test_attempts_of_one_call_are_counted(caller: Caller, journal: Journal) -> None:
    """By uuid, or else by the request's own id, for each operation."""
    uuid = {**caller.headers("/v2/b2c/checkout"), "x-acme-request-uuid": caller.uuid()}
    for headers in (uuid, uuid, {**uuid, "x-acme-request-uuid": caller.uuid()}):
        caller.send("POST", "/v2/b2c/checkout", {}, headers)
    assert [entry.attempt for entry in journal.entries()] == [1, 2, 1]

    for headers in ({"x-acme-request-id": "one"}, {"x-acme-request-id": "one"}, {}):
        caller.send("GET", EVENTS, headers=headers)
    assert [entry.attempt for entry in journal.entries()] == [1, 2, 1]


def test_changes_are_counted(caller: Caller, journal: Journal) -> None:
    """Those that the control API makes."""
    caller.send("GET", EVENTS)
    caller.send("GET", "/_sandbox/state")
    caller.send("POST", "/_sandbox/clock/advance", {"seconds": 1})
    assert journal.changes == 1


def test_what_was_wrong_is_kept_in_words(caller: Caller, journal: Journal) -> None:
    """Each thing for itself, and the fault that happened."""
    headers = {"x-acme-api-key": caller.headers("/v2/b2b/")["x-acme-api-key"]}
    caller.send("POST", "/v2/b2c/checkout", {"shoppingCart": {"items": 1}}, headers)
    caller.send("GET", "/v2/nowhere")
    caller.done("POST", "/_sandbox/faults", {"kind": "status"})
    caller.send("GET", EVENTS)

    first, second, third = journal.entries()

    assert "header x-b2c-tenant-id is missing" in first.problems
    assert any(each.startswith("body.") for each in first.problems)
    assert second.problems == ("there is no /v2/nowhere",)
    assert (third.problems, third.fault) == ((), "status")


def test_no_secret_is_printed(caller: Caller, journal: Journal) -> None:
    """Whoever looks at the journal in a debugger sees neither keys nor cards."""
    caller.buy()
    text = repr(journal.entries())
    assert "b2c.checkout.create" in text
    for secret in ("4111111111111111", caller.headers("/v2/b2b/")["x-acme-api-key"]):
        assert secret not in text
