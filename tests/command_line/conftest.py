"""`acme` against a sandbox that is served over HTTP."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from acme_ticketing import AcmeClient, ApiKey, BaseUrl, EmailLogin, PublishableKey
from acme_ticketing_cli.__main__ import main
from acme_ticketing_sandbox import (
    API_KEY,
    EMAIL,
    PASSWORD,
    PUBLISHABLE_KEY,
    TENANT_ID,
    Limits,
    LocalAcme,
    served,
)


class Done(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture(scope="session")
def sandbox() -> LocalAcme:
    """Return a strict sandbox that nobody tires out."""
    return LocalAcme(limits=Limits(b2b=100_000, b2c=100_000, cors=100_000), strict=True)


@pytest.fixture(scope="session")
def url(sandbox: LocalAcme) -> Iterator[str]:
    """Serve that sandbox."""
    with served(sandbox) as url:
        yield url


@pytest.fixture(autouse=True)
def _begin_anew(request: pytest.FixtureRequest, sandbox: LocalAcme) -> Iterator[None]:
    """Let no test see what another has bought, or changed by its own hand."""
    yield
    if sandbox.calls or "sandbox" in request.node._fixtureinfo.argnames:
        sandbox.reset()


@pytest.fixture
def client(url: str) -> Iterator[AcmeClient]:
    """Yield a client that prepares the sandbox for a command."""
    credentials = (ApiKey(API_KEY), PublishableKey(PUBLISHABLE_KEY), EmailLogin(EMAIL, PASSWORD))
    with AcmeClient(credentials, environment=BaseUrl(url), tenant_id=TENANT_ID) as client:
        yield client


@pytest.fixture
def acme(
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    tmp_path: Path,
) -> Run:
    """Return a function that runs `acme` with these words and gives how it ended."""
    monkeypatch.setenv("ACME_CONFIG_FILE", str(tmp_path / "config.toml"))

    def run(*words: str, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["acme", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsysbinary.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        written = capsysbinary.readouterr()
        out, err = (text.decode("utf-8", "replace") for text in written)
        return Done(int(end.value.code or 0), out, err)

    return run


@pytest.fixture
def venue(acme: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return `acme`, set up by environment variables for the served sandbox."""
    monkeypatch.setenv("ACME_API_KEY", API_KEY)
    monkeypatch.setenv("ACME_PUBLISHABLE_KEY", PUBLISHABLE_KEY)
    monkeypatch.setenv("ACME_EMAIL", EMAIL)
    monkeypatch.setenv("ACME_PASSWORD", PASSWORD)
    monkeypatch.setenv("ACME_ENVIRONMENT", url)
    monkeypatch.setenv("ACME_TENANT_ID", str(TENANT_ID))
    return acme
