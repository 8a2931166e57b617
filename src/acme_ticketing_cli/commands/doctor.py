"""`acme doctor`."""

from __future__ import annotations

import os
import platform
import socket
import ssl
import sys
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final
from urllib.parse import urlsplit

import click

from acme_ticketing.definition import DEFINITION
from acme_ticketing.spec import operations, provenance
from acme_ticketing_cli.errors import FAILED
from acme_ticketing_cli.settings import command, current_configuration, new_client
from acme_ticketing_core.errors import AcmeError
from acme_ticketing_core.models.values import time_of_header
from acme_ticketing_core.operations.names import snake_case
from acme_ticketing_core.rate_limit.gate import Budget, gate_for
from acme_ticketing_core.settings.configuration import Configuration
from acme_ticketing_core.settings.profiles import config_file, shown
from acme_ticketing_core.transport.libraries import proxy_for

_TIMEOUT: Final = 10.0
_SKEW: Final = 30.0
_DAYS: Final = 14
_PORTS: Final = {"http": 80, "https": 443}
_LIBRARIES: Final = ("httpx", "attrs", "orjson", "click", "rich", "jsonschema", "uvicorn")


Findings = Iterator[tuple[bool | None, str, str]]
"""Whether it is good, None where nothing can be said; what was looked at, and what was found."""


@command(
    """Check credentials and where they come from, connection, TLS, clock, limit and versions.

    Makes one harmless call (the first event) to see whether the credentials are taken.
    """
)
def doctor(**_: Any) -> None:
    failed = False
    try:
        for good, what, text in _findings():
            mark = {True: "ok", False: "FAILED", None: "-"}[good]
            click.echo(f"{mark:<7} {what:<12} {text}")
            failed |= good is False
    except AcmeError as error:
        click.echo(f"FAILED  settings     {error}")
        failed = True
    click.get_current_context().exit(FAILED if failed else 0)


def _findings() -> Findings:
    yield None, "versions", ", ".join(versions(full=True))
    file = config_file(os.environ)
    yield None, "profiles", f"{shown(file)}{'' if file.exists() else ' (no such file)'}"
    found = current_configuration()
    yield from _settings(found)
    base_url = found.environment.base_url(DEFINITION.servers)
    yield from _connection(base_url)
    yield from _call()
    yield from _limits(base_url)


def _settings(found: Configuration) -> Findings:
    place = found.sources.get("environment", "by default")
    yield None, "environment", f"{found.environment!r}, {place}"
    tenant = found.sources.get("tenant_id", "given" if found.tenant_id else "none: no b2c calls")
    yield None, "tenant", f"{found.tenant_id or ''} {tenant}".strip()
    for credential in found.credentials or ():
        kind = type(credential).__name__
        source = found.sources[snake_case(kind).removesuffix("_login")]
        yield True, "credentials", f"{kind}, {source}"
    if not found.credentials:
        yield False, "credentials", f"none; {found.looked_in}"


def _connection(base_url: str) -> Findings:
    """Look at the way that calls go, be it only as far as the proxy."""
    proxy = proxy_for(base_url)
    parts = urlsplit(proxy or base_url)
    host, secure = parts.hostname or "", proxy is None and parts.scheme == "https"
    port = parts.port or _PORTS.get(parts.scheme, 1080)
    place = f"{'the proxy ' if proxy else ''}{host} port {port}"
    began = time.monotonic()
    try:
        with socket.create_connection((host, port), timeout=_TIMEOUT) as plain:
            took = (time.monotonic() - began) * 1000
            yield True, "reachable", f"{place} in {took:.0f} ms"
            if secure:
                context = ssl.create_default_context()
                with context.wrap_socket(plain, server_hostname=host) as wrapped:
                    certificate = wrapped.getpeercert() or {}  # one that was verified has an end
                    ends = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
                    days = (ends - time.time()) / 86400
                    text = f"{wrapped.version()}, the certificate is good for {days:.0f} days"
                    yield days > _DAYS, "TLS", text
    except ssl.SSLError as error:
        yield False, "TLS", f"{error.reason or error}".lower()
    except OSError as error:
        yield False, "reachable", f"{place}: {error}"


def _call() -> Findings:
    try:
        with new_client() as client:
            began = time.monotonic()
            answer = client.raw(lambda copy: copy.b2b.events.list(page_size=1))
            took = (time.monotonic() - began) * 1000
            held = client.connections
    except AcmeError as error:
        yield False, "call", str(error)
        return
    yield True, "call", f"b2b.events.list answered in {took:.0f} ms"
    yield None, "connections", f"{held.open} open, {held.idle} idle"
    if date := time_of_header(answer.headers.get("date")):
        skew = time.time() - date.timestamp()
        yield abs(skew) < _SKEW, "clock", f"{skew:+.0f} s from the server's"


def _limits(base_url: str) -> Findings:
    for profile in DEFINITION.limits:
        reading = gate_for(Budget(urlsplit(base_url).netloc, "default", profile)).read()
        text = f"{reading.limit:.0f} calls a minute" if reading.limit else "not learned yet"
        if reading.counting:
            text += f", counted by {reading.counting} ({reading.sure:.0%} sure)"
        if reading.why:
            text += f"; {reading.why}"
        yield None, f"limit {profile}", text


def versions(*, full: bool) -> Iterator[str]:
    yield f"acme-ticketing {_version('acme-ticketing')}"
    if not full:
        return
    yield f"API operations {len(operations())}"
    yield f"Python {platform.python_version()} on {sys.platform} {platform.machine()}"
    yield from (f"{name} {_version(name)}" for name in _LIBRARIES)
    built = provenance()
    if built:
        yield from (f"{name} sha256 {digest}" for name, digest in built["sha256"].items())
        yield from (f"made with {name} {version}" for name, version in built["made-with"].items())
    else:
        yield "built from a checkout"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is not installed"
