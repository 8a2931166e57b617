"""TLS with real handshakes: what is accepted, what is refused, whom the client trusts."""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest

from acme_ticketing_core.auth.credentials import ApiKey
from acme_ticketing_core.errors import InvalidArgument, NotSent
from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.runtime.unset import UNSET
from acme_ticketing_core.settings.environments import BaseUrl
from acme_ticketing_core.transport import libraries
from acme_ticketing_sandbox import VirtualClock
from tests.core.server import answer
from tests.core.world import API_KEY, EVENT, GET_EVENT, Client, TaskClient
from tests.faults.certificates import Authority, TlsServer, Version, only
from tests.faults.drill import MODES, Mode


def call(url: str, mode: Mode, operation: Operation[Any] = GET_EVENT, **settings: Any) -> Any:
    """Call a server and give what it answers."""
    arguments, body = (EVENT, UNSET) if operation is GET_EVENT else ({}, {})
    given = {"environment": BaseUrl(url), "clock": VirtualClock(), **settings}
    if mode == "sync":
        with Client(ApiKey(API_KEY), **given) as client:
            return client.call(operation, arguments, body=body)

    async def awaiting() -> Any:
        async with TaskClient(ApiKey(API_KEY), **given) as client:
            return await client.call(operation, arguments, body=body)

    return asyncio.run(awaiting())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("version", ["TLSv1_2", "TLSv1_3"])
def test_today_s_versions_are_accepted(
    authority: Authority, tmp_path: Path, version: Version, mode: Mode
):
    """A server that speaks 1.2 only, and one that speaks 1.3 only."""
    with TlsServer(authority.context(version)) as server:
        server.behave = answer(b"7")

        assert call(server.url, mode, ca_file=authority.write(tmp_path)) == 7
        assert server.received[0].headers["x-acme-api-key"] == API_KEY


@pytest.mark.parametrize("mode", MODES)
def test_yesterday_s_version_is_refused(authority: Authority, tmp_path: Path, mode: Mode):
    """A server that speaks 1.1 only gets no request; it does work for who speaks 1.1."""
    trusted = authority.write(tmp_path)
    with TlsServer(authority.context("TLSv1_1")) as server:
        with pytest.raises(NotSent, match=r"SSL|alert"):
            call(server.url, mode, ca_file=trusted)
        assert server.received == []

        old = ssl.create_default_context(cafile=trusted)
        only(old, "TLSv1_1")
        with (
            socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2]))) as plain,
            old.wrap_socket(plain, server_hostname="localhost") as secure,
        ):
            assert secure.version() == "TLSv1.1"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("certificate", "complaint"),
    [
        ({"host": "other.example"}, "Hostname mismatch"),
        ({"ends_in": dt.timedelta(days=-1)}, "certificate has expired"),
    ],
    ids=["wrong host", "expired"],
)
def test_a_wrong_certificate_is_refused(
    authority: Authority, tmp_path: Path, certificate: Any, complaint: str, mode: Mode
):
    """Once, and not again and again: no retry makes it right."""
    with TlsServer(authority.context(**certificate)) as server:
        with pytest.raises(NotSent, match=complaint) as caught:
            call(server.url, mode, ca_file=authority.write(tmp_path))

        assert caught.value.attempts == 1
        assert server.received == []


@pytest.mark.parametrize("mode", MODES)
def test_an_unknown_authority_is_refused(authority: Authority, mode: Mode):
    """Nobody has said that it is to be trusted."""
    with TlsServer(authority.context()) as server:
        with pytest.raises(NotSent, match=r"unable to get local issuer|self-signed"):
            call(server.url, mode)
        assert server.received == []


@pytest.mark.parametrize("mode", MODES)
def test_the_environment_names_an_authority(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: Mode
):
    """`SSL_CERT_FILE`, as for curl, git and everybody."""
    monkeypatch.setenv("SSL_CERT_FILE", authority.write(tmp_path))
    with TlsServer(authority.context()) as server:
        server.behave = answer(b"7")

        assert call(server.url, mode) == 7


@pytest.mark.parametrize("mode", MODES)
def test_an_authority_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: Mode
):
    """By the name of the setting that is wrong."""
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    with pytest.raises(InvalidArgument, match=r"ca_file .*broken\.pem' cannot be read"):
        call("https://localhost:1", mode, ca_file=broken)

    for name in ("missing.pem", "broken.pem"):
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / name))
        with pytest.raises(InvalidArgument, match=f"SSL_CERT_FILE .*{name}' cannot be read"):
            call("https://localhost:1", mode)


def test_clients_share_one_context(authority: Authority, tmp_path: Path):
    """Making one costs more than a call; each set of authorities has its own."""
    trusted = authority.write(tmp_path)

    assert libraries.ssl_context("httpx", trusted) is libraries.ssl_context("httpx", trusted)
    assert libraries.ssl_context("httpx") is libraries.ssl_context("httpx")
    assert libraries.ssl_context("httpx") is not libraries.ssl_context("httpx", trusted)
