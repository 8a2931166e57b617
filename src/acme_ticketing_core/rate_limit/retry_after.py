"""The `Retry-After` header, in both its forms, as far as it makes sense."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 3600.0
"""Seconds; the vendor blocks for a minute, so more than an hour is not meant for us."""


def retry_after(value: str | None, now: float) -> float | None:
    """Read the header as seconds from now.

    Args:
        value: seconds, or a date as HTTP writes it; None if the header is absent.
        now: the calendar time, in seconds since 1970-01-01T00:00:00Z.

    Returns:
        Seconds above 0 and at most `LONGEST`; None for anything else.

    """
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdecimal():
        seconds = float(text[:20])
    else:
        moment = _moment(text)
        if moment is None:
            return None
        seconds = moment - now
    return seconds if 0 < seconds <= LONGEST else None


def _moment(text: str) -> float | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None
