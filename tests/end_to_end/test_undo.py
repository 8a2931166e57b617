"""An edit that a journal keeps is undone: what it changed, what it blanked, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from acme_ticketing import AcmeClient, AsyncAcmeClient, Attempt, EditJournal, Result
from acme_ticketing.errors import EditConflict, EditDamaged, NotFound
from acme_ticketing.models import Address, Customer
from acme_ticketing_core.edits.journal import JournalEntry
from acme_ticketing_sandbox import LocalAcme


@pytest.fixture
def journal(tmp_path: Path) -> EditJournal:
    """Return a journal."""
    return EditJournal(tmp_path / "edits.jsonl")


@pytest.fixture
def customer(client: AcmeClient) -> Customer:
    """Return a customer who has an address, an e-mail address and no prefix."""
    found = next(iter(client.b2b.customers.list()))
    with client.b2b.customers.edit(id=found.id) as edited:
        edited.prefix, edited.email = "", "guest@example.com"
        edited.address = [Address(is_primary=True, city="Port Example", state="ME")]
    return client.b2b.customers.get(id=found.id)


def write(sandbox: LocalAcme, customer: Customer, **fields: Any) -> None:
    """Change a customer behind the client's back."""
    whole = sandbox.state.customers.get(customer.id)
    sandbox.state.customers.replace(customer.id, {**whole, **fields})


def edited(client: AcmeClient, journal: EditJournal, customer: Customer) -> JournalEntry:
    """Change prefix and address of a customer, and return what the journal has of it."""
    with client.b2b.customers.edit(id=customer.id, journal=journal) as now:
        now.prefix = "Dr."
        now.address[0].state = "ND"
    return journal.entries()[0]


def beside(client: AcmeClient, sandbox: LocalAcme, customer: Customer, **fields: Any) -> AcmeClient:
    """Return a client beside which somebody writes after each replacement, before the next read."""

    def answered(attempt: Attempt, _result: Result) -> None:
        if attempt.operation_id == "b2b.customers.replace":
            write(sandbox, customer, **fields)

    return client.with_hooks(on_response=answered)


def same(one: Customer, other: Customer) -> bool:
    """Tell whether customers differ in nothing but the count of their changes."""
    return {**one.to_dict(), "version": 0} == {**other.to_dict(), "version": 0}


def test_undone(client: AcmeClient, journal: EditJournal, customer: Customer) -> None:
    """Everything is as it was, and the fields are told; a second time there is nothing to do."""
    entry = edited(client, journal, customer)
    edit = client.b2b.customers.edit(id=customer.id)

    assert edit.undo(entry) == ("address", "prefix")
    assert same(client.b2b.customers.get(id=customer.id), customer)
    assert edit.undo(entry) == ()


async def test_undone_awaited(
    client: AcmeClient, async_client: AsyncAcmeClient, journal: EditJournal, customer: Customer
) -> None:
    """The same, asynchronously."""
    entry = edited(client, journal, customer)

    assert await async_client.b2b.customers.edit(id=customer.id).undo(entry) == (
        "address",
        "prefix",
    )
    assert same(client.b2b.customers.get(id=customer.id), customer)


def test_what_others_changed_besides_stays(
    client: AcmeClient, journal: EditJournal, customer: Customer, sandbox: LocalAcme
) -> None:
    """Also what they wrote between the edit's writing and its reading back."""
    with pytest.raises(EditDamaged):
        edited(beside(client, sandbox, customer, lastName="Theirs"), journal, customer)
    entry = journal.entries()[0]
    write(sandbox, customer, suffix="Jr.")

    client.b2b.customers.edit(id=customer.id).undo(entry)
    now = client.b2b.customers.get(id=customer.id)

    assert entry.outcome == "damaged"
    assert (now.prefix, now.last_name, now.suffix) == ("", "Theirs", "Jr.")
    assert now.address == customer.address


@pytest.mark.parametrize("blanked", [{"email": ""}, {"address": []}])
def test_what_was_blanked_comes_back(
    client: AcmeClient,
    journal: EditJournal,
    customer: Customer,
    sandbox: LocalAcme,
    blanked: dict[str, Any],
) -> None:
    """The server lost it with an edit of something else."""
    careless, (field,) = beside(client, sandbox, customer, **blanked), blanked
    with (
        pytest.raises(EditDamaged) as damaged,
        careless.b2b.customers.edit(id=customer.id, journal=journal) as now,
    ):
        now.prefix = "Dr."

    assert damaged.value.fields == (field,)
    undone = client.b2b.customers.edit(id=customer.id).undo(journal.entries()[0])
    assert undone == tuple(sorted((field, "prefix")))
    assert same(client.b2b.customers.get(id=customer.id), customer)


@pytest.mark.parametrize(
    "since",
    [
        {"prefix": "Prof."},
        {"address": []},
        {
            "address": [
                {"isPrimary": True, "city": "Port Example", "state": "ND", "zipCode": "58503"}
            ]
        },
    ],
)
def test_what_was_changed_since_is_refused(
    client: AcmeClient,
    journal: EditJournal,
    customer: Customer,
    sandbox: LocalAcme,
    since: dict[str, Any],
) -> None:
    """One such field is enough, it is named, and nothing is sent."""
    entry = edited(client, journal, customer)
    write(sandbox, customer, **since)
    sent = len(sandbox.calls)

    with pytest.raises(EditConflict) as refused:
        client.b2b.customers.edit(id=customer.id).undo(entry)

    assert refused.value.fields == tuple(since)
    assert [each.operation_id for each in list(sandbox.calls)[sent:]] == ["b2b.customers.get"]


def test_what_somebody_put_back_is_passed_over(
    client: AcmeClient, journal: EditJournal, customer: Customer, sandbox: LocalAcme
) -> None:
    """The rest of the edit is undone."""
    entry = edited(client, journal, customer)
    write(sandbox, customer, prefix="")

    assert client.b2b.customers.edit(id=customer.id).undo(entry) == ("address",)


@pytest.mark.parametrize("verify", [True, False])
def test_what_the_server_filled_in_is_no_change(
    client: AcmeClient,
    journal: EditJournal,
    customer: Customer,
    sandbox: LocalAcme,
    *,
    verify: bool,
) -> None:
    """An address that it completed is still the edit's, read back or not."""
    address = {"isPrimary": True, "city": "Port Example", "state": "ND", "county": "Burleigh"}
    filling_in = beside(client, sandbox, customer, address=[address])
    with filling_in.b2b.customers.edit(id=customer.id, journal=journal, verify=verify) as now:
        now.address[0].state = "ND"
    entry = journal.entries()[0]

    client.b2b.customers.edit(id=customer.id).undo(entry)

    assert same(client.b2b.customers.get(id=customer.id), customer)


def test_what_is_gone(client: AcmeClient, journal: EditJournal, customer: Customer) -> None:
    """There is nothing to put it back into."""
    entry = edited(client, journal, customer)

    with pytest.raises(NotFound):
        client.b2b.customers.edit(id=1).undo(entry)
