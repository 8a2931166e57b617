"""The console of one sandbox: what its page is sent.

    GET /_console/           the page, and the files that it consists of
    GET /_console/events     the calls as they come; see `event_stream`
    GET /_console/calls/12   one call, opened
    GET /_console/venue      what there is at the venue, and which calls made it
    GET /_console/settings   what the page's forms offer

What the page changes, it changes through the control API.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from ..access.origins import OWN_PAGE_HEADERS, check_same_origin
from ..faults import KINDS
from ..http.messages import Reply, Request, json_reply
from ..http.refusal import Refusal
from ..local_acme import LocalAcme
from ..seed.seed import environ
from ..specification.specification import specification
from ..state.behaviour import WAYS
from .event_stream import news
from .shown import detail
from .venue import venue_tables

PREFIX = "/_console/"
EVENTS = f"{PREFIX}events"
_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
}
# No script but the page's own, nothing from elsewhere, in no frame.
HEADERS = {
    **OWN_PAGE_HEADERS,
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
}


def console(sandbox: LocalAcme, request: Request) -> Reply:
    """Answer a request of the page, but for its events."""
    name = request.path.removeprefix(PREFIX)
    try:
        check_same_origin(request, linked=not name)
        page = _page().get(name) if request.method == "GET" else None
        return page or json_reply(200, _value(sandbox, request, name), HEADERS)
    except Refusal as refusal:
        return refusal.reply(HEADERS)


def events(sandbox: LocalAcme, request: Request) -> Iterator[bytes]:
    """Return the events for a page, or refuse with 403 that of another."""
    check_same_origin(request)
    return news(sandbox, request.headers.get("last-event-id", ""))


def _value(sandbox: LocalAcme, request: Request, name: str) -> object:
    """Return what the page shows, as it is now."""
    if request.method != "GET":
        raise Refusal(405, f"{request.path} does not take {request.method}")
    kind, _, argument = name.partition("/")
    if kind == "calls" and argument.isdecimal():
        with sandbox.locked():
            entry, state = sandbox.journal.find(int(argument)), sandbox.state
        if entry is None:
            problem = f"call {int(argument)} is not kept: it was forgotten, or never made"
            raise Refusal(404, problem)
        return detail(entry, state.venue.time_zone)
    if name == "venue":
        with sandbox.locked():
            return venue_tables(sandbox.state, sandbox.journal.entries())
    if name == "settings":
        url = f"http://{request.headers.get('host', 'localhost')}"
        return {
            "operations": sorted(specification().operations),
            "faults": KINDS,
            "duplicates": WAYS,
            "environment": {**environ(url), "ACME_URL": url},
        }
    raise Refusal(404, f"the console has no {request.path}")


@cache
def _page() -> dict[str, Reply]:
    """Return the page's files by name; without one it is the page itself."""
    found = {}
    for file in (files(__package__ or __name__.rpartition(".")[0]) / "page").iterdir():
        kind = _TYPES.get(file.name.rpartition(".")[2])
        if kind:
            headers = {"content-type": kind, **HEADERS}
            found[file.name] = Reply(200, headers, file.read_bytes())
    return {"": found["index.html"], **found}
