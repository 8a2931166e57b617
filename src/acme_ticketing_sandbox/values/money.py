"""Amounts: exact decimals inside, text with two places on the wire."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
# Of amounts that come in: no sum and no product of them outgrows the precision of exact arithmetic.
LIMIT = Decimal(10**12)


def amount(value: object) -> Decimal:
    """Return `value`, a number or its text, as an exact amount rounded to cents.

    `ValueError`: it is no number, or too great for exact arithmetic.
    """
    try:
        rounded = Decimal(str(value)).quantize(CENT, ROUND_HALF_UP)
    except InvalidOperation:
        rounded = Decimal("NaN")
    if rounded.is_nan():
        raise ValueError(f"{value!r} is no amount of money")
    return rounded


def text(value: Decimal) -> str:
    """Return the amount as the API writes it: `25.00`."""
    return str(value.quantize(CENT, ROUND_HALF_UP))
