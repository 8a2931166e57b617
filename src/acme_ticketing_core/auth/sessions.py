"""The session that a login has opened: kept until shortly before it ends.

Sessions end at a moment that the server tells (`expireMs`, api-facts/sessions.md). Opening one is
the exchange's business, one call at a time for a client; here is only what is known.
"""

from __future__ import annotations

import threading
from copy import copy
from typing import Final, final

from acme_ticketing_core.errors import AcmeError
from acme_ticketing_core.redaction.redaction import Secret

MARGIN: Final = 60.0
"""Seconds before its end from which a session is not used any more, so that no call outlives it."""


@final
class Session:
    """An open session."""

    __slots__ = ("ends_at", "token")

    def __init__(self, token: Secret, ends_at: float | None) -> None:
        self.token: Final = token
        self.ends_at: Final = ends_at

    def __repr__(self) -> str:
        return "<Session ***>"


@final
class SessionCache:
    """The one session of a client, shared by its threads and tasks.

    A failed login is remembered by its number, so that calls that were queueing behind it fail
    with it instead of knocking again, one after the other, with a wrong password.
    """

    __slots__ = ("_failure", "_lock", "_logins", "_session")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._failure: AcmeError | None = None
        self._logins = 0

    @property
    def logins(self) -> int:
        """How many logins have ended, well or not."""
        return self._logins

    @property
    def newest(self) -> Session | None:
        """The session that was opened last and not refused, near its end or not."""
        return self._session

    def current(self, now: float) -> Session | None:
        """Give the session if it can still be used.

        Args:
            now: the calendar time, in seconds since 1970-01-01T00:00:00Z.

        """
        session = self._session
        if session is None or session.ends_at is None or now < session.ends_at - MARGIN:
            return session
        return None

    def store(self, token: str, ends_at: float | None) -> None:
        """Keep a session that was just opened."""
        with self._lock:
            self._session = Session(Secret(token), ends_at)
            self._failure = None
            self._logins += 1

    def fail(self, error: AcmeError) -> None:
        """Remember that a login failed."""
        with self._lock:
            self._failure = error
            self._logins += 1

    def failure_since(self, logins: int) -> AcmeError | None:
        """Give a copy of the last login's failure, if that login ended after so many others."""
        with self._lock:
            if self._logins == logins or self._failure is None:
                return None
            return copy(self._failure)

    def invalidate(self, session: Session) -> None:
        """Drop a session that the server refused, unless it was replaced in the meantime."""
        with self._lock:
            if self._session is session:
                self._session = None

    def reset_after_fork(self) -> None:
        """Make the lock anew; the session itself is good in the child as well."""
        self._lock = threading.Lock()
