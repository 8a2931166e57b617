"""A proxy on the way: what it gets to see, who goes around it, and what its failures mean."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from acme_ticketing_core.errors import InvalidArgument, NotSent, OutcomeUnknown
from tests.core.server import Received, Server, answer, hang_up, in_turn
from tests.core.world import API_KEY, REFUND
from tests.faults.certificates import Authority, TlsServer
from tests.faults.drill import MODES, Mode

from .test_tls import call


class Proxy(Server):
    """Opens tunnels as it is asked to, and remembers for whom."""

    def __init__(self) -> None:
        super().__init__()
        self.behave = self.tunnel

    def tunnel(self, request: Received, connection: socket.socket) -> None:
        """Carry what comes, in both directions."""
        host, _, port = request.target.rpartition(":")
        with socket.create_connection((host, int(port))) as onward:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_pump, args=(onward, connection))
            back.start()
            _pump(connection, onward)
            back.join()


def _pump(source: socket.socket, goal: socket.socket) -> None:
    try:
        while piece := source.recv(65_536):
            goal.sendall(piece)
        goal.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """Yield a proxy."""
    with Proxy() as running:
        yield running


@pytest.mark.parametrize("mode", MODES)
def test_a_proxy_carries_what_it_cannot_read(
    proxy: Proxy, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: Mode
):
    """It learns the host and its own password, and never a key, a path or a body."""
    monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("://", "://user:proxy-password@"))
    with TlsServer(authority.context()) as server:
        server.behave = answer(b"7")

        assert call(server.url, mode, ca_file=authority.write(tmp_path)) == 7
        assert server.received[0].headers["x-acme-api-key"] == API_KEY
        assert "proxy-authorization" not in server.received[0].headers
        (asked,) = proxy.received
    assert (asked.method, asked.target.partition(":")[0]) == ("CONNECT", "localhost")
    assert "proxy-authorization" in asked.headers
    assert API_KEY not in str(asked)
    assert not [name for name in asked.headers if name.startswith("x-acme")]


@pytest.mark.parametrize("mode", MODES)
def test_some_hosts_go_around_it(
    proxy: Proxy, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: Mode
):
    """Those of `NO_PROXY`."""
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", "example.org,localhost")
    with TlsServer(authority.context()) as server:
        server.behave = answer(b"7")

        assert call(server.url, mode, ca_file=authority.write(tmp_path)) == 7
    assert proxy.received == []


@pytest.mark.parametrize("mode", MODES)
def test_a_proxy_that_refuses_has_carried_nothing(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch, mode: Mode
):
    """Nothing was sent, and the error does not show the proxy's password."""
    monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("://", "://user:proxy-password@"))
    proxy.behave = answer(b"no", 502)
    with pytest.raises(NotSent, match="502") as caught:
        call("https://localhost:1", mode)

    assert caught.value.attempts == 3
    assert "proxy-password" not in str(caught.value)


@pytest.mark.parametrize("mode", MODES)
def test_a_proxy_that_hangs_up_before_its_tunnel_stands_has_carried_nothing(
    proxy: Proxy, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: Mode
):
    """It has read CONNECT, and nothing of the request: that may be sent again."""
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    with TlsServer(authority.context()) as server:
        server.behave = answer(b"7")
        proxy.behave = hang_up
        with pytest.raises(NotSent, match=r"ProxyError: .*disconnected"):
            call(server.url, mode, REFUND, ca_file=authority.write(tmp_path))
        assert server.received == []

        proxy.behave = in_turn(hang_up, proxy.tunnel)
        assert call(server.url, mode, REFUND, ca_file=authority.write(tmp_path)) == 7
        assert len(server.received) == 1


@pytest.mark.parametrize("mode", MODES)
def test_a_proxy_that_hangs_up_later_may_have_carried_the_request(
    proxy: Proxy, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: Mode
):
    """Once the tunnel stands."""
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    with TlsServer(authority.context()) as server:
        server.behave = hang_up
        with pytest.raises(OutcomeUnknown):
            call(server.url, mode, REFUND, ca_file=authority.write(tmp_path))
        assert len(server.received) == 1


@pytest.mark.parametrize("mode", MODES)
def test_a_proxy_that_is_not_there_has_carried_nothing(monkeypatch: pytest.MonkeyPatch, mode: Mode):
    """A refused connection to it is one to nobody."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    monkeypatch.setenv("HTTPS_PROXY", f"127.0.0.1:{port}")
    with pytest.raises(NotSent, match="ConnectError"):
        call("https://localhost:1", mode)


@pytest.mark.parametrize(
    "proxy",
    ["ftp://user:proxy-password@host", "http://user:proxy-password@host:port", "http://",
     "http://user:proxy-password@[::1", "http://user:proxy-password@ho\tst:1"],
)  # fmt: skip
@pytest.mark.parametrize("mode", MODES)
def test_what_is_no_proxy_is_told_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, mode: Mode, proxy: str
):
    """Before anything is sent, and without its password; blanks around it are nobody's wish."""
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(InvalidArgument, match="HTTPS_PROXY or ALL_PROXY is no http") as caught:
        call("https://localhost:1", mode)
    assert "proxy-password" not in str(caught.value)
    monkeypatch.setenv("HTTPS_PROXY", " \n")
    with pytest.raises(NotSent, match="Connect"):
        call("https://localhost:1", mode)
