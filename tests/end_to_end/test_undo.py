"""An edit that a journal keeps is undone: what it changed, what it blanked, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from acme_ticketing import AcmeClient, AsyncAcmeClient, EditJournal
from acme_ticketing.errors import EditConflict
from acme_ticketing.models import Address, Customer
from acme_ticketing_core.edits.journal import JournalEntry
from acme_ticketing_sandbox import LocalAcme

from .conftest import *  # noqa: F403 - its fixtures


@pytest.fixture
def journal(tmp_path: Path) -> EditJournal:
    """Return a journal."""
    return EditJournal(tmp_path / "edits.jsonl")


@pytest.fixture
def customer(client: AcmeClient) -> Customer:
    """Return a customer with an address of two lines."""
    found = next(iter(client.b2b.customers.list()))
    with client.b2b.customers.edit(id=found.id) as edited:
        edited.email = "guest@example.com"
        edited.address = [Address(is_primary=True, city="Port Example", state="ME")]
    return client.b2b.customers.get(id=found.id)


def put(sandbox: LocalAcme, id: int, **fields: Any) -> None:
    """Change a customer behind the client's back."""
    whole = sandbox.state.customers.get(id)
    sandbox.state.customers.replace(id, {**whole, **fields})


def edited(client: AcmeClient, journal: EditJournal, customer: Customer) -> JournalEntry:
    """Edit a customer, and return what the journal has of it."""
    with client.b2b.customers.edit(id=customer.id, journal=journal) as now:
        now.prefix = "Dr."
        now.address[0].state = "ND"
    return journal.entries()[0]
