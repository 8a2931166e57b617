"""A purchase in doubt at the shell: what is told of it, and the command that finds out."""

from __future__ import annotations

import json
import re
import shlex
import socket
from datetime import UTC, datetime
from typing import Literal

import pytest

from acme_ticketing import AcmeClient
from acme_ticketing_sandbox import TENANT_ID, Fault, LocalAcme
from tests.command_line.conftest import Run
from tests.core.interrupts import Interrupts
from tests.core.server import Received, Server

SETTLE = ("b2c", "checkout", "settle", "--request-uuid", "7d444840-9dc0-11d1-b245-5ffdce74fad2")


def _body(client: AcmeClient) -> str:
    event = next(each for each in client.b2b.events.list() if each.available)
    assert event.price_list
    assert event.price_list.prices
    adult = event.price_list.prices[0].person_type
    assert adult
    line = {"eventId": event.id, "ticketingTypeId": adult.id, "quantity": 2}
    card = {"manualEntryCardNumber": "4111111111111111", "cvc": "123", "expDate": "0930"}
    cart = {"shoppingCart": {"items": [line]}}
    return json.dumps({"email": "guest@example.com", **cart, **card})


@pytest.mark.parametrize("kind", ["closed", "empty"])
def test_the_command_that_is_told_finds_the_order(
    venue: Run, client: AcmeClient, sandbox: LocalAcme, kind: Literal["closed", "empty"]
) -> None:
    """Whether no answer came or one that cannot be read: status 7, and never the card."""
    body = _body(client)
    sandbox.inject_fault(Fault(kind, "b2c.checkout.create"))
    bought = venue("b2c", "checkout", "create", "--browser-ip", "203.0.113.7", "--body", body)

    assert bought.status == 7
    assert "4111111111111111" not in bought.err
    told = re.search(r"acme (b2c checkout settle) --body JSON (.*) finds out", bought.err)
    assert told
    found = venue(*told[1].split(), *told[2].split(), "--body", body)
    assert (found.status, json.loads(found.out)["email"]) == (0, "guest@example.com")


def test_the_command_that_is_told_goes_to_the_same_place(
    venue: Run, url: str, client: AcmeClient, sandbox: LocalAcme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The options of the command that bought are repeated, for without them it would search elsewhere."""
    monkeypatch.delenv("ACME_ENVIRONMENT")
    body = _body(client)
    sandbox.inject_fault(Fault("closed", "b2c.checkout.create"))
    monkeypatch.delenv("ACME_TENANT_ID")
    here = ("--environment", url, "--tenant", str(TENANT_ID))
    buy = ("b2c", "checkout", "create", "--browser-ip", "203.0.113.7", "--body", body)
    bought = venue(*here, *buy)

    told = re.search(r"acme (b2c checkout settle) --body JSON (.*) finds out", bought.err)
    assert told
    found = venue(*told[1].split(), *shlex.split(told[2]), "--body", body)
    assert (found.status, json.loads(found.out)["email"]) == (0, "guest@example.com")


def test_an_interruption_tells_of_a_purchase_that_was_sent(
    venue: Run, client: AcmeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C while it is in the air: nobody else knows its uuid."""
    body = _body(client)
    with Server() as server, Interrupts() as interrupts:

        def hang(_request: Received, _connection: socket.socket) -> None:
            interrupts.interrupt()

        server.behave = hang
        monkeypatch.setenv("ACME_ENVIRONMENT", server.url)
        bought = venue("b2c", "checkout", "create", "--browser-ip", "203.0.113.7", "--body", body)
        uuid = server.received[0].headers["x-acme-request-uuid"]

    assert bought.status == 7
    assert f"acme b2c checkout settle --body JSON --request-uuid {uuid} --since " in bought.err
    assert "4111111111111111" not in bought.err


def test_it_looks_no_longer_than_the_deadline(venue: Run, client: AcmeClient) -> None:
    """And says that this was too short to know."""
    body = _body(client)
    done = venue(*SETTLE, "--since", "2999-01-01T00:00:00Z", "--body", body)
    assert (done.status, "lies ahead" in done.err) == (2, True)

    now = datetime.now(UTC).isoformat()
    done = venue(*SETTLE, "--since", now, "--body", body, "--deadline", "0.01")
    assert done.status == 7
    assert "no order was found in 0.01 s" in done.err


def test_without_credentials_it_says_so(acme: Run, url: str, client: AcmeClient) -> None:
    """As any command: that is nothing about the purchase."""
    since = ("--since", "2026-06-01T09:00:00Z", "--environment", url)
    done = acme(*SETTLE, *since, "--body", _body(client))

    assert done.status == 3
    assert "ACME_API_KEY" in done.err
