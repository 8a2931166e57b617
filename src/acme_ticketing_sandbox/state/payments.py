"""How an order is paid."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..values import money

CREDIT_CARD = "CreditCard"
_DIGITS = re.compile(r"[0-9]{12,19}")
_EXPIRY = re.compile(r"(0[1-9]|1[0-2])[0-9]{2}")
_TOKENS = ("acmeToken", "paymentProcessorToken")


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment; the card itself is never kept."""

    method: str  # `CreditCard`, `Cash`, `Check` or `Voucher`
    amount: Decimal | None = None  # what is paid; None: all that is due
    card: str = ""  # a fingerprint of the card, empty for other methods
    last_four: str = ""  # the card's last four digits, or empty
    reference: str = ""  # the number of a cheque or a voucher, or empty


def read_payment(
    body: dict[str, Any], problems: list[str], *, method: str | None, place: str = "body"
) -> Payment:
    """Read how a checkout is paid, by `method` or by what the body says; problems are told."""
    wanted = str(body.get("paymentMethod", CREDIT_CARD if _card(body) else "Cash"))
    chosen = method or wanted.replace(" ", "")
    charged = body.get("chargeAmount")
    amount = None if charged in (None, "") else money.amount(charged)
    if chosen != CREDIT_CARD:
        return Payment(chosen, amount, reference=str(body.get("paymentId", "")))
    number = str(body.get("manualEntryCardNumber", ""))
    if number:
        checks = (("manualEntryCardNumber", _DIGITS), ("expDate", _EXPIRY), ("cvc", None))
        for name, pattern in checks:
            value = str(body.get(name, ""))
            if not value:
                problems.append(f"{place}.{name} is missing")
            elif pattern and not pattern.fullmatch(value):
                problems.append(f"{place}.{name} is malformed")
    elif not _card(body):
        problems.append(f"{place}.manualEntryCardNumber is missing, and so are expDate and cvc")
    fingerprint = hashlib.sha256(_card(body).encode()).hexdigest()
    last_four = number[-4:] or str(body.get("ccLastFourDigits", ""))
    return Payment(chosen, amount, fingerprint, last_four)


def _card(body: dict[str, Any]) -> str:
    names = ("manualEntryCardNumber", *_TOKENS)
    return next((str(body[name]) for name in names if body.get(name)), "")
