"""What a browser needs to hear before it lets a page read an answer (page 33000250713)."""

from __future__ import annotations

from collections.abc import Mapping

from ..http.messages import Reply, Request
from ..http.refusal import Refusal

CORS_PATH = "/v2/b2c/cors/"
_HEADERS = (
    "content-type, x-acme-pub-api-key, x-b2c-tenant-id, x-acme-browser-ip, "
    "x-acme-request-uuid, x-acme-captcha-token, x-acme-request-id"
)


def check_origin(request: Request, origins: frozenset[str]) -> None:
    """Refuse a page that is served from an origin that the venue did not register.

    Raises:
        Refusal: 403.

    """
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
