"""Credentials: the alternatives of each operation, and only those."""

from __future__ import annotations

import pytest

from acme_ticketing_sandbox import EMAIL, PASSWORD, TENANT_ID, USER_NAME, LocalAcme, VirtualClock
from tests.sandbox.caller import B2B, B2C, CORS, Caller

SESSION = "/v2/b2b/customer/session"
EVENTS = "/v2/b2b/event/instances?pageSize=1"
E_MAIL_LOGIN = {"x-acme-email": EMAIL, "x-acme-password": PASSWORD}
USER_LOGIN = {"x-acme-password": PASSWORD, "x-acme-tenantid": str(TENANT_ID)}


def test_without_credentials_the_alternatives_are_named(caller: Caller) -> None:
    """The back office takes a key or a session."""
    reply = caller.send("GET", EVENTS, headers={})
    assert reply.status == 401
    assert reply.json()["message"] == (
        "b2b.events.list needs header x-acme-api-key, or header x-acme-session"
    )


def test_an_unknown_key_is_refused(caller: Caller) -> None:
    """A key is known or it is not; its value is never repeated."""
    reply = caller.send("GET", EVENTS, headers={"x-acme-api-key": "guessed"})
    assert reply.status == 401
    assert "guessed" not in reply.text


@pytest.mark.parametrize(
    "headers",
    [
        E_MAIL_LOGIN,
        {**USER_LOGIN, "x-acme-user-name": USER_NAME},
        {**USER_LOGIN, "x-acme-username": USER_NAME},
    ],
)
def test_a_login_opens_a_session(caller: Caller, headers: dict[str, str]) -> None:
    """By e-mail, or by user name in both spellings of its header."""
    session = caller.done("GET", SESSION, headers=headers)
    token = session["session"]
    assert len(token) == 20
    assert session["tenantTimeZone"] == "America/New_York"
    assert caller.send("GET", EVENTS, headers={"x-acme-session": token}).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {**E_MAIL_LOGIN, "x-acme-password": "wrong"},
        {**E_MAIL_LOGIN, "x-acme-email": "nobody@example.com"},
        {**USER_LOGIN, "x-acme-user-name": USER_NAME, "x-acme-tenantid": "1"},
        {"x-acme-user-name": USER_NAME, "x-acme-password": PASSWORD},
        B2B,
    ],
)
def test_a_wrong_or_incomplete_login_is_refused(caller: Caller, headers: dict[str, str]) -> None:
    """Every part of a login counts, and a key opens no session."""
    assert caller.send("GET", SESSION, headers=headers).status == 401


def test_a_session_expires_by_the_clock(caller: Caller, clock: VirtualClock) -> None:
    """A second before its end it works, at its end it does not."""
    session = caller.done("GET", SESSION, headers=E_MAIL_LOGIN)
    headers = {"x-acme-session": session["session"]}
    clock.advance(session["expireMs"] / 1000 - clock.now() - 1)
    assert caller.send("GET", EVENTS, headers=headers).status == 200
    clock.advance(1)
    reply = caller.send("GET", EVENTS, headers=headers)
    assert (reply.status, reply.json()["type"]) == (401, "SESSION_EXPIRED")


def test_an_unknown_session_is_refused(caller: Caller) -> None:
    """It is told apart from an expired one."""
    reply = caller.send("GET", EVENTS, headers={"x-acme-session": "A" * 20})
    assert (reply.status, reply.json()["type"]) == (401, "SESSION_UNKNOWN")


def test_online_sales_need_the_tenant(caller: Caller) -> None:
    """A key without the tenant header is a request without a required header."""
    reply = caller.send("GET", "/v2/b2c/event/templates", headers=B2B)
    assert reply.status == 400
    assert "header x-b2c-tenant-id is missing" in reply.json()["message"]


def test_a_foreign_tenant_is_forbidden(caller: Caller) -> None:
    """A key belongs to one venue."""
    headers = {**B2C, "x-b2c-tenant-id": "1"}
    assert caller.send("GET", "/v2/b2c/event/templates", headers=headers).status == 403


def test_a_publishable_key_opens_only_the_cors_area(caller: Caller) -> None:
    """What stands in every browser opens no back office, and no staff key the browser's area."""
    assert caller.send("GET", EVENTS, headers=CORS).status == 401
    assert caller.send("POST", "/v2/b2c/cors/checkout", {}, headers=B2C).status == 401


def test_keys_can_be_given(clock: VirtualClock) -> None:
    """A test with its own key and tenant says so."""
    sandbox = LocalAcme(clock=clock, api_keys={"mine": 7})
    headers = {"x-acme-api-key": "mine", "x-b2c-tenant-id": "7"}
    assert (
        Caller(sandbox, clock).send("GET", "/v2/b2c/event/templates", headers=headers).status == 200
    )
