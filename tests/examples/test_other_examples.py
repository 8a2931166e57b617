"""Membership sync, gate and event report."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from acme_ticketing.models import Address, Customer
from acme_ticketing_sandbox import AcmeSandbox
from examples.gate_check_in.gate import Gate
from tests.end_to_end.arguments.admission import tickets
from tests.examples.conftest import Play
from tests.examples.fresh_install import environment


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


@pytest.mark.usefixtures("quick_reports")
def test_availability(play: Play, acme_sandbox: AcmeSandbox, tmp_path: Path) -> None:
    """Every event of the next days stands there once, with what the venue has of it."""
    done = play("availability/availability.py", "page.json")
    page = json.loads((tmp_path / "page.json").read_text(encoding="utf-8"))
    shown = {each["id"]: each for day in page["days"].values() for each in day}
    coming = {
        event["id"]: event for event in acme_sandbox.sandbox.state.events if event["id"] in shown
    }

    assert done.returncode == 0, done.stderr
    assert len(shown) == sum(map(len, page["days"].values())) == len(coming) > 10
    assert all(
        (each["sold"], each["capacity"]) == (coming[key]["soldQuantity"], coming[key]["capacity"])
        and each["available"] <= each["capacity"] - each["sold"]
        for key, each in shown.items()
    )
    assert sorted(page["days"]) == list(page["days"])
    assert all(
        each["start"].startswith(day) and each["start"] == coming[each["id"]]["startTime"]
        for day, events in page["days"].items()
        for each in events
    )


@pytest.mark.usefixtures("quick_reports")
def test_availability_that_fails(play: Play, acme_sandbox: AcmeSandbox, tmp_path: Path) -> None:
    """The page stays as it was, and nothing else is left behind."""
    page = tmp_path / "page.json"
    page.write_text("{}", encoding="utf-8")
    acme_sandbox.fault("html", "b2b.reportRuns.getResult", times=5)

    assert play("availability/availability.py", "page.json").returncode == 1
    assert [each.name for each in tmp_path.iterdir()] == ["page.json"]
    assert page.read_text(encoding="utf-8") == "{}"


@pytest.mark.usefixtures("quick_reports")
def test_states_are_filled_in_and_taken_back(
    play: Play, python: Path, acme_sandbox: AcmeSandbox, tmp_path: Path
) -> None:
    """Only who had no address is written, whole; undoing leaves what was changed since."""
    customers = acme_sandbox.sandbox.state.customers
    for each in customers:
        if not any(address.get("state") for address in each["address"]):
            customers.replace(each["id"], {**each, "address": []})
    before = {each["id"]: dict(each) for each in customers}
    today = datetime.now(UTC).date()
    done = play("customer_states/fill.py", str(today - timedelta(days=40)), str(today))
    filled = {
        each["id"]: each for each in customers if each["version"] != before[each["id"]]["version"]
    }
    address = {"state": "ME", "zipCode": "04101", "country": "United States"}

    assert done.returncode == 0, done.stderr
    assert len(filled) > 5
    for key, each in filled.items():
        assert before[key]["address"] == []
        assert unstamped(each) == unstamped({**before[key], "address": [address]})

    first, *rest = filled
    acme_sandbox.client().b2b.customers.replace(body=moved(acme_sandbox, first))
    command = [python.parent / "acme", "edits", "undo", "filled.jsonl"]
    undone = subprocess.run(
        list(map(str, command)), cwd=tmp_path, env=environment(**acme_sandbox.environ),
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert undone.returncode == 8, undone.stderr
    assert undone.stderr == f"acme: 1 of {len(filled)} edits were left as they are\n"
    assert all(unstamped(customers.get(key)) == unstamped(before[key]) for key in rest)
    assert customers.get(first)["address"][0]["state"] == "NH"


def unstamped(customer: dict[str, Any]) -> dict[str, Any]:
    """Return a customer without what the server writes."""
    return {name: value for name, value in customer.items() if name not in {"version", "updatedOn"}}


def moved(acme_sandbox: AcmeSandbox, id: int) -> Customer:
    """Return a customer who lives in another state now."""
    customer = acme_sandbox.client().b2b.customers.get(id=id)
    customer.address = [Address(state="NH", zip_code="03801")]
    return customer
