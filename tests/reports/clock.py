"""A clock that passes over waits, so that a test over real HTTP never waits."""

from __future__ import annotations

from acme_ticketing_sandbox import VirtualClock


class SteppingClock(VirtualClock):
    """Moves on by each wait and remembers it.

    Attributes:
        waits: the seconds of each wait.

    """

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Move on."""
        self.waits.append(seconds)
        super().sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Move on."""
        self.waits.append(seconds)
        await super().sleep_async(seconds)
