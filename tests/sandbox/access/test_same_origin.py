"""Who may steer a sandbox: programs of its own machine and its own page."""

from __future__ import annotations

import pytest

from acme_ticketing_sandbox import LocalAcme, Request

OWN = {"host": "127.0.0.1:8765"}


def asked(sandbox: LocalAcme, headers: dict[str, str], *, ip: str = "127.0.0.1") -> int:
    """Return the status of a request for the state."""
    return sandbox.handle(Request("GET", "/_sandbox/state", headers=headers, ip=ip)).status


@pytest.mark.parametrize(
    "headers",
    [
        {},
        OWN,
        {"host": "localhost"},
        {"host": "LOCALHOST:80"},
        {"host": "[::1]:8765"},
        {"host": "127.3.2.1"},
        {**OWN, "origin": "http://127.0.0.1:8765", "sec-fetch-site": "same-origin"},
        {**OWN, "sec-fetch-site": "none", "sec-fetch-mode": "navigate"},
    ],
)
def test_programs_and_the_own_page_are_answered(
    sandbox: LocalAcme, headers: dict[str, str]
) -> None:
    """A shell sends no origin; the page sends its own; a person types the address."""
    assert asked(sandbox, headers) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "rebound.example.com"},
        {"host": "rebound.example.com:8765"},
        {"host": "127.0.0.1.example.com"},
        {"host": "localhost.example.com:8765"},
        {"host": "192.0.2.7:8765"},
        {"host": ""},
        {"host": "127.0.0.1:8765@example.com"},
        {**OWN, "origin": "http://127.0.0.1:9999"},
        {**OWN, "origin": "https://127.0.0.1:8765"},
        {**OWN, "origin": "http://localhost:8765"},
        {**OWN, "origin": "null"},
        {"host": "rebound.example.com:8765", "origin": "http://rebound.example.com:8765"},
        {**OWN, "sec-fetch-site": "same-site"},
        {**OWN, "sec-fetch-site": "cross-site"},
        {**OWN, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    ],
)
def test_a_page_from_elsewhere_is_refused(sandbox: LocalAcme, headers: dict[str, str]) -> None:
    """By the name that it reached the sandbox by, by its origin, or by what the browser says."""
    assert asked(sandbox, headers) == 403


def test_another_machine_is_refused(sandbox: LocalAcme) -> None:
    """Whatever it says."""
    assert asked(sandbox, OWN, ip="192.0.2.7") == 403
    assert asked(sandbox, OWN, ip="no address") == 403


def test_a_refused_page_changes_nothing(sandbox: LocalAcme) -> None:
    """A form of another page is posted by the browser, and does nothing."""
    headers = {**OWN, "origin": "http://127.0.0.1:9999"}
    body = b'{"kind": "closed"}'

    reply = sandbox.handle(Request("POST", "/_sandbox/faults", headers=headers, body=body))

    assert reply.status == 403
    assert sandbox.faults == []
