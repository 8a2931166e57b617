"""Locks on event templates: one user at a time changes one (page 33000250722)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..clock import Clock
from ..http.refusal import Refusal

LOCK_SECONDS = 4 * 3600.0


@dataclass(frozen=True, slots=True)
class _Lock:
    owner: str
    ends_at: float


class Locks:
    """Who holds which template.

    Args:
        clock: locks end by it, four hours after they were taken.

    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_id: dict[str, _Lock] = {}

    def kept(self) -> dict[str, list[Any]]:
        """Return owner and end of each lock, as a state file keeps them."""
        return {named: [lock.owner, lock.ends_at] for named, lock in self._by_id.items()}

    def restore(self, kept: dict[str, list[Any]]) -> None:
        """Hold these locks and no others."""
        self._by_id = {
            named: _Lock(str(owner), float(ends_at)) for named, (owner, ends_at) in kept.items()
        }

    def take(self, template_id: str, owner: str) -> bool:
        """Lock a template, or keep one's lock; tell whether it is the owner's now."""
        if self._holder(template_id) not in (None, owner):
            return False
        self._by_id[template_id] = _Lock(owner, self._clock.now() + LOCK_SECONDS)
        return True

    def release(self, template_id: str, owner: str) -> bool:
        """Release a template; tell whether it was the owner's."""
        if self._holder(template_id) != owner:
            return False
        del self._by_id[template_id]
        return True

    def refuse_others(self, template_id: str, owner: str) -> None:
        """Refuse a change by anybody but the holder of the lock.

        Raises:
            Refusal: 403.

        """
        if self._holder(template_id) not in (None, owner):
            raise Refusal(403, f"event template {template_id} is locked by another user")

    def _holder(self, template_id: str) -> str | None:
        lock = self._by_id.get(template_id)
        return lock.owner if lock and lock.ends_at > self._clock.now() else None
