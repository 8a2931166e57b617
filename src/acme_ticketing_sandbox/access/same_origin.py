"""Who may steer a sandbox: programs of its own machine, and its own page; no page from elsewhere.

A browser sends what a page asks for to whatever address, loopback included. Three things tell such
a request from others: it comes with the `Origin` of its page, with `Sec-Fetch-Site`, or, when a name
of the page's own was made to lead here (DNS rebinding), with that name as `Host`.
"""

from __future__ import annotations

import ipaddress

from ..http.messages import Request
from ..http.refusal import Refusal

_OWN = frozenset({"same-origin", "none"})


def check_same_origin(request: Request, *, linked: bool = False) -> None:
    """Refuse a request from another machine, or from a page that is not the sandbox's own.

    Args:
        request: the request.
        linked: whether a link of another page may lead here, as it may to a page that does nothing
            by being opened.

    Raises:
        Refusal: 403.

    """
    if not is_loopback(request.ip):
        raise Refusal(403, "this answers only on the sandbox's own machine")
    host = request.headers.get("host")
    if host is not None and not _is_loopback_host(host):
        raise Refusal(
            403, f"this answers to localhost or a loopback address, not to {host[:100]!r}"
        )
    origin = request.headers.get("origin")
    if origin is not None and origin != f"http://{host}":
        raise Refusal(403, f"a page of {origin[:100]} may neither read nor change this")
    site = request.headers.get("sec-fetch-site", "none")
    opened = request.method == "GET" and request.headers.get("sec-fetch-mode") == "navigate"
    if site not in _OWN and not (linked and opened):
        raise Refusal(403, "a page from elsewhere may neither read nor change this")


def is_loopback(ip: str) -> bool:
    """Tell whether an address is this machine's own."""
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return False


def _is_loopback_host(host: str) -> bool:
    name, colon, port = host.rpartition(":")
    if not colon or not port.isdecimal():
        name = host
    name = name.lower()
    return name == "localhost" or is_loopback(name.removeprefix("[").removesuffix("]"))
