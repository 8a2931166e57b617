"""`acme edits undo`: what the edits of a journal changed is put back, newest first."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from acme_ticketing import AcmeClient, EditJournal
from acme_ticketing_sandbox import LocalAcme
from tests.command_line.conftest import Run


@pytest.fixture
def customer(client: AcmeClient) -> int:
    """Return the id of a customer."""
    found = next(iter(client.b2b.customers.list()))
    assert isinstance(found.id, int)
    return found.id


@pytest.fixture
def journal(tmp_path: Path) -> EditJournal:
    """Return a journal."""
    return EditJournal(tmp_path / "edits.jsonl")


def test_edits_are_undone_newest_first(
    venue: Run, client: AcmeClient, customer: int, journal: EditJournal
) -> None:
    """Two edits of one field lead back to what it was; the second run has nothing to do."""
    before = client.b2b.customers.get(id=customer)
    for name in ("Second", "Third"):
        with client.b2b.customers.edit(id=customer, journal=journal) as edited:
            edited.first_name = name

    done = venue("edits", "undo", str(journal.path))
    again = venue("edits", "undo", str(journal.path))

    after = client.b2b.customers.get(id=customer)
    assert done.status == 0, done.err
    assert done.out.splitlines() == [f"undone  b2b customers {customer}  firstName"] * 2
    assert after.first_name == before.first_name
    assert {**before.to_dict(), "version": 0} == {**after.to_dict(), "version": 0}
    assert (again.status, again.out, again.err) == (0, "", "acme: nothing to undo\n")
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


def test_what_was_changed_since_is_left(
    venue: Run, client: AcmeClient, customer: int, journal: EditJournal
) -> None:
    """Other fields do not matter; the same field does, and its own edits still are undone."""
    before = client.b2b.customers.get(id=customer)
    with client.b2b.customers.edit(id=customer, journal=journal) as edited:
        edited.prefix = "Dr."
    with client.b2b.customers.edit(id=customer, journal=journal) as edited:
        edited.last_name = "Mine"
    with client.b2b.customers.edit(id=customer) as edited:
        edited.last_name, edited.suffix = "Theirs", "Jr."

    done = venue("edits", "undo", str(journal.path))
    after = client.b2b.customers.get(id=customer)

    assert done.status == 8
    assert done.out.splitlines() == [
        f"left    b2b customers {customer}  changed since: lastName",
        f"undone  b2b customers {customer}  prefix",
    ]
    assert done.err == "acme: 1 of 2 edits were left as they are\n"
    assert (after.prefix, after.last_name, after.suffix) == (before.prefix, "Theirs", "Jr.")


def test_an_edit_that_never_arrived_is_passed_over(
    venue: Run, client: AcmeClient, customer: int, journal: EditJournal, sandbox: LocalAcme
) -> None:
    """A program that was killed while it sent leaves an edit that is not in effect."""
    with client.b2b.customers.edit(id=customer, journal=journal) as edited:
        edited.prefix = "Dr."
    first, begun, _ = journal.path.read_text().splitlines()
    arrived = json.loads(begun)
    lost = {**arrived, "id": "lost", "after": {**arrived["after"], "suffix": "Sr."}}
    lost["before"] = arrived["after"]
    journal.path.write_text(f"{first}\n{begun}\n{json.dumps(lost)}\n" + begun[: len(begun) // 2])
    version = client.b2b.customers.get(id=customer).version

    done = venue("edits", "undo", str(journal.path))

    after = client.b2b.customers.get(id=customer)
    assert done.status == 0, done.err
    assert "was not in effect" in done.out.splitlines()[0]
    assert done.out.splitlines()[1].endswith("prefix")
    assert not after.prefix
    assert after.version == version + 1
    assert sandbox.calls[-1].operation_id == "b2b.customers.get"


def test_what_is_gone_is_left(
    venue: Run, client: AcmeClient, customer: int, journal: EditJournal
) -> None:
    """An object that does not exist any more is told, and the rest goes on."""
    with client.b2b.customers.edit(id=customer, journal=journal) as edited:
        edited.prefix = "Dr."
    first, begun, _ = journal.path.read_text().splitlines()
    gone = {**json.loads(begun), "id": "gone", "arguments": {"id": 1}}
    journal.path.write_text(f"{first}\n{begun}\n{json.dumps(gone)}\n")

    done = venue("edits", "undo", str(journal.path))

    assert done.status == 8
    assert done.out.splitlines() == [
        "left    b2b customers 1  gone",
        f"undone  b2b customers {customer}  prefix",
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is no journal of edits"),
        ("hello\n", "is no journal of edits"),
        ('{"journal": 2}\n', "is no journal of edits"),
        ("[1]\n", "is no journal of edits"),
        ('{"journal": 1}\n{"id": "a", "operation": "b2b.customers.replace"}\n', "line 2"),
    ],
)
def test_what_is_no_journal_is_refused(
    venue: Run, journal: EditJournal, content: str, says: str
) -> None:
    """One line says so, and nothing is sent."""
    journal.path.write_text(content)
    done = venue("edits", "undo", str(journal.path))

    assert done.status == 2
    assert says in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    "change",
    [
        {"operation": "b2b.customers.unheardOf"},
        {"operation": "b2b.events.list"},
        {"arguments": {"self": 1}},
        {"arguments": {}},
    ],
)
def test_an_edit_of_something_unknown_is_refused(
    venue: Run,
    client: AcmeClient,
    customer: int,
    journal: EditJournal,
    change: dict[str, object],
) -> None:
    """A journal of another version, or one that somebody wrote in, is told before anything is sent."""
    with client.b2b.customers.edit(id=customer, journal=journal) as edited:
        edited.prefix = "Dr."
    first, begun, _ = journal.path.read_text().splitlines()
    other = {**json.loads(begun), "id": "other", **change}
    journal.path.write_text(f"{first}\n{json.dumps(other)}\n{begun}\n")

    done = venue("edits", "undo", str(journal.path))

    assert done.status == 2
    assert "the journal's edit other is none that this version can undo" in done.err
    assert client.b2b.customers.get(id=customer).prefix == "Dr."


def test_production_is_asked_for(
    venue: Run,
    client: AcmeClient,
    customer: int,
    journal: EditJournal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody undoes something there by mistake."""
    with client.b2b.customers.edit(id=customer, journal=journal) as edited:
        edited.prefix = "Dr."
    monkeypatch.delenv("ACME_ENVIRONMENT")

    assert venue("edits", "undo", str(journal.path)).status == 2


def test_a_missing_file(venue: Run, tmp_path: Path) -> None:
    """It is named."""
    done = venue("edits", "undo", str(tmp_path / "none.jsonl"))

    assert done.status == 2
    assert "none.jsonl" in done.err
