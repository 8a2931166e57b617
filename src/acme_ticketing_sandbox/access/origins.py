"""Which web pages may call the venue, and which may steer the sandbox.

The venue answers pages of the origins that it registered (page 33000250713). The sandbox is steered
by programs of its own machine and by its own page, by no page from elsewhere. A browser sends what a
page asks for to whatever address, loopback included. Three things tell such a request from others:
it comes with the `Origin` of its page, with `Sec-Fetch-Site`, or, when a name of the page's own was
made to lead here (DNS rebinding), with that name as `Host`.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from ..http.messages import Reply, Request
from ..http.refusal import Refusal

CORS_PATH = "/v2/b2c/cors/"
_HEADERS = (
    "content-type, x-acme-pub-api-key, x-b2c-tenant-id, x-acme-browser-ip, "
    "x-acme-request-uuid, x-acme-captcha-token, x-acme-request-id"
)
_OWN = frozenset({"same-origin", "none"})
# With them no page from elsewhere, and no cache, has an answer to the sandbox's own page.
OWN_PAGE_HEADERS = {
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


def check_origin(request: Request, origins: frozenset[str]) -> None:
    """Refuse with 403 a page that is served from an origin that the venue did not register."""
    origin = request.headers.get("origin")
    if origin and origin not in origins:
        raise Refusal(403, f"the origin {origin} is not registered for this publishable key")


def origin_headers(request: Request, origins: frozenset[str]) -> Mapping[str, str]:
    """Return the headers that let the page read the answer."""
    origin = request.headers.get("origin", "")
    allowed = {"access-control-allow-origin": origin} if origin in origins else {}
    return {**allowed, "vary": "Origin"}


def preflight(request: Request, methods: tuple[str, ...], origins: frozenset[str]) -> Reply:
    """Answer the browser's question whether it may call at all.

    An origin that is not registered hears no permission, and the browser stops there.
    """
    return Reply(
        204,
        {
            **origin_headers(request, origins),
            "access-control-allow-methods": ", ".join((*methods, "OPTIONS")),
            "access-control-allow-headers": _HEADERS,
            "access-control-max-age": "600",
        },
    )


def check_same_origin(request: Request, *, linked: bool = False) -> None:
    """Refuse with 403 a request from another machine, or from a page not the sandbox's own.

    `linked`: a link of another page may lead here, as to a page that does nothing by being opened.
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
