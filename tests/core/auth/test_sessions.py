"""The session that a login has opened."""

from __future__ import annotations

from acme_ticketing_core.auth.security import MARGIN, SessionCache
from acme_ticketing_core.errors import Unauthorized


def test_a_session_is_used_until_shortly_before_its_end():
    """A call that starts with a session ends with it."""
    cache = SessionCache()
    cache.store("t1", ends_at=1000.0)

    assert cache.current(1000.0 - MARGIN - 1) is not None
    assert cache.current(1000.0 - MARGIN) is None
    assert cache.newest is not None


def test_a_session_without_an_end_is_used_until_it_is_refused():
    """The server may not tell an end."""
    cache = SessionCache()
    cache.store("t1", ends_at=None)

    assert cache.current(1e12) is cache.newest


def test_only_the_session_that_was_refused_is_dropped():
    """A late refusal of the old session does not cost the new one."""
    cache = SessionCache()
    cache.store("t1", None)
    old = cache.newest
    cache.store("t2", None)
    new = cache.newest

    cache.invalidate(old)
    assert cache.current(0.0) is new
    cache.invalidate(new)
    cache.invalidate(old)
    assert cache.current(0.0) is None


def test_a_failed_login_is_shared_by_those_who_waited_for_it():
    """Who came later tries anew; who queued gets a copy of the failure."""
    cache = SessionCache()
    before = cache.logins
    error = Unauthorized("401")
    cache.fail(error)

    shared = cache.failure_since(before)
    assert isinstance(shared, Unauthorized)
    assert shared is not error
    assert cache.failure_since(cache.logins) is None

    cache.store("t1", None)
    assert cache.failure_since(before) is None


def test_a_session_prints_without_its_token():
    """Neither the session nor its token show."""
    cache = SessionCache()
    cache.store("hunter2", None)

    assert "hunter2" not in f"{cache.newest!r} {cache.newest.token!r}"
