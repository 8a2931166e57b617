"""Every operation of the table is a command, and does over HTTP what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from acme_ticketing import AcmeClient, spec
from acme_ticketing_core.models.values import write_any
from acme_ticketing_core.operations.names import kebab_case, option_name
from acme_ticketing_sandbox import (
    API_KEY,
    PASSWORD,
    PUBLISHABLE_KEY,
    AdjustableClock,
    Limits,
    LocalAcme,
    served,
)
from generator.naming.names import argument_name
from tests.command_line.conftest import Run
from tests.end_to_end.arguments import ARGUMENTS

TABLE = spec.operations()

pytestmark = pytest.mark.usefixtures("quick_reports")


@pytest.fixture(scope="module")
def sandbox() -> LocalAcme:
    """Return a venue whose time stands still: it begins anew in a sixth of the time."""
    clock = AdjustableClock()
    clock.freeze()
    roomy = Limits(b2b=100_000, b2c=100_000, cors=100_000)
    return LocalAcme(clock=clock, limits=roomy, strict=True)


@pytest.fixture(scope="module")
def url(sandbox: LocalAcme) -> Iterator[str]:
    """Serve it."""
    with served(sandbox) as url:
        yield url


def words(row: dict[str, Any], arguments: dict[str, Any]) -> list[str]:
    """Write a call as a person types it."""
    options: list[str] = []
    way: list[str] = []
    for parameter in row["parameters"]:
        value = arguments.get(argument_name(parameter["name"], parameter["location"]))
        if value is None:
            continue
        if parameter["location"] == "path":
            way.append(text(value))
        else:
            for each in value if isinstance(value, list) else [value]:
                options += [f"--{option_name(parameter)}", text(each)]
    if "body" in arguments:
        options += ["--body", json.dumps(write_any(arguments["body"]))]
    return [*map(kebab_case, row["id"].split(".")), *options, "--", *way]


def text(value: Any) -> str:
    """Write an argument."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


@pytest.mark.parametrize("row", TABLE, ids=[row["id"] for row in TABLE])
def test_operation(row: dict[str, Any], venue: Run, client: AcmeClient, sandbox: LocalAcme) -> None:
    """The sandbox carries out exactly the operation that was typed."""
    prepare = ARGUMENTS.get(row["id"])
    done = venue(*words(row, prepare(client) if prepare else {}))

    assert done.status == 0, done.err
    assert ("deprecated" in done.err) == bool(row["deprecated"])
    assert done.err.count("\n") == bool(row["deprecated"])
    assert (sandbox.calls[-1].operation_id, sandbox.calls[-1].carried_out) == (row["id"], True)


@pytest.mark.parametrize("row", TABLE, ids=[row["id"] for row in TABLE])
def test_dry_run(row: dict[str, Any], venue: Run, client: AcmeClient, sandbox: LocalAcme) -> None:
    """What would be sent is shown without secrets, and not sent."""
    prepare = ARGUMENTS.get(row["id"])
    typed = words(row, prepare(client) if prepare else {})
    before = len(sandbox.calls)
    done = venue(*typed[: typed.index("--")], "--dry-run", *typed[typed.index("--") :])

    assert done.status == 0, done.err
    assert len(sandbox.calls) == before
    method, address = done.out.splitlines()[0].split(" ")
    assert method == row["method"]
    assert re.search(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(row["path"])), address)
    for credential in (API_KEY, PUBLISHABLE_KEY, PASSWORD, "4111111111111111"):
        assert credential not in done.out
    assert ("\n\n" in done.out) == ("--body" in typed)


@pytest.mark.parametrize("row", TABLE, ids=[row["id"] for row in TABLE])
def test_help(row: dict[str, Any], acme: Run) -> None:
    """Help says what it does, how it travels, and every parameter."""
    done = acme(*map(kebab_case, row["id"].split(".")), "--help")

    assert done.status == 0
    assert f"{row['method']} {row['path']}" in done.out.replace("\n  ", "")
    for parameter in row["parameters"]:
        name = option_name(parameter)
        assert (name.upper() if parameter["location"] == "path" else f"--{name}") in done.out
