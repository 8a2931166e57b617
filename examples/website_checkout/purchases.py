"""Purchases that survive a crash: written down before they are sent, settled at the next start.

A process can die between sending a purchase and reading the answer. What was written down before
(the uuid, when it was first sent, who buys what; never the card) is enough to find out later what
became of it, so nobody is charged twice and nobody waits for a ticket in vain.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from acme_ticketing import UNSET, AsyncAcmeClient, Bought, NotFound
from acme_ticketing.errors import NotBought, PurchaseInDoubt, StatusError
from acme_ticketing.models import CheckoutInput

CARD = ("manual_entry_card_number", "cvc", "exp_date")


class Ledger:
    """What became of each purchase, in a file.

    States: `unknown` until something is known, then `bought` or `not bought`.
    """

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.execute(
            "create table if not exists purchases"
            " (uuid text primary key, sent_at text, body text, state text, note text)"
        )

    def begin(self, uuid: UUID, body: CheckoutInput, now: datetime) -> datetime | None:
        """Write down what is about to be sent; if it was before, return when."""
        kept = copy(body)
        for name in CARD:
            setattr(kept, name, UNSET)
        row = (str(uuid), now.isoformat(), json.dumps(kept.to_dict()), "unknown", "")
        if self._file.execute("insert or ignore into purchases values (?,?,?,?,?)", row).rowcount:
            return None
        (sent_at,) = self._file.execute(
            "select sent_at from purchases where uuid = ?", (str(uuid),)
        ).fetchone()
        return datetime.fromisoformat(sent_at)

    def end(self, uuid: UUID, state: str, note: str = "") -> None:
        """Write down what became of it."""
        self._file.execute(
            "update purchases set state = ?, note = ? where uuid = ?", (state, note, str(uuid))
        )

    def read(self, uuid: UUID) -> tuple[str, str]:
        """Return state and note of a purchase: the order's number, or why nothing was bought."""
        row: tuple[str, str] | None = self._file.execute(
            "select state, note from purchases where uuid = ?", (str(uuid),)
        ).fetchone()
        return row or ("not bought", "")

    def unknown(self) -> Iterator[tuple[UUID, datetime, CheckoutInput]]:
        """Yield the purchases of which nobody knows yet what became of them."""
        query = "select uuid, sent_at, body from purchases where state = 'unknown'"
        for uuid, sent_at, body in self._file.execute(query).fetchall():
            yield (
                UUID(uuid),
                datetime.fromisoformat(sent_at),
                CheckoutInput.from_dict(json.loads(body)),
            )


async def buy(
    client: AsyncAcmeClient,
    ledger: Ledger,
    uuid: UUID,
    body: CheckoutInput,
    *,
    browser_ip: str,
) -> None:
    """Buy, and in doubt find out what became of it; sent again, the same uuid buys nothing twice."""
    now = datetime.fromtimestamp(client.clock.now(), UTC)
    body.notes = f"web shop {uuid}"  # tells two like purchases of one guest apart
    first_sent_at = ledger.begin(uuid, body, now)
    if ledger.read(uuid)[0] != "unknown":
        return
    try:
        order = await client.b2c.checkout.create_settled(
            body=body, browser_ip=browser_ip, request_uuid=uuid, since=first_sent_at
        )
    except PurchaseInDoubt:
        return  # it stays unknown; the next start looks again
    except NotBought as error:
        cause = error.__cause__
        ledger.end(uuid, "not bought", _note(cause) if isinstance(cause, StatusError) else "")
    else:
        ledger.end(uuid, "bought", str(order.order_number))


async def settle_unknown(client: AsyncAcmeClient, ledger: Ledger) -> None:
    """Find out what became of the purchases that an earlier run of the program left unknown."""
    for uuid, first_sent_at, body in ledger.unknown():
        found = await client.b2c.checkout.settle(body=body, request_uuid=uuid, since=first_sent_at)
        if isinstance(found, Bought):
            ledger.end(uuid, "bought", str(found.order.order_number))
        elif isinstance(found, NotFound):
            ledger.end(uuid, "not bought", "The purchase did not go through.")


def _note(error: StatusError) -> str:
    """Return what ACME says to a visitor's mistake; everything else is for the log."""
    return error.vendor_message or "" if error.status in {400, 422} else ""
