"""Random edits, with faults and somebody else between them, and all of them undone at the end."""

from __future__ import annotations

import random
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from acme_ticketing import AcmeClient, ApiKey, EditJournal, Sandbox
from acme_ticketing.errors import AcmeError, EditConflict
from acme_ticketing_sandbox import API_KEY, LocalAcme, SandboxTransport, VirtualClock

FIELDS = {
    "prefix": "prefix", "firstName": "first_name", "lastName": "last_name", "suffix": "suffix",
    "email": "email", "phoneNumber": "phone_number",
}  # fmt: skip
FAULTS = ("unsent", "busy before", "busy after", "lost", "cut")
EDITS = 8
_egresses = (f"random undo {number}" for number in count())


class Way(httpx.BaseTransport):
    """Reaches the venue, with faults; somebody else writes whenever nobody is about to."""

    def __init__(self, chance: random.Random, acme: LocalAcme, customer: int) -> None:
        self.chance, self.acme, self.customer = chance, acme, customer
        self.inner = SandboxTransport(acme)
        self.trouble = self.others = 0.0
        self.written: set[str] = set()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass a request on, or not."""
        fault = self.chance.choice(FAULTS) if self.chance.random() < self.trouble else ""
        if fault == "unsent":
            raise httpx.ConnectError("refused", request=request)
        if fault == "busy before":
            return httpx.Response(503, text="busy", request=request)
        response = self.inner.handle_request(request)
        if request.method == "PUT" and self.chance.random() < self.others:
            self.write(self.chance.choice(sorted(FIELDS)))
        if fault == "busy after":
            return httpx.Response(503, text="busy", request=request)
        if fault == "lost":
            raise httpx.ReadError("connection reset", request=request)
        if fault == "cut":
            return httpx.Response(200, content=response.read()[:-20], request=request)
        return response

    def write(self, field: str) -> None:
        """Write as somebody else."""
        self.written.add(field)
        value = f"their {self.chance.randrange(10_000)}"
        customers = self.acme.state.customers
        whole = customers.get(self.customer)
        changed = {field: value, "version": whole["version"] + 1}
        customers.replace(self.customer, {**whole, **changed})

    def shown(self) -> dict[str, Any]:
        """Return what the venue has of the customer, without the count of changes."""
        customer = self.acme.state.customers.get(self.customer)
        return {k: v for k, v in customer.items() if k not in {"version", "updatedOn"}}


def undo(client: AcmeClient, journal: EditJournal) -> int:
    """Undo all that can be, newest first, as `acme edits undo` does; return how many are left."""
    left = 0
    for entry in journal.entries():
        try:
            client.b2b.customers.edit(**entry.arguments).undo(entry)
        except EditConflict:
            left += 1
    return left


def edit(client: AcmeClient, customer: int, journal: EditJournal, values: dict[str, str]) -> None:
    """Edit a customer; however that ends."""
    with (
        suppress(AcmeError),
        client.b2b.customers.edit(id=customer, journal=journal) as edited,
    ):
        for field, value in values.items():
            setattr(edited, FIELDS[field], value)


def linked(edits: list[set[str]]) -> list[set[str]]:
    """Return the fields that edits changed together, directly or by others between them."""
    groups: list[set[str]] = []
    for fields in edits:
        joined = set(fields).union(*(group for group in groups if group & fields))
        groups = [group for group in groups if not group & fields] + [joined]
    return groups


@pytest.mark.parametrize("others", [0.0, 0.1], ids=["alone", "with others"])
@pytest.mark.parametrize("seed", range(15))
def test_what_was_not_changed_since_is_as_it_was(seed: int, others: float, tmp_path: Path) -> None:
    """However the edits ended: nothing of theirs is lost, and what they did not touch is back."""
    chance, clock = random.Random(seed), VirtualClock()
    journal, acme = EditJournal(tmp_path / "edits.jsonl"), LocalAcme(clock=clock)
    customer = next(iter(acme.state.customers))["id"]
    way = Way(chance, acme, customer)
    before = way.shown()
    edits = [set(chance.sample(sorted(FIELDS), chance.choice((1, 2)))) for _ in range(EDITS)]
    with AcmeClient(
        ApiKey(API_KEY), environment=Sandbox(10), transport=way, clock=clock, deadline=None,
        egress=next(_egresses),
    ) as client:  # fmt: skip
        way.trouble, way.others = 0.25, others
        for number, fields in enumerate(edits):
            edit(client, customer, journal, {each: f"my {number} {each}" for each in fields})
        way.trouble = way.others = 0.0
        between = way.shown()
        left = undo(client, journal)
    after = way.shown()

    assert between != before
    assert before.keys() == between.keys() == after.keys()
    theirs = {field for field in before if str(between[field]).startswith("their")}
    assert {field: after[field] for field in theirs} == {field: between[field] for field in theirs}
    back = set(before) - theirs - set().union(*(g for g in linked(edits) if g & way.written))
    assert {field: after[field] for field in back} == {field: before[field] for field in back}
    assert others or (left == 0 and after == before)
