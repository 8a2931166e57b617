"""What has to be made anew in the child after `fork()`: locks and connections.

A lock that another thread held at the fork stays locked in the child for ever, and a connection
would be used by both processes at once.
"""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet


class ForkAware(Protocol):
    """Something that holds locks or connections."""

    def reset_after_fork(self) -> None:
        """Make locks and connections anew; called in the child, which has one thread."""
        ...


_AWARE: WeakSet[ForkAware] = WeakSet()


def reset_after_fork(thing: ForkAware) -> None:
    """Have a thing reset in every child, for as long as it lives."""
    _AWARE.add(thing)


def _reset_all() -> None:
    for thing in list(_AWARE):
        thing.reset_after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_reset_all)
