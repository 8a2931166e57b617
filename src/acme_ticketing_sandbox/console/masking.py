"""What people are shown of requests and answers: pretty, and without what must stay secret."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from acme_ticketing_core.redaction.redaction import Headers, Redactor

from ..http.messages import Request

_MOST_CHARACTERS = 400_000
_LONGEST_SECRET = 500
_REDACTOR = Redactor()


def shown_url(request: Request) -> str:
    """Return path and query."""
    return _REDACTOR.clean(request.url)


def shown_headers(headers: Mapping[str, str]) -> list[list[str]]:
    """Return name and value of each header; `***` for a value that may be secret."""
    return [[name, value] for name, value in Headers(headers.items()).shown()]


def shown_body(content: bytes) -> dict[str, Any]:
    """Return a body as text, JSON on many lines.

    Returns:
        `text`, `bytes` (its size), and `cut`: whether more of it is not shown.

    """
    text = _pretty(content)
    cut = len(text) > _MOST_CHARACTERS
    clean = _REDACTOR.clean(text[:_MOST_CHARACTERS])
    if cut:
        # The end may be half of a secret, which nothing knows for one.
        clean = clean[:-_LONGEST_SECRET]
    return {"text": clean, "bytes": len(content), "cut": cut}


def _pretty(content: bytes) -> str:
    try:
        return json.dumps(json.loads(content), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        text = content.decode("utf-8", "replace")
    return text if "\x00" not in text else f"{len(content)} bytes that are no text"
