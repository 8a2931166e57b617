"""Which redirects are followed: those that stay at the same origin and cannot change the call.

A redirect to another host would carry the credentials there, whatever it looks like, so it is an
answer like any other that is none of this API's (`UnexpectedAnswer`).
"""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from acme_ticketing_core.transport.steps import Request, Response

MOST_REDIRECTS: Final = 5
"""Redirects of one call that are followed; more are a circle."""

_KEEP_THE_METHOD: Final = frozenset({307, 308})
_READ_ELSEWHERE: Final = frozenset({301, 302, 303})


def followed(request: Request, response: Response) -> Request | None:
    """Give the request that a redirect asks for, or None if it is none that may be followed.

    307 and 308 say that nothing was done here. The others turn a request into a GET, so only a
    GET follows them.
    """
    if response.status not in _KEEP_THE_METHOD and not (
        response.status in _READ_ELSEWHERE and request.method == "GET"
    ):
        return None
    location = response.headers.get("location", "")
    if not location or not location.isascii() or not location.isprintable() or "\\" in location:
        return None
    try:
        here, there = urlsplit(request.url), urlsplit(urljoin(request.url, location))
        if _origin(here) != _origin(there) or "@" in there.netloc:
            return None
    except ValueError:
        return None
    # Put together from our own origin: no reading of the location can lead to another one.
    query = f"?{there.query}" if there.query else ""
    path = there.path.replace(" ", "%20") or "/"
    return request.with_url(f"{here.scheme}://{here.netloc}{path}{query}")


def _origin(parts: SplitResult) -> tuple[str, str | None, int]:
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
