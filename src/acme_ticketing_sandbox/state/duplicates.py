"""The two guards against paying twice (page 33000250707, api-facts/checkout.md)."""

from __future__ import annotations

from decimal import Decimal

from ..http.refusal import Refusal

SAME_CARD_SECONDS = 300.0


class RequestUuids:
    """Remembers the `x-acme-request-uuid` of every request that was carried out."""

    def __init__(self) -> None:
        self._seen: set[tuple[int, str]] = set()

    def __len__(self) -> int:
        return len(self._seen)

    def refuse_repeated(self, tenant_id: int, uuid: str) -> None:
        """Refuse a uuid that the tenant has used.

        Raises:
            Refusal: 409.

        """
        if (tenant_id, uuid.lower()) in self._seen:
            raise Refusal(409, f"the request {uuid} has already been carried out")

    def remember(self, tenant_id: int, uuid: str) -> None:
        """Note that the request was carried out."""
        self._seen.add((tenant_id, uuid.lower()))


class CardCharges:
    """Remembers which card paid which amount when."""

    def __init__(self) -> None:
        self._charged_at: dict[tuple[str, Decimal], float] = {}

    def refuse_repeated(self, card_number: str, charged: Decimal, now: float) -> None:
        """Refuse the same card and amount within five minutes.

        Raises:
            Refusal: code 16003; the sources do not tell its HTTP status, so it is 400.

        """
        before = self._charged_at.get((card_number, charged))
        if before is not None and now - before < SAME_CARD_SECONDS:
            raise Refusal(
                400,
                "Duplicate transaction found: this card paid this amount within five minutes",
                type="DUPLICATE_TRANSACTION_FOUND",
                code=16003,
            )

    def remember(self, card_number: str, charged: Decimal, now: float) -> None:
        """Note the charge."""
        self._charged_at[card_number, charged] = now
