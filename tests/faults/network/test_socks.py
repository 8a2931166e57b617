"""A SOCKS proxy on the way: it carries calls, or what it needs is named."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from acme_ticketing_core.errors import InvalidArgument, NotSent
from acme_ticketing_core.transport import libraries
from tests.core.server import answer
from tests.core.world import REFUND
from tests.faults.certificates import Authority, TlsServer
from tests.faults.drill import MODES, Mode

from .test_proxy import _pump
from .test_tls import call


class SocksProxy:
    """SOCKS 5 without a password: connects to whatever it is told to."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"socks5://127.0.0.1:{self._listener.getsockname()[1]}"
        self.hosts: list[str] = []
        self.hangs_up = ""  # "at once", or "asked for a host"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(connection,), daemon=True).start()

    def _carry(self, connection: socket.socket) -> None:
        with connection:
            connection.recv(64)  # which ways of proving who one is are known
            if self.hangs_up == "at once":
                return
            connection.sendall(b"\x05\x00")
            head = connection.recv(512)
            if self.hangs_up:
                return
            length = head[4]
            host = head[5 : 5 + length].decode() if head[3] == 3 else socket.inet_ntoa(head[4:8])
            port = int.from_bytes(head[-2:], "big")
            self.hosts.append(host)
            with socket.create_connection((host, port)) as onward:
                connection.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
                back = threading.Thread(target=_pump, args=(onward, connection))
                back.start()
                _pump(connection, onward)
                back.join()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.shutdown(socket.SHUT_RDWR)  # ends the waiting for one
        self._listener.close()


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[SocksProxy]:
    """Yield a proxy that the environment names."""
    proxy = SocksProxy()
    monkeypatch.setenv("ALL_PROXY", proxy.url)
    yield proxy
    proxy.close()


@pytest.mark.parametrize("mode", MODES)
def test_it_carries_calls(proxy: SocksProxy, tmp_path: Path, mode: Mode):
    """Through the library that httpx's extra `socks` brings."""
    authority = Authority()
    with TlsServer(authority.context()) as server:
        server.behave = answer(b"7")

        assert call(server.url, mode, ca_file=authority.write(tmp_path)) == 7
    assert proxy.hosts == ["localhost"]


@pytest.mark.parametrize("when", ["at once", "asked for a host"])
@pytest.mark.parametrize("mode", MODES)
def test_one_that_hangs_up_has_carried_nothing(proxy: SocksProxy, when: str, mode: Mode):
    """The library's own error, which no caller knows, is told as one of the proxy's."""
    proxy.hangs_up = when
    with pytest.raises(NotSent, match="ProxyError: Malformed reply") as caught:
        call("https://localhost:1", mode, REFUND)
    assert caught.value.attempts == 3


@pytest.mark.usefixtures("proxy")
@pytest.mark.parametrize("mode", MODES)
def test_what_it_needs_is_named(monkeypatch: pytest.MonkeyPatch, mode: Mode):
    """Where that library is not installed."""
    find = libraries.find_spec
    monkeypatch.setattr(
        libraries, "find_spec", lambda name: None if name == "socksio" else find(name)
    )
    with pytest.raises(InvalidArgument, match=r"pip install 'httpx\[socks\]'"):
        call("https://localhost:1", mode)
