"""The vendor's rule: so many requests a minute from one address, then a minute's block.

Facts: api-facts/README.md, "From the founding document". What the vendor does not tell is an
option here: whether a request during a block prolongs it, and whether `Retry-After` is sent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..http.refusal import Refusal
from ..values.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits(Settings):
    """The limits, per address and limit profile.

    Attributes:
        b2b: requests per window.
        b2c: requests per window.
        cors: requests per window.
        window: seconds, counted from the first request in it.
        block: seconds that a block lasts.
        extend_block: whether each request during a block makes it start anew.
        retry_after: whether a 429 says in `Retry-After` how many seconds are left.

    """

    b2b: int = 300
    b2c: int = 300
    cors: int = 6
    window: float = 60.0
    block: float = 60.0
    extend_block: bool = False
    retry_after: bool = False

    def of(self, profile: str) -> int:
        """Return the requests per window of a limit profile."""
        return {"b2c": self.b2c, "cors": self.cors}.get(profile, self.b2b)


@dataclass(slots=True)
class Budget:
    """What one address has used of a limit profile; times are seconds since 1970, UTC."""

    ip: str
    profile: str
    opened_at: float
    used: int = 0
    blocked_until: float = -math.inf


class RateLimiter:
    """Counts requests and blocks addresses; its limits may be replaced at any time."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.blocks = 0
        self.refused = 0  # requests answered 429, the one that caused a block included
        self.sent_into_block = 0
        self._budgets: dict[tuple[str, str], Budget] = {}

    def admit(self, ip: str, profile: str, now: float) -> None:
        """Count one request of an address in a limit profile, or refuse it with 429."""
        budget = self._budgets.setdefault((ip, profile), Budget(ip, profile, now))
        if now < budget.blocked_until:
            self.sent_into_block += 1
            if self.limits.extend_block:
                budget.blocked_until = now + self.limits.block
            self._refuse(budget, now)
        if now >= budget.opened_at + self.limits.window or budget.blocked_until > budget.opened_at:
            budget.opened_at, budget.used, budget.blocked_until = now, 0, -math.inf
        if budget.used >= self.limits.of(profile):
            self.blocks += 1
            budget.blocked_until = now + self.limits.block
            self._refuse(budget, now)
        budget.used += 1

    def budgets(self, now: float) -> Iterator[Budget]:
        """Yield what each address has used, as it would be counted now."""
        for budget in self._budgets.values():
            ends, blocked = budget.opened_at + self.limits.window, budget.blocked_until
            # A block that is over ends its window as well.
            over = now >= blocked > budget.opened_at or now >= max(ends, blocked)
            yield replace(budget, used=0) if over else budget

    def lift(self, ip: str, profile: str, now: float) -> bool:
        """End a block, its window with it; tell whether there was one."""
        budget = self._budgets.get((ip, profile))
        if budget is None or now >= budget.blocked_until:
            return False
        del self._budgets[ip, profile]
        return True

    def _refuse(self, budget: Budget, now: float) -> None:
        self.refused += 1
        left = str(math.ceil(budget.blocked_until - now))
        headers = {"retry-after": left} if self.limits.retry_after else {}
        raise Refusal(429, "too many requests from this address: try later", headers=headers)
