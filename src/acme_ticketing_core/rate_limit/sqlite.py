"""The store of many processes of one host: a SQLite file."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, Any, Final, TypeVar, TypeVarTuple, final

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.rate_limit.state import State
from acme_ticketing_core.rate_limit.store import Store, StoreUnavailableError
from acme_ticketing_core.runtime.process import Locked

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_SCHEMA: Final = "CREATE TABLE IF NOT EXISTS gate (key TEXT PRIMARY KEY, state BLOB) WITHOUT ROWID"
_READ: Final = "SELECT state FROM gate WHERE key = ?"
_WRITE: Final = "INSERT OR REPLACE INTO gate (key, state) VALUES (?, ?)"

_PARENTS: Final[list[sqlite3.Connection | None]] = []


@final
class SqliteStore(Locked, Store):
    """Keeps the state of gates in a file, which all processes of a host may share.

    Each step is one transaction. The file must be on a disk of the host, not on a network share,
    where SQLite's locks can't be relied on.

    Args:
        path: the file; made if it is not there.
        timeout: seconds to wait for other processes' steps.
        now: gives the host's time, in seconds since 1970-01-01T00:00:00Z.

    """

    def __init__(
        self,
        path: str | PathLike[str],
        *,
        timeout: float = 1.0,
        now: Callable[[], float] = time.time,
    ) -> None:
        given: Any = path  # whatever its annotation promised
        if not isinstance(given, (str, PathLike)):
            raise InvalidArgument(f"SqliteStore(path) is the name of a file, not {path!r}")
        self._path: Final = path
        self._timeout: Final = timeout
        self._now: Final = now
        self._connection: sqlite3.Connection | None = None
        super().__init__()

    def __reduce__(self) -> tuple[Callable[..., SqliteStore], tuple[str | PathLike[str]]]:
        """Open the same file: a store may be handed to another process, and copied."""
        return partial(type(self), timeout=self._timeout, now=self._now), (self._path,)

    def change(self, key: str, transition: Callable[[State, float, *Ts], T], *arguments: *Ts) -> T:
        """Change a state in one transaction."""
        import sqlite3

        with self._lock:
            try:
                connection = self._connection or self._connect()
                connection.execute("BEGIN IMMEDIATE")
                row = connection.execute(_READ, (key,)).fetchone()
                state = State.load(row[0] if row else b"", key)
                result = transition(state, self._now(), *arguments)
                connection.execute(_WRITE, (key, state.dump()))
                connection.execute("COMMIT")
            except BaseException as error:
                self._disconnect()
                if isinstance(error, sqlite3.Error):
                    raise StoreUnavailableError(f"SQLite: {error}") from error
                raise
            return result

    def close(self) -> None:
        """Close the file; the next step opens it again."""
        with self._lock:
            self._disconnect()

    def reset_after_fork(self) -> None:
        """Open the file anew: a connection must not cross a fork."""
        super().reset_after_fork()
        # Left open: closing it here would drop the locks that the parent holds on the file.
        _PARENTS.append(self._connection)
        self._connection = None

    def _connect(self) -> sqlite3.Connection:
        import sqlite3

        self._connection = connection = sqlite3.connect(
            self._path, timeout=self._timeout, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        # A power cut may lose the last seconds: no worse than a restart.
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(_SCHEMA)
        return connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
