"""The learned limits between runs, for the store of one process: a small file.

It holds names of servers and numbers, nothing secret. What can't be read or written is let be:
the limit is then learned again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, cast, final

from acme_ticketing_core.runtime.process import import_whole

SWITCH: Final = "ACME_RATE_LIMIT_FILE"
"""Environment variable: another path for the file, or `off` to keep none."""

_MOST: Final = 1e6
_FORGOTTEN_AFTER: Final = 30 * 24 * 3600.0


def default_file() -> Path | None:
    """Give the file's path, None if none is wanted."""
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
    """Limits by budget, in a JSON file.

    Args:
        path: the file; None to keep none.
        now: gives the time, in seconds since 1970-01-01T00:00:00Z.

    """

    __slots__ = ("_now", "_path")

    def __init__(self, path: Path | None, now: Callable[[], float] = time.time) -> None:
        self._path: Final = path
        self._now: Final = now

    def recall(self, key: str) -> float | None:
        """Give the limit of a budget, if one was learned of late."""
        entry = self._entries().get(key)
        if not isinstance(entry, dict):
            return None
        fields = cast("dict[str, object]", entry)
        limit, learned = fields.get("limit"), fields.get("learned")
        if not isinstance(limit, int | float) or not isinstance(learned, int | float):
            return None
        recent = 0 <= self._now() - learned < _FORGOTTEN_AFTER
        return float(limit) if recent and 1 <= limit < _MOST else None

    def note(self, key: str, limit: float) -> None:
        """Keep the limit of a budget."""
        if self._path is None or _is_loopback(key):
            return
        import_whole("orjson")
        import orjson

        entries = self._entries()
        entries[key] = {"limit": limit, "learned": self._now()}
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(orjson.dumps(entries, option=orjson.OPT_INDENT_2))
            beside.replace(self._path)
        except OSError:
            return

    def _entries(self) -> dict[str, Any]:
        if self._path is None:
            return {}
        import_whole("orjson")
        import orjson

        try:
            loaded: object = orjson.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        return cast("dict[str, Any]", loaded) if isinstance(loaded, dict) else {}


def _is_loopback(key: str) -> bool:
    """Tell whether a budget is that of a sandbox on this machine, whose limit is its own affair."""
    host = key.rpartition("@")[2]
    return host.startswith(("127.", "localhost", "[::1]"))
