"""Replacing an object whole: piped in as it was read, and nothing is left out by mistake."""

from __future__ import annotations

import json

import pytest

from acme_ticketing import AcmeClient
from acme_ticketing_sandbox import LocalAcme
from tests.command_line.conftest import Run


@pytest.fixture
def before(venue: Run, client: AcmeClient) -> str:
    """Return a customer as the command line gives one."""
    customer = next(iter(client.b2b.customers.list()))
    done = venue("b2b", "customers", "get", str(customer.id), "--format", "json")
    assert done.status == 0, done.err
    return done.out


def test_an_object_is_put_back_as_it_was(venue: Run, client: AcmeClient, before: str) -> None:
    """`acme b2b customers replace < before.json` undoes whatever came between."""
    known = json.loads(before)
    with client.b2b.customers.edit(id=known["id"]) as customer:
        customer.first_name, customer.email = "Other", "other@example.com"

    done = venue("b2b", "customers", "replace", stdin=before)
    after = client.b2b.customers.get(id=known["id"]).to_dict()

    assert done.status == 0, done.err
    assert {**after, "version": 0} == {**known, "version": 0}


def test_what_would_be_blanked_is_named(venue: Run, before: str, sandbox: LocalAcme) -> None:
    """Nothing is sent; `--whole` sends it all the same."""
    known = json.loads(before)
    part = json.dumps({"id": known["id"], "address": [], "lastName": "Example"})
    refused = venue("b2b", "customers", "replace", "--body", part)
    calls = [each.operation_id for each in sandbox.calls]
    sent = venue("b2b", "customers", "replace", "--body", part, "--whole")

    assert refused.status == 2
    assert "firstName" in refused.err
    assert "lastName" not in refused.err
    assert "version" not in refused.err
    assert known["firstName"] not in refused.err
    assert calls[-1] == "b2b.customers.get"
    assert sent.status == 0, sent.err


def test_a_new_object_has_nothing_to_lose(venue: Run, sandbox: LocalAcme) -> None:
    """Without an id it is new; with one that is unknown, the server says so."""
    made = venue("b2b", "customers", "replace", "--body", '{"firstName": "Ana"}')
    unknown = venue("b2b", "customers", "replace", "--body", '{"id": 1, "firstName": "Ana"}')

    assert made.status == 0, made.err
    assert "whole" not in unknown.err
    assert sandbox.calls[-1].operation_id == "b2b.customers.replace"


def test_an_object_below_another(venue: Run, client: AcmeClient) -> None:
    """What names the upper one is given, what names the lower one stands in the body."""
    organization = next(iter(client.b2b.organizations.list()))
    assert isinstance(organization.id, int)
    contact = next(iter(client.b2b.organization_contacts.list(id=organization.id)))
    words = ("b2b", "organization-contacts", "replace", str(organization.id))
    refused = venue(*words, "--body", json.dumps({"id": contact.id}))
    sent = venue(*words, stdin=json.dumps(contact.to_dict()))

    assert refused.status == 2
    assert "blanked" in refused.err
    assert sent.status == 0, sent.err


@pytest.mark.parametrize("piped", ["", "hello", "[]"])
def test_what_is_piped_in_is_no_object(venue: Run, piped: str, sandbox: LocalAcme) -> None:
    """It is told in one message, and nothing is sent."""
    before = len(sandbox.calls)
    done = venue("b2b", "customers", "replace", stdin=piped)

    assert done.status != 0
    assert "Traceback" not in done.err
    assert piped == "[]" or len(sandbox.calls) == before
