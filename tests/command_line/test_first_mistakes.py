"""What somebody meets who types `acme` for the first time: one screen, what to do, no word of Python."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from acme_ticketing import errors
from acme_ticketing_cli.errors import message
from acme_ticketing_sandbox import LocalAcme
from tests.command_line.conftest import Done, Run

PYTHON = re.compile(
    r"Traceback|credentials=|tenant_id|ApiKey|EmailLogin|\w+Error\b|Exception|None\b|aware datetime|\(…\)"
)


def told(done: Done, *, status: int) -> str:
    """Return what a command said; fail if that is no screen that a shell user can do with."""
    assert done.status == status
    assert done.out == ""
    assert len(done.err.splitlines()) <= 6
    assert not PYTHON.search(done.err)
    return done.err


@pytest.fixture
def nobody() -> Iterator[str]:
    """Return a URL at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_no_key(acme: Run) -> None:
    """The variable, the login and the profile are named."""
    said = told(acme("b2b", "events", "list"), status=3)

    assert "set ACME_API_KEY; or run acme login; or name a profile" in said
    assert "--profile NAME" in said


def test_no_tenant(acme: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is missing is asked for."""
    monkeypatch.setenv("ACME_API_KEY", "k")
    said = told(acme("b2c", "event-templates", "list"), status=3)

    assert "give --tenant ID or set ACME_TENANT_ID" in said
    assert "ACME_API_KEY" not in said


def test_a_wrong_key(venue: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way to look where it comes from, and not the key."""
    monkeypatch.setenv("ACME_API_KEY", "a-wrong-key")
    said = told(venue("b2b", "events", "list"), status=3)

    assert "acme doctor" in said
    assert "a-wrong-key" not in said


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("b2b", "event", "list"), "events"),
        (("b2b", "events", "lst"), "list"),
        (("b2b.events.list",), "acme b2b events list"),
        (("sreach", "refund"), "search"),
        (("report", "lst"), "list"),
        (("b2c", "checkout", "creat"), "create"),
    ],
)
def test_a_misspelt_command(acme: Run, words: tuple[str, ...], meant: str) -> None:
    """The command that may have been meant."""
    assert re.search(rf"did you mean .*\b{meant}", told(acme(*words), status=2))


def test_a_misspelt_option(acme: Run) -> None:
    """The option that may have been meant."""
    assert "--page-size" in told(acme("b2b", "events", "list", "--pagesize", "3"), status=2)


def test_a_misspelt_value(venue: Run) -> None:
    """The value that may have been meant; one that resembles none is the server's affair."""
    listing = ("b2b", "events", "list")
    said = told(venue(*listing, "--sales-channel", "Onlin"), status=2)

    assert "did you mean online" in said
    assert venue(*listing, "--sales-channel", "vending", "--dry-run").status == 0


@pytest.mark.parametrize("text", ["tomorrow", "2026-06-01", "2026-06-01T09:00:00"])
def test_a_date_of_another_form(venue: Run, text: str) -> None:
    """One that is right is shown; a time without an offset says nothing."""
    said = told(venue("b2b", "events", "list", "--start-time", text), status=2)

    assert "'--start-time': " in said
    assert "2026-06-01T09:00:00-07:00" in said


def test_a_missing_field(venue: Run) -> None:
    """The server's own words name it; what it answered with stands before them."""
    said = told(venue("b2b", "organizations", "create", "--body", '{"name": "Mu"}'), status=1)

    assert "400 Bad Request" in said
    assert "is missing" in said


def test_no_number_of_the_sandbox(acme: Run) -> None:
    """A sandbox has one."""
    said = told(acme("--environment", "sandbox", "b2b", "events", "list"), status=2)

    assert "sandbox-10" in said


def test_a_change_of_production(acme: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no environment is set nothing is changed unasked, and a dry run needs no answer."""
    monkeypatch.setenv("ACME_API_KEY", "k")
    monkeypatch.delenv("ACME_ENVIRONMENT", raising=False)
    create = ("b2b", "organizations", "create", "--body", "{}")
    said = told(acme(*create), status=2)

    assert "goes to production and changes it" in said
    assert "--environment" in said
    assert "--yes" in said
    assert acme(*create, "--dry-run").status == 0


def test_no_network(acme: Run, nobody: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was sent, and how to look closer."""
    monkeypatch.setenv("ACME_API_KEY", "k")
    monkeypatch.setenv("ACME_ENVIRONMENT", nobody)
    said = told(acme("b2b", "events", "list", "--deadline", "1"), status=6)

    assert "acme doctor" in said


def test_the_time_was_over_while_nobody_answered() -> None:
    """A short deadline ends in the pause before the next try; the connection is what failed."""
    over = errors.DeadlineExceeded("the deadline of the call is over")
    assert "acme doctor" not in message(over)

    over.__cause__ = errors.NotSent("not sent (ConnectError: [Errno 111] Connection refused)")
    assert "acme doctor" in message(over)


@pytest.mark.parametrize(
    ("file", "problem"),
    [("", "name a file"), ("none/x.csv", "there is no folder "), (".", "is a directory")],
)
@pytest.mark.parametrize(
    "words",
    [("b2b", "events", "list", "-o"), ("report", "run", "Sales", "-o"), ("verify", "--results")],
)
def test_a_file_that_cannot_be_written(
    venue: Run, sandbox: LocalAcme, words: tuple[str, ...], file: str, problem: str
) -> None:
    """It is told before the first call: what a changing one answers would be lost."""
    before = len(sandbox.calls)

    assert problem in told(venue(*words, file), status=2)
    assert len(sandbox.calls) == before


def test_a_missing_body(venue: Run) -> None:
    """The option that gives it is named, with its three forms."""
    for words in (("b2c", "carts", "create"), ("b2b", "organizations", "create")):
        assert "missing --body: JSON, @file.json, or - " in told(venue(*words), status=2)


def test_a_misspelt_column(venue: Run) -> None:
    """Records may have more than is known, so the answer comes all the same."""
    for form in ("json", "ndjson", "csv", "table"):
        words = ("b2b", "events", "list", "--page-size", "2", "--format", form)
        done = venue(*words, "--columns", "id,start_time,name")

        assert done.status == 0
        assert done.err == (
            "acme: the specification knows no field 'start_time'; did you mean startTime or state?\n"
        )
    one = venue("b2b", "events", "get", sandbox_id(venue), "--columns", "nmae")

    assert "the specification knows no field 'nmae'; did you mean name" in one.err


def sandbox_id(venue: Run) -> str:
    """Return the id of an event."""
    words = ("b2b", "events", "list", "--page-size", "1", "--format", "csv", "--columns", "id")
    return venue(*words).out.split()[1]


def test_a_configuration_that_cannot_be_read(acme: Run, tmp_path: Path) -> None:
    """It is named, with what is wrong."""
    file = tmp_path / "config.toml"
    for content, problem in ((b"\xff\xfe", "it is no text in UTF-8"), (b"[profiles", "is no TOML")):
        file.write_bytes(content)
        assert problem in told(acme("b2b", "events", "list"), status=2)
    file.unlink()
    file.mkdir()
    assert "Is a directory" in told(acme("b2b", "events", "list"), status=2)
