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
from acme_ticketing_sandbox.samples.examples import (
    TIME_OF_THE_EXAMPLES,
    samples,
    samples_of_sent,
)
from acme_ticketing_sandbox.samples.programs import Samples
from docs.reference import MADE_FIRST
from tests.documentation.network import lead_to
from tests.sandbox.caller import B2B, B2C

TABLE = [row for row in operations() if row["id"] not in MADE_FIRST]
ENVIRON = environ("sandbox-10")
NEW_EACH_TIME = {"x-acme-request-uuid", "x-acme-request-id", "x-acme-session"}


@pytest.fixture(scope="module")
def venue() -> LocalAcme:
    """Return the venue that the examples tell of."""
    limits = Limits(b2b=10**6, b2c=10**6, cors=10**6)
    return LocalAcme(clock=VirtualClock(TIME_OF_THE_EXAMPLES), limits=limits)


def sent(venue: LocalAcme) -> Samples:
    """Return the samples of the last call."""
    entry = venue.journal.entries()[-1]
    return samples_of(venue, entry.request)


def samples_of(venue: LocalAcme, request: Request) -> Samples:
    """Return the samples of a call."""
    route = venue.specification.route(request.method, request.path)
    assert route is not None
    assert route.operation is not None
    return samples_of_sent(route.operation, request, route.arguments)


def first_request(venue: LocalAcme, operation_id: str) -> Request:
    """Return what was sent first to an operation."""
    entries = venue.journal.entries()
    return next(each.request for each in entries if each.call.operation_id == operation_id)


def repeated(request: Request) -> dict[str, Any]:
    """Return what of a request is the same each time."""
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
    row: dict[str, Any], venue: LocalAcme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program made of a call sends what that call sent."""
    venue.reset()
    lead_to(venue, monkeypatch)
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)
    exec(compile(samples(row).python, "example", "exec"), {"__name__": "__main__"})
    request = first_request(venue, row["id"])
    made = samples_of(venue, request)
    venue.reset()

    exec(compile(made.python, "sent", "exec"), {"__name__": "__main__"})

    assert repeated(first_request(venue, row["id"])) == repeated(request)
    compile(made.asynchronous, "sent", "exec")


def test_card_data_is_the_specifications_example(venue: LocalAcme) -> None:
    """Wherever it stands in the body; a token of which there is no example is hidden."""
    card = {"manualEntryCardNumber": "4242424242424242", "cvc": "737", "expDate": "0330"}
    body = {**card, "acmeToken": "tok-secret", "notes": "card 4242 4242 4242 4242", "email": ""}
    headers = {**B2C, "x-acme-captcha-token": "captcha-secret"}
    venue.handle(Request.of("POST", "/v2/b2c/checkout", headers=headers, json_body=body))

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
def test_hostile_values_stay_values(venue: LocalAcme, text: str) -> None:
    """Python and shells read back the text and nothing else, and nothing hides in it."""
    body = {"items": [{"eventId": text}], "notes": text}
    venue.handle(Request.of("POST", "/v2/b2c/carts", headers=B2C, json_body=body))
    made = sent(venue)

    strings = [
        node.value for node in ast.walk(ast.parse(made.python)) if isinstance(node, ast.Constant)
    ]
    assert text in strings
    for command in (made.command_line, made.curl):
        (words,) = [each for each in shlex.split(command) if each.startswith("{")]
        assert json.loads(words) == body
        assert all(each.isprintable() for each in command.splitlines())


def test_values_are_of_their_types(venue: LocalAcme) -> None:
    """Numbers, lists and times; what is no number stays a text."""
    path = "/v2/b2b/event/instances?pageSize=7&page=two&startTime=2026-06-01T09:00:00-04:00"
    venue.handle(Request.of("GET", path, headers=B2B))
    python = sent(venue).python

    assert "page_size=7," in python
    assert 'page="two",' in python
    assert 'datetime.fromisoformat("2026-06-01T09:00:00-04:00")' in python
    assert "for each in" not in python


def test_a_body_that_is_no_json_is_left_out(venue: LocalAcme) -> None:
    """What was sent then is seen in the request itself."""
    headers = {**B2C, "content-type": "application/json"}
    venue.handle(Request("POST", "/v2/b2c/carts", headers=headers, body=b"{"))

    assert "body" not in sent(venue).python


def test_credentials_are_those_that_were_sent(venue: LocalAcme) -> None:
    """A call with a session is a call with a session in curl."""
    headers = {"x-acme-session": "not-a-session"}
    venue.handle(Request.of("GET", "/v2/b2b/event/instances", headers=headers))
    assert '-H "x-acme-session: $ACME_SESSION_TOKEN"' in sent(venue).curl

    venue.handle(Request.of("GET", "/v2/b2b/event/instances"))
    assert '-H "x-acme-api-key: $ACME_API_KEY"' in sent(venue).curl
