"""Locks on event templates: one user at a time changes one (page 33000250722)."""

from __future__ import annotations

from typing import NamedTuple

from ..clock import Clock
from ..http.refusal import Refusal

LOCK_SECONDS = 4 * 3600.0


class _Lock(NamedTuple):
    owner: str
    ends_at: float


class Locks:
    """Who holds which template, by the clock for four hours."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_id: dict[str, _Lock] = {}

    def kept(self) -> dict[str, _Lock]:
        """Return owner and end of each lock, as a state file keeps them."""
        return self._by_id

    def restore(self, kept: dict[str, tuple[str, float]]) -> None:
        """Hold these locks and no others."""
        self._by_id = {named: _Lock(*lock) for named, lock in kept.items()}

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
        """Refuse with 403 a change by anybody but the holder of the lock."""
        if self._holder(template_id) not in (None, owner):
            raise Refusal(403, f"event template {template_id} is locked by another user")

    def _holder(self, template_id: str) -> str | None:
        lock = self._by_id.get(template_id)
        return lock.owner if lock and lock.ends_at > self._clock.now() else None
