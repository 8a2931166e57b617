"""Every sample of every operation runs, against the venue that the examples tell of."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from acme_ticketing import AcmeClient, ApiKey, BaseUrl, models
from acme_ticketing.spec import operations
from acme_ticketing_cli.__main__ import main
from acme_ticketing_sandbox import (
    API_KEY,
    TENANT_ID,
    Limits,
    LocalAcme,
    SandboxTransport,
    VirtualClock,
    environ,
    served,
)
from acme_ticketing_sandbox.samples.examples import TIME_OF_THE_EXAMPLES, samples
from acme_ticketing_sandbox.samples.programs import Samples
from docs.reference import MADE_FIRST
from tests.documentation.network import lead_to
from tests.end_to_end.arguments import ARGUMENTS

TABLE = operations()

ENVIRON = environ("sandbox-10")

Prepare = Callable[[AcmeClient], dict[str, str]]


def _own(operation_id: str, argument: str, example: str) -> tuple[str, Prepare]:
    """Let a sample name what was made for it, where the example names what comes and goes."""
    return operation_id, lambda client: {example: str(ARGUMENTS[operation_id](client)[argument])}


def _own_reservation(client: AcmeClient) -> dict[str, str]:
    made: models.Reservation = ARGUMENTS["b2b.reservations.replace"](client)["body"]
    return {"88031": str(made.id)}


MADE_BEFORE: dict[str, Prepare] = dict(
    [
        _own("b2b.eventTemplates.delete", "id", "5d96453460309f26d082bca0"),
        _own("b2b.reservations.get", "id", "88031"),
        _own("b2b.reservations.delete", "id", "88031"),
        ("b2b.reservations.replace", _own_reservation),
        _own("b2b.reportRuns.get", "id", "771204"),
        _own("b2b.reportRuns.getResult", "id", "771204"),
        _own("b2b.reportRuns.getCsv", "id", "771204"),
    ]
)


@pytest.fixture(scope="module")
def clock() -> VirtualClock:
    """Return the clock of the venue."""
    return VirtualClock(TIME_OF_THE_EXAMPLES)


@pytest.fixture(scope="module")
def sandbox(clock: VirtualClock) -> LocalAcme:
    """Return the venue."""
    return LocalAcme(clock=clock, limits=Limits(b2b=10**6, b2c=10**6, cors=10**6))


@pytest.fixture(scope="module")
def url(sandbox: LocalAcme) -> Iterator[str]:
    """Serve the venue, for curl."""
    with served(sandbox) as url:
        yield url


@pytest.fixture(autouse=True)
def _surroundings(sandbox: LocalAcme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lead the network to the venue, which begins anew, and set the credentials."""
    sandbox.reset()
    lead_to(sandbox, monkeypatch)
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)


def ready(row: dict[str, Any], sandbox: LocalAcme, clock: VirtualClock) -> Samples:
    """Make the samples of an operation, and what they name."""
    prepare = MADE_BEFORE.get(row["id"])
    if prepare is None:
        return samples(row)
    transport = SandboxTransport(sandbox)
    with AcmeClient(
        ApiKey(API_KEY),
        environment=BaseUrl("https://prepare.example.com"),
        tenant_id=TENANT_ID,
        transport=transport,
        clock=clock,
    ) as client:
        replaced = prepare(client)
    texts = samples(row)
    for old, new in replaced.items():
        assert all(old in text for text in texts)
        texts = Samples(*(text.replace(old, new) for text in texts))
    return texts


def done(sandbox: LocalAcme) -> tuple[str, bool]:
    """Return what the venue did last."""
    return sandbox.calls[-1].operation_id, sandbox.calls[-1].carried_out


def test_what_must_be_made_first_is_said() -> None:
    """The reference gives a command that works alone for every other operation."""
    assert set(MADE_BEFORE) == MADE_FIRST


every_operation = pytest.mark.parametrize("row", TABLE, ids=[row["id"] for row in TABLE])
deprecated = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")


@deprecated
@every_operation
def test_python(row: dict[str, Any], sandbox: LocalAcme, clock: VirtualClock) -> None:
    """The synchronous and the asynchronous program do what the page says."""
    for text in ready(row, sandbox, clock)[:2]:
        before = len(sandbox.calls)
        exec(compile(text, row["id"], "exec"), {"__name__": "__main__"})

        assert len(sandbox.calls) > before
        assert done(sandbox) == (row["id"], True)
        sandbox.reset()
        if row["id"] in MADE_BEFORE:
            break


@every_operation
def test_command_line(
    row: dict[str, Any],
    sandbox: LocalAcme,
    clock: VirtualClock,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
) -> None:
    """The command is typed into a shell that only tells what words it saw."""
    text = ready(row, sandbox, clock).command_line
    told = subprocess.run(
        ["bash", "-c", f"acme() {{ printf '%s\\0' \"$@\"; }}; {text}"],
        capture_output=True,
        text=True,
        check=True,
    )
    words = told.stdout.split("\0")[:-1]
    monkeypatch.setattr(sys, "argv", ["acme", *words, "--output", str(tmp_path / "out")])
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    with pytest.raises(SystemExit) as end:
        main()

    assert end.value.code == 0
    assert done(sandbox) == (row["id"], True)


@every_operation
def test_curl(row: dict[str, Any], sandbox: LocalAcme, clock: VirtualClock, url: str) -> None:
    """curl, over HTTP."""
    text = ready(row, sandbox, clock).curl.replace("$(uuidgen)", str(uuid4()))
    ran = subprocess.run(
        ["bash", "-c", text.replace("curl ", "curl -sS --fail-with-body -o /dev/null ", 1)],
        env={**os.environ, "ACME_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert done(sandbox) == (row["id"], True)


def test_what_is_made_before_is_still_an_operation() -> None:
    """A renamed operation does not leave its preparation behind."""
    assert set(MADE_BEFORE) <= {row["id"] for row in TABLE}
