"""Membership sync, gate and event report."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from acme_ticketing_sandbox import AcmeSandbox
from examples.gate_check_in.gate import Gate
from tests.end_to_end.arguments.admission import tickets
from tests.examples.conftest import Play


def test_membership_sync(play: Play, tmp_path: Path) -> None:
    """The first run writes every member; the next goes on from there and writes nothing twice."""
    first, second = play("membership_sync/sync.py"), play("membership_sync/sync.py")
    with closing(sqlite3.connect(tmp_path / "crm.sqlite")) as crm:
        members = crm.execute("SELECT number, name, standing FROM members").fetchall()

    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert members
    assert len({number for number, *_ in members}) == len(members)
    assert all(name and standing for _, name, standing in members)
    assert first.stdout.startswith(f"{len(members)} members changed since 2000-01-01")
    assert int(second.stdout.split()[0]) <= len(members)


def test_membership_sync_that_fails_is_repeated(
    play: Play, acme_sandbox: AcmeSandbox, tmp_path: Path
) -> None:
    """The point to go on from moves only after the rows are written."""
    acme_sandbox.fault("html", "b2b.membershipSummaries.list")

    assert play("membership_sync/sync.py").returncode == 1
    assert not (tmp_path / "membership-sync.json").exists()
    assert play("membership_sync/sync.py").returncode == 0


def test_gate(play: Play, acme_sandbox: AcmeSandbox) -> None:
    """Green once, red the second time, red for what is no ticket."""
    first, second = tickets(acme_sandbox.client())
    done = play("gate_check_in/gate.py", stdin=f"{first}\n\n{first}\n{second}\nno-ticket\n")

    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "green",
        "red",
        "green",
        "red",
    ]


def test_gate_while_acme_does_not_answer(acme_sandbox: AcmeSandbox) -> None:
    """It opens and notes it, and tells later; a strict gate stays shut."""
    client = acme_sandbox.client(deadline=2.0, retries=0)
    first, second = tickets(acme_sandbox.client())
    gate, strict = Gate(client), Gate(client, strict=True)
    acme_sandbox.fault("closed", "b2b.willCall.checkInTickets", processed=False, times=2)

    assert strict.scan(first).light == "red"
    assert gate.scan(first) == ("green", "ACME does not answer; noted")
    assert gate.noted == [first]
    assert gate.scan(second).light == "green"
    assert gate.noted == []
    assert strict.scan(first) == ("red", "used before")


def test_event_report(play: Play, tmp_path: Path) -> None:
    """A line for each show, and a picture."""
    done = play("event_report/report.py")

    assert done.returncode == 0, done.stderr
    assert " of " in done.stdout.splitlines()[0]
    assert (tmp_path / "occupancy.png").read_bytes().startswith(b"\x89PNG")
