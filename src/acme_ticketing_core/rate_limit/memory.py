"""The store of one process, which remembers limits in a file between its runs."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar, TypeVarTuple, cast, final

from acme_ticketing_core.errors import DecodeError
from acme_ticketing_core.models import json
from acme_ticketing_core.rate_limit.learning import teach
from acme_ticketing_core.rate_limit.state import State, first_limit
from acme_ticketing_core.rate_limit.store import Store
from acme_ticketing_core.runtime.files import whole_file
from acme_ticketing_core.runtime.process import Locked

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

SWITCH: Final = "ACME_RATE_LIMIT_FILE"  # another path for the file, or `off` to keep none

_MOST: Final = 1e6
_FORGOTTEN_AFTER: Final = 30 * 24 * 3600.0


def default_file() -> Path | None:
    named = os.environ.get(SWITCH, "")
    if named:
        return None if named.lower() == "off" else Path(named)
    state = Path(os.environ.get("XDG_STATE_HOME") or "~/.local/state")
    try:
        return state.expanduser() / "acme-ticketing" / "rate-limits.json"
    except RuntimeError:
        return None  # nobody's home


@final
class LimitFile:
    """Limits by budget, in a JSON file; what can't be read or written is learned again."""

    def __init__(self, path: Path) -> None:
        self._path: Final = path

    def recall(self, key: str, now: float) -> float | None:
        entry: Any = self._entries().get(key, {})
        with suppress(KeyError, TypeError, ValueError):
            limit, learned = float(entry["limit"]), float(entry["learned"])
            if 0 <= now - learned < _FORGOTTEN_AFTER and 1 <= limit < _MOST:
                return limit
        return None

    def note(self, key: str, limit: float, now: float) -> None:
        host = key.rpartition("@")[2]
        # The limit of a sandbox on this machine is its own affair.
        if host.startswith(("127.", "localhost", "[::1]")):
            return
        entries = self._entries()
        entries[key] = {"limit": limit, "learned": now}
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(self._path, "wb") as file:
                file.write(json.dumps(entries))

    def _entries(self) -> dict[str, Any]:
        try:
            loaded: object = json.loads(self._path.read_bytes())
        except (OSError, DecodeError):
            return {}
        return cast("dict[str, Any]", loaded) if isinstance(loaded, dict) else {}


@final
class MemoryStore(Locked, Store):
    """Keeps the state of gates in this process, behind a lock.

    Args:
        now: gives the time, in seconds since 1970-01-01T00:00:00Z; it must not run backwards.
        file: what is remembered between runs.

    """

    def __init__(self, now: Callable[[], float], file: LimitFile | None = None) -> None:
        self._now: Final = now
        self._file: Final = file
        self._states: dict[str, State] = {}
        super().__init__()

    def change(self, key: str, transition: Callable[[State, float, *Ts], T], *arguments: *Ts) -> T:
        with self._lock:
            state = self._state(key)
            before, now = state.limit, self._now()
            result = transition(state, now, *arguments)
            limit = state.limit
        if limit != before and state.refused_at and self._file is not None:
            self._file.note(key, limit, now)
        return result

    def reset_after_fork(self) -> None:
        """Make the lock anew; those who queued are the parent's."""
        super().reset_after_fork()
        for state in self._states.values():
            state.queue.clear()

    def _state(self, key: str) -> State:
        state = self._states.get(key)
        if state is None:
            state = self._states[key] = State(first_limit(key))
            now = self._now()
            if self._file is not None and (limit := self._file.recall(key, now)) is not None:
                teach(state, now, limit)
        return state
