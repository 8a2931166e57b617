"""How connections are made: trusted authorities, TLS, and the proxy that the environment names."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.transport.libraries import library_named

if TYPE_CHECKING:
    import ssl

KEPT_ALIVE: Final = 5.0
"""Seconds for which an idle connection is kept; a server drops it unannounced some time later."""


def pool_settings(library: str, ca_file: str | None) -> dict[str, Any]:
    """Give the arguments of a pool; the client counts connections itself, so it has no limit."""
    return {
        "ssl_context": ssl_context(library, ca_file),
        "max_connections": None,
        "max_keepalive_connections": None,
        "keepalive_expiry": KEPT_ALIVE,
    }


@cache
def ssl_context(library: str, ca_file: str | None = None) -> ssl.SSLContext:
    """Make the one context of the process, or of an authority's file; each costs more than a call.

    Trusts what the library trusts: certifi's authorities with httpx, the system's with httpx2, or
    with both those of `SSL_CERT_FILE` or `SSL_CERT_DIR`.
    """
    import ssl

    try:
        if ca_file is None:
            context: ssl.SSLContext = library_named(library).http.create_ssl_context()
        else:
            context = ssl.create_default_context(cafile=ca_file)
    except (OSError, ValueError) as error:
        place = f"ca_file {ca_file!r}"
        if ca_file is None:
            place = f"SSL_CERT_FILE {os.environ.get('SSL_CERT_FILE')!r}"
        raise InvalidArgument(f"{place} cannot be read as certificates: {error}") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def proxy_for(base_url: str) -> str | None:
    """Give the proxy that the environment names for a host; loopback never goes through one.

    Raises:
        InvalidArgument: it is none that can be used; the message does not repeat it, for it may
            hold a password.

    """
    from importlib.util import find_spec
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(base_url)
    if parts.scheme == "http" or proxy_bypass(parts.hostname or ""):
        return None
    proxies = getproxies()
    proxy = proxies.get("https") or proxies.get("all")
    if proxy is not None and "://" not in proxy:
        proxy = f"http://{proxy}"
    if proxy is None or proxy.lower().startswith(("http://", "https://")):
        return proxy
    if not proxy.lower().startswith(("socks5://", "socks5h://")):
        raise InvalidArgument(
            "HTTPS_PROXY or ALL_PROXY is no http://, https:// or socks5:// URL of a proxy"
        )
    if find_spec("socksio") is None:
        raise InvalidArgument(
            "HTTPS_PROXY or ALL_PROXY names a SOCKS proxy, which needs: pip install 'httpx[socks]'"
        )
    return proxy
