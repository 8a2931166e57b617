"""The store of many processes of one host: a SQLite file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, Any, Final, final

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.rate_limit import learning
from acme_ticketing_core.rate_limit.admission import Admission, admit, settle, withdraw
from acme_ticketing_core.rate_limit.budget import first_limit
from acme_ticketing_core.rate_limit.state import State
from acme_ticketing_core.rate_limit.store import Settlement, StoreUnavailableError
from acme_ticketing_core.runtime.process import reset_after_fork

if TYPE_CHECKING:
    import sqlite3

_SCHEMA: Final = "CREATE TABLE IF NOT EXISTS gate (key TEXT PRIMARY KEY, state BLOB) WITHOUT ROWID"
_READ: Final = "SELECT state FROM gate WHERE key = ?"
_WRITE: Final = "INSERT OR REPLACE INTO gate (key, state) VALUES (?, ?)"

_PARENTS: Final[list[sqlite3.Connection | None]] = []


@final
class SqliteStore:
    """Keeps the state of gates in a file, which all processes of a host may share.

    Each step is one transaction. The file must be on a disk of the host, not on a network share,
    where SQLite's locks can't be relied on.

    Args:
        path: the file; made if it is not there.
        timeout: seconds to wait for other processes' steps.
        now: gives the host's time, in seconds since 1970-01-01T00:00:00Z.

    """

    __slots__ = ("__weakref__", "_connection", "_lock", "_now", "_path", "_timeout")

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
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        reset_after_fork(self)

    def __reduce__(self) -> tuple[Callable[..., SqliteStore], tuple[str | PathLike[str]]]:
        """Open the same file: a store may be handed to another process, and copied."""
        return partial(type(self), timeout=self._timeout, now=self._now), (self._path,)

    def admit(self, key: str, ticket: str, rank: float | None, lag: float) -> Admission:
        """Let a call start, or give it a place in the queue."""
        with self._step(key) as (state, now):
            return admit(state, now, ticket, now + lag if rank is None else rank)

    def settle(self, key: str, admission: Admission, settlement: Settlement) -> None:
        """Tell what became of a call."""
        with self._step(key) as (state, now):
            settle(state, now, admission.at, settlement)

    def refused(self, key: str, admission: Admission, retry_after: float | None) -> None:
        """Tell that a call was answered 429."""
        with self._step(key) as (state, now):
            learning.refused(state, now, admission.at, retry_after)

    def withdraw(self, key: str, ticket: str, rank: float) -> None:
        """Give up a place in the queue."""
        with self._step(key) as (state, _):
            withdraw(state, ticket, rank)

    def tune(self, key: str) -> None:
        """Try a higher limit, if it is time to."""
        with self._step(key) as (state, now):
            learning.tune(state, now)

    def teach(self, key: str, limit: float) -> None:
        """Tell a limit that is known from elsewhere, unless one has been learned."""
        with self._step(key) as (state, _):
            learning.teach(state, limit)

    def read(self, key: str) -> tuple[State, float]:
        """Give a copy of the state, and the time."""
        with self._step(key) as (state, now):
            return state, now

    def blocked(self, key: str) -> bool:
        """Tell whether the server blocks now, as far as is known."""
        state, now = self.read(key)
        return now < state.blocked_until

    def reopen(self, key: str) -> None:
        """Forget the block and the calls that count, but not the limit."""
        with self._step(key) as (state, _):
            learning.reopen(state)

    def close(self) -> None:
        """Close the file; the next step opens it again."""
        with self._lock:
            self._disconnect()

    def reset_after_fork(self) -> None:
        """Open the file anew: a connection must not cross a fork."""
        self._lock = threading.Lock()
        # Left open: closing it here would drop the locks that the parent holds on the file.
        _PARENTS.append(self._connection)
        self._connection = None

    @contextmanager
    def _step(self, key: str) -> Generator[tuple[State, float]]:
        """Change a state in one transaction."""
        import sqlite3

        with self._lock:
            try:
                connection = self._connection or self._connect()
                connection.execute("BEGIN IMMEDIATE")
                row = connection.execute(_READ, (key,)).fetchone()
                state = _state(row[0] if row else None, key)
                yield state, self._now()
                connection.execute(_WRITE, (key, state.dump()))
                connection.execute("COMMIT")
            except sqlite3.Error as error:
                self._disconnect()
                raise StoreUnavailableError(f"SQLite: {error}") from error
            except BaseException:
                self._disconnect()
                raise

    def _connect(self) -> sqlite3.Connection:
        import sqlite3

        connection = sqlite3.connect(
            self._path, timeout=self._timeout, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            # A power cut may lose the last seconds: no worse than a restart.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_SCHEMA)
        except sqlite3.Error:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _state(text: bytes | None, key: str) -> State:
    """Read a state; one that another version of this package wrote is begun anew."""
    if text is not None:
        try:
            return State.load(text)
        except ValueError:
            pass
    return State(first_limit(key))
