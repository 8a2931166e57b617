"""The samples of a call that was made make the same call, and tell no secret."""

from __future__ import annotations

import ast
import json
import shlex
from typing import Any

import pytest

from acme_ticketing.spec import operations
from acme_ticketing_sandbox import (
    API_KEY,
    Limits,
    LocalAcme,
    Request,
    VirtualClock,
    environ,
)
from acme_ticketing_sandbox.console.journal import Journal
from acme_ticketing_sandbox.samples.examples import TIME_OF_THE_EXAMPLES, Samples, samples
from acme_ticketing_sandbox.samples.sent import samples_of_sent
from docs.reference import MADE_FIRST
from tests.documentation.network import lead_to
from tests.sandbox.caller import B2B, B2C

TABLE = [row for row in operations() if row["id"] not in MADE_FIRST]
ENVIRON = environ("sandbox-10")
NEW_EACH_TIME = {"x-acme-request-uuid", "x-acme-request-id", "x-acme-session"}


@pytest.fixture(scope="module")
def venue() -> tuple[LocalAcme, Journal]:
    """Return the venue that the examples tell of, and a journal of it."""
    limits = Limits(b2b=10**6, b2c=10**6, cors=10**6)
    sandbox = LocalAcme(clock=VirtualClock(TIME_OF_THE_EXAMPLES), limits=limits)
    journal = Journal()
    sandbox.watch(journal)
    return sandbox, journal


def sent(venue: tuple[LocalAcme, Journal]) -> Samples:
    """Return the samples of the last call."""
    sandbox, journal = venue
    exchange = journal.entries()[-1].exchange
    operation = sandbox.specification.operations[exchange.call.operation_id]
    request = exchange.request
    return samples_of_sent(operation, request, operation.arguments_of(request.path))


def first_request(journal: Journal, operation_id: str) -> dict[str, Any]:
    """Return what was sent first to an operation, but for what is new each time."""
    request = next(
        entry.exchange.request
        for entry in journal.entries()
        if entry.exchange.call.operation_id == operation_id
    )
    headers = {k: v for k, v in request.headers.items() if k not in NEW_EACH_TIME}
    return {
        "path": request.path,
        "query": request.query,
        "headers": headers,
        "body": json.loads(request.body) if request.body else None,
    }


@pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")
@pytest.mark.parametrize("row", TABLE, ids=[row["id"] for row in TABLE])
def test_every_operation_is_called_alike(
    row: dict[str, Any], venue: tuple[LocalAcme, Journal], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program made of a call sends what that call sent."""
    sandbox, journal = venue
    sandbox.reset()
    lead_to(sandbox, monkeypatch)
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)
    exec(compile(samples(row).python, "example", "exec"), {"__name__": "__main__"})
    before = first_request(journal, row["id"])
    request = next(e for e in journal.entries() if e.exchange.call.operation_id == row["id"])
    operation = sandbox.specification.operations[row["id"]]
    made = samples_of_sent(
        operation, request.exchange.request, operation.arguments_of(before["path"])
    )
    sandbox.reset()

    exec(compile(made.python, "sent", "exec"), {"__name__": "__main__"})

    assert first_request(journal, row["id"]) == before
    compile(made.asynchronous, "sent", "exec")


def test_card_data_is_the_specifications_example(venue: tuple[LocalAcme, Journal]) -> None:
    """Wherever it stands in the body; a token of which there is no example is hidden."""
    card = {"manualEntryCardNumber": "4242424242424242", "cvc": "737", "expDate": "0330"}
    body = {**card, "acmeToken": "tok-secret", "notes": "card 4242 4242 4242 4242", "email": ""}
    headers = {**B2C, "x-acme-captcha-token": "captcha-secret"}
    venue[0].handle(Request.of("POST", "/v2/b2c/checkout", headers=headers, json_body=body))

    for text in sent(venue):
        for secret in ("4242", "737", "0330", "tok-secret", "captcha-secret", API_KEY):
            assert secret not in text
        assert "4111111111111111" in text


HOSTILE = [
    "'; rm -rf / #",
    '"$(reboot)`reboot`!!\\',
    "a\nb",
    "\u202eevil\u2066",
    "\x1b[2J",
    "\ud800",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_values_stay_values(venue: tuple[LocalAcme, Journal], text: str) -> None:
    """Python and shells read back the text and nothing else, and nothing hides in it."""
    body = {"items": [{"eventId": text}], "notes": text}
    venue[0].handle(Request.of("POST", "/v2/b2c/carts", headers=B2C, json_body=body))
    made = sent(venue)

    strings = [
        node.value for node in ast.walk(ast.parse(made.python)) if isinstance(node, ast.Constant)
    ]
    assert text in strings
    for command in (made.command_line, made.curl):
        (words,) = [each for each in shlex.split(command) if each.startswith("{")]
        assert json.loads(words) == body
        assert all(each.isprintable() for each in command.splitlines())


def test_values_are_of_their_types(venue: tuple[LocalAcme, Journal]) -> None:
    """Numbers, lists and times; what is no number stays a text."""
    path = "/v2/b2b/event/instances?pageSize=7&page=two&startTime=2026-06-01T09:00:00-04:00"
    venue[0].handle(Request.of("GET", path, headers=B2B))
    python = sent(venue).python

    assert "page_size=7," in python
    assert 'page="two",' in python
    assert 'datetime.fromisoformat("2026-06-01T09:00:00-04:00")' in python
    assert "for each in" not in python


def test_a_body_that_is_no_json_is_left_out(venue: tuple[LocalAcme, Journal]) -> None:
    """What was sent then is seen in the request itself."""
    headers = {**B2C, "content-type": "application/json"}
    venue[0].handle(Request("POST", "/v2/b2c/carts", headers=headers, body=b"{"))

    assert "body" not in sent(venue).python


def test_credentials_are_those_that_were_sent(venue: tuple[LocalAcme, Journal]) -> None:
    """A call with a session is a call with a session in curl."""
    headers = {"x-acme-session": "not-a-session"}
    venue[0].handle(Request.of("GET", "/v2/b2b/event/instances", headers=headers))
    assert '-H "x-acme-session: $ACME_SESSION_TOKEN"' in sent(venue).curl

    venue[0].handle(Request.of("GET", "/v2/b2b/event/instances"))
    assert '-H "x-acme-api-key: $ACME_API_KEY"' in sent(venue).curl
