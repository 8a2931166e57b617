"""The `format`s of the specification, checked."""

from __future__ import annotations

import ipaddress
import re
from datetime import date, datetime
from typing import Any

from jsonschema import FormatChecker

# RFC 3339: the offset is required, and may not be written without its colon.
_DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)"
)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DECIMAL = re.compile(r"-?\d+(\.\d+)?")


def _text(check: Any) -> Any:
    """Let values of other types pass: a format says nothing about them."""
    return lambda value: not isinstance(value, str) or check(value)


def _date_time(value: str) -> bool:
    if not _DATE_TIME.fullmatch(value):
        return False
    datetime.fromisoformat(value.upper())
    return True


def _checker() -> FormatChecker:
    checker = FormatChecker(formats=())
    checks: dict[str, Any] = {
        "date-time": _date_time,
        "date": lambda value: len(value) == 10 and bool(date.fromisoformat(value)),
        "uuid": _UUID.fullmatch,
        "ipv4": ipaddress.IPv4Address,
        "ipv6": ipaddress.IPv6Address,
        "decimal": _DECIMAL.fullmatch,
        "email": lambda value: re.fullmatch(r"[^@\s]+@[^@\s]+", value),
    }
    for name, check in checks.items():
        checker.checks(name, raises=ValueError)(_text(check))
    checker.checks("int64")(_fits_in_64_bits)
    return checker


def _fits_in_64_bits(value: object) -> bool:
    return not isinstance(value, (int, float)) or -(2**63) <= value < 2**63


CHECKER = _checker()
