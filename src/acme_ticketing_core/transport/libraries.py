"""The HTTP library: which one, its connections, a transport that a program gives."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol, get_args

from acme_ticketing_core.errors import InvalidArgument

if TYPE_CHECKING:
    import ssl

HttpName = Literal["httpx", "httpx2", "auto"]  # auto: httpx2 where it is installed

_CORES: Final = {"httpx": "httpcore", "httpx2": "httpcore2"}


class HttpLibrary(NamedTuple):
    """A library and its core, imported."""

    http: Any
    core: Any
    stream: Any  # what its responses take for the body, made of the core's


def checked_http(name: str) -> str:
    if name not in get_args(HttpName):
        raise InvalidArgument(f"http is one of {', '.join(get_args(HttpName))}, not {name!r}")
    if name == "auto":
        return "httpx2" if find_spec("httpx2") else "httpx"
    if name == "httpx2" and not find_spec("httpx2"):
        raise InvalidArgument("http='httpx2' needs: pip install 'acme-ticketing[httpx2]'")
    return name


class _FromCore:
    _stream: Any

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._stream)


@cache
def library_named(name: str) -> HttpLibrary:
    http = import_module(name)
    stream = type("Stream", (_FromCore, http.ByteStream), {})
    return HttpLibrary(http, import_module(_CORES[name]), stream)


def library_of(transport: object, otherwise: str) -> str:
    packages = (base.__module__.partition(".")[0] for base in type(transport).__mro__)
    return next((each for each in packages if each in _CORES), otherwise)


class HttpTransport(Protocol):
    """A synchronous httpx transport, as far as it is used."""

    def handle_request(self, request: Any) -> Any: ...


class AsyncHttpTransport(Protocol):
    """An asynchronous httpx transport, as far as it is used."""

    async def handle_async_request(self, request: Any) -> Any: ...


def exchanged(transport: HttpTransport, request: Any, read: Callable[[Any], bool]) -> Any:
    """Send a request through what a program gives."""
    response = transport.handle_request(request)
    try:
        if not read(response):
            response.extensions["network_stream"].close()
    finally:
        response.close()
    return response


async def exchanged_async(
    transport: AsyncHttpTransport, request: Any, read: Callable[[Any], Awaitable[bool]]
) -> Any:
    """As `exchanged`, awaited."""
    response = await transport.handle_async_request(request)
    try:
        if not await read(response):
            await response.extensions["network_stream"].aclose()
    finally:
        await response.aclose()
    return response


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
    """Give the proxy that the environment names for a host; loopback never goes through one."""
    from urllib.parse import urlsplit
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(base_url)
    if parts.scheme == "http" or proxy_bypass(parts.hostname or ""):
        return None
    proxies = getproxies()
    proxy = (proxies.get("https") or proxies.get("all") or "").strip()
    if not proxy:
        return None
    if "://" not in proxy:
        proxy = f"http://{proxy}"
    try:
        parts = urlsplit(proxy)
        usable = parts.hostname and parts.port != 0 and proxy.isprintable()
    except ValueError:
        usable = False
    if not usable or parts.scheme not in {"http", "https", "socks5", "socks5h"}:
        raise InvalidArgument(
            "HTTPS_PROXY or ALL_PROXY is no http://, https:// or socks5:// URL of a proxy"
        )
    if parts.scheme.startswith("socks") and find_spec("socksio") is None:
        raise InvalidArgument(
            "HTTPS_PROXY or ALL_PROXY names a SOCKS proxy, which needs: pip install 'httpx[socks]'"
        )
    return proxy
