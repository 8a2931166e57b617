"""What the exit status says, and that one line says the rest."""

from __future__ import annotations

import pytest

from acme_ticketing_cli.errors import exit_code
from acme_ticketing_core import errors
from acme_ticketing_sandbox import API_KEY, Fault, Limits, LocalAcme, served
from tests.command_line.conftest import Run

LIST = ("b2b", "events", "list-statements")
CART = ("b2c", "carts", "create", "--body", "{}")


def test_usage(venue: Run) -> None:
    """Unknown command, unknown option, unusable setting."""
    assert venue("b2b", "no-such").status == 2
    assert venue(*LIST, "--no-such").status == 2
    assert venue(*LIST, "--environment", "moon").status == 2
    assert venue(*LIST, "--profile", "nobody").status == 2


def test_missing_credentials(acme: Run, url: str) -> None:
    """The line names the variable and the file."""
    done = acme(*LIST, "--environment", url)

    assert done.status == 3
    assert done.err.count("\n") == 1
    assert "ACME_API_KEY" in done.err
    assert "config.toml" in done.err


def test_refused_credentials(venue: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key itself is not shown."""
    monkeypatch.setenv("ACME_API_KEY", "a-wrong-key")
    done = venue(*LIST)

    assert done.status == 3
    assert done.err.startswith("acme: b2b.events.listStatements: 401")
    assert "a-wrong-key" not in done.err


def test_not_found(venue: Run) -> None:
    """404, in one line."""
    done = venue("b2b", "events", "get", "5d9645340000000000000000")

    assert (done.status, done.err.count("\n")) == (5, 1)


def test_rate_limited(acme: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deadline too short for the block fails at once and says when to come back."""
    monkeypatch.setenv("ACME_API_KEY", API_KEY)
    with served(LocalAcme(limits=Limits(b2b=1))) as url:
        words = (*LIST, "--environment", url, "--deadline", "5")
        assert acme(*words).status == 0
        done = acme(*words)

    assert done.status == 4
    assert "retry at" in done.err


@pytest.mark.parametrize(
    ("words", "kind", "status"), [(LIST, "html", 1), (CART, "closed", 7), (LIST, "truncated", 1)]
)
def test_faults(
    venue: Run, sandbox: LocalAcme, words: tuple[str, ...], kind: str, status: int
) -> None:
    """A proxy's page, a lost answer, a broken one."""
    sandbox.inject_fault(Fault(kind, times=1))  # one of the kinds
    done = venue(*words)
    sandbox.faults.clear()

    assert done.status == status
    assert done.err.startswith("acme: ")


def test_nobody_listens(acme: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was sent."""
    monkeypatch.setenv("ACME_API_KEY", "k")
    with served(LocalAcme()) as url:
        gone = url
    done = acme(*LIST, "--environment", gone, "--deadline", "1")

    assert done.status == 6


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.DuplicateRequest, 8),
        (errors.DuplicateTransaction, 8),
        (errors.AnswerLost, 7),
        (errors.ServerError, 1),
        (errors.DeadlineExceeded, 6),
        (errors.ClientClosed, 2),
    ],
)
def test_every_error_has_a_status(error: type[errors.AcmeError], status: int) -> None:
    """Those that no command above meets."""
    assert exit_code(error()) == status
