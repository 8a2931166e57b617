"""The files of the page, and what a browser may do with them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from ..http.messages import Reply

_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
}
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""No script but the page's own, nothing from elsewhere, in no frame."""


def page_file(name: str) -> Reply | None:
    """Return a file of the page, or None: it has none of this name."""
    content = _contents().get(name or "index.html")
    if content is None:
        return None
    kind = _TYPES[(name or "index.html").rpartition(".")[2]]
    return Reply(200, {"content-type": kind, **HEADERS}, content)


@cache
def _contents() -> dict[str, bytes]:
    folder = files(__package__ or __name__.rpartition(".")[0]) / "page"
    return {
        file.name: file.read_bytes()
        for file in folder.iterdir()
        if file.name.rpartition(".")[2] in _TYPES
    }
