"""An authority of the tests' own, and servers on loopback that show its certificates."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import warnings
from pathlib import Path
from typing import Literal

import trustme

from tests.core.server import Server

Version = Literal["TLSv1_1", "TLSv1_2", "TLSv1_3"]


class Authority:
    """Issues certificates for this machine, or for another where a test wants a wrong one."""

    def __init__(self) -> None:
        self._authority = trustme.CA()

    def write(self, folder: Path) -> str:
        """Write the certificate that has to be trusted and return its path."""
        path = folder / "authority.pem"
        self._authority.cert_pem.write_to_path(path)
        return str(path)

    def context(
        self,
        version: Version | None = None,
        *,
        host: str = "localhost",
        ends_in: dt.timedelta = dt.timedelta(days=1),
    ) -> ssl.SSLContext:
        """Give what a server needs.

        Args:
            version: the only version of TLS that it speaks; None: those of today.
            host: for whom the certificate is.
            ends_in: how long it is still valid.

        """
        now = dt.datetime.now(dt.UTC)
        certificate = self._authority.issue_cert(
            host, not_before=now - dt.timedelta(days=30), not_after=now + ends_in
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        if version is not None:
            only(context, version)
        return context


def only(context: ssl.SSLContext, version: Version) -> None:
    """Let a context speak one version, an outdated one included."""
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        number = getattr(ssl.TLSVersion, version)
        context.minimum_version = number
        context.maximum_version = number


class TlsServer(Server):
    """A server behind TLS; arguments as `Server`, and what it shows."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__()
        self._context = context

    @property
    def url(self) -> str:
        """The base URL, by a name that certificates can be for."""
        return f"https://localhost:{self._listener.getsockname()[1]}"

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            secure = self._context.wrap_socket(connection, server_side=True)
        except OSError:
            connection.close()
            return
        super()._serve(secure, number)
