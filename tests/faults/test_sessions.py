"""Logins that are answered badly: typed errors, before a request carries what is no session."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing import BaseUrl, EmailLogin
from acme_ticketing.errors import AcmeError, DecodeError, UnexpectedAnswer
from acme_ticketing_sandbox import EMAIL, PASSWORD, VirtualClock
from tests.core.server import Server, answer

from .drill import MODES, Mode, perform
from .test_secrets import everything_of

TOKEN = "7nAbCdEfGhIjKlMnOpQr"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("content", "error_class"),
    [
        (b"{}", UnexpectedAnswer),
        (b'{"expireMs": 4000000000000}', UnexpectedAnswer),
        (b'{"session": null}', UnexpectedAnswer),
        (b'{"session": ""}', UnexpectedAnswer),
        (b'{"session": "  "}', UnexpectedAnswer),
        (b'{"session": "%s\\r\\nx-other: 1"}' % TOKEN.encode(), UnexpectedAnswer),
        (b'{"session": "%s\\u00e9"}' % TOKEN.encode(), UnexpectedAnswer),
        (b'{"session": "%s\\ud800"}' % TOKEN.encode(), UnexpectedAnswer),
        (b'{"session": {"token": "%s"}}' % TOKEN.encode(), UnexpectedAnswer),
        (b"[]", DecodeError),
        (b"null", DecodeError),
        (b"", DecodeError),
        (b"<html>Log in here", UnexpectedAnswer),
    ],
)
def test_a_login_that_is_answered_without_a_session(
    content: bytes, error_class: type[AcmeError], mode: Mode
):
    """Absent, null, empty, of another type, or a text that would begin another header."""
    given: dict[str, Any] = {
        "credentials": EmailLogin(EMAIL, PASSWORD),
        "clock": VirtualClock(),
    }
    with Server() as server:
        server.behave = answer(content)
        with pytest.raises(error_class) as caught:
            perform(
                "b2b.events.get", {"id": "1"}, mode, given | {"environment": BaseUrl(server.url)}
            )

        assert [r.target for r in server.received] == ["/v2/b2b/customer/session"]
    assert caught.value.operation_id == "sessions.create"
    below = caught.value.__traceback__
    assert below is not None
    assert TOKEN not in everything_of(caught.value.with_traceback(below.tb_next))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("expires", [b"0", b"-1", b"9223372036854775807", b'"soon"', b"[]"])
def test_an_end_that_is_no_time_to_come_does_not_matter(expires: bytes, mode: Mode):
    """A session that was just opened is used, whatever its end says."""
    with Server() as server:
        server.behave = answer(b'{"session": "%s", "expireMs": %s}' % (TOKEN.encode(), expires))
        given = {
            "credentials": EmailLogin(EMAIL, PASSWORD),
            "clock": VirtualClock(),
            "environment": BaseUrl(server.url),
        }
        perform("b2b.events.get", {"id": "1"}, mode, given)

        assert server.received[1].headers["x-acme-session"] == TOKEN
