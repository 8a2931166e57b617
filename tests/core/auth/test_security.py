"""Which credentials a call sends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from acme_ticketing_core.auth.credentials import (
    ApiKey,
    Credential,
    EmailLogin,
    PublishableKey,
    SessionToken,
    UserNameLogin,
)
from acme_ticketing_core.auth.security import Authorizer
from acme_ticketing_core.errors import InvalidArgument, MissingCredentials
from acme_ticketing_core.operations.operation import Operation
from tests.core.world import CHECK_OUT, DEFINITION, GET_EVENT, OPEN_SESSION


def authorizer(*credentials: Credential, tenant_id: int | None = None) -> Authorizer:
    """Make an authorizer of the small API."""
    return Authorizer(DEFINITION.security_schemes, credentials, tenant_id)


def test_the_first_alternative_that_can_be_met_is_taken():
    """With a key and a login the key goes, for the spec names it first."""
    chosen = authorizer(EmailLogin("ops@example.com", "pw"), ApiKey("k1")).choose(GET_EVENT)

    assert list(chosen.headers) == [("x-acme-api-key", "k1")]
    assert chosen.session_header is None


def test_a_login_meets_an_alternative_through_a_session():
    """The session is opened when it is needed; only its header is known before."""
    chosen = authorizer(EmailLogin("ops@example.com", "pw")).choose(GET_EVENT)

    assert list(chosen.headers) == []
    assert chosen.session_header == "x-acme-session"


def test_a_session_token_is_used_as_it_is():
    """A session that was opened elsewhere needs no login."""
    chosen = authorizer(SessionToken("t1"), EmailLogin("ops@example.com", "pw")).choose(GET_EVENT)

    assert list(chosen.headers) == [("x-acme-session", "t1")]
    assert chosen.session_header is None


def test_just_the_headers_of_that_alternative_are_sent():
    """A publishable key and a tenant are nobody's business in a back-office call."""
    chosen = authorizer(ApiKey("k1"), PublishableKey("p1"), tenant_id=999).choose(GET_EVENT)

    assert list(chosen.headers) == [("x-acme-api-key", "k1")]


def test_schemes_of_one_alternative_go_together():
    """Key and tenant are both sent where both are asked for."""
    chosen = authorizer(ApiKey("k1"), tenant_id=999).choose(CHECK_OUT)

    assert list(chosen.headers) == [("x-acme-api-key", "k1"), ("x-b2c-tenant-id", "999")]


@pytest.mark.parametrize(
    ("login", "headers"),
    [
        (
            EmailLogin("ops@example.com", "pw"),
            [("x-acme-email", "ops@example.com"), ("x-acme-password", "pw")],
        ),
        (
            UserNameLogin("ops", "pw", 999),
            [("x-acme-user-name", "ops"), ("x-acme-password", "pw"), ("x-acme-tenantId", "999")],
        ),
        (
            UserNameLogin("ops", "pw", 999, header="x-acme-username"),
            [("x-acme-username", "ops"), ("x-acme-password", "pw"), ("x-acme-tenantId", "999")],
        ),
    ],
)
def test_a_login_opens_a_session_with_its_own_headers(login: Credential, headers: Any):
    """An e-mail user and a user-name user log in differently, in either spelling."""
    assert list(authorizer(login).choose(OPEN_SESSION).headers) == headers


def test_of_two_keys_the_first_wins():
    """The order of credentials means something."""
    assert list(authorizer(ApiKey("k1"), ApiKey("k2")).choose(GET_EVENT).headers) == [
        ("x-acme-api-key", "k1")
    ]


def test_an_operation_without_security_sends_nothing():
    """No credential goes where none is asked for."""
    public = Operation(
        id="x", method="GET", path="/", security=(), limit="b2b", replay="safe", answers={}
    )

    assert list(authorizer(ApiKey("k1")).choose(public).headers) == []


def test_what_is_missing_is_told_with_headers_and_constructor_arguments():
    """Every alternative is listed, with what is there already."""
    with pytest.raises(MissingCredentials) as back_office:
        authorizer(PublishableKey("p1")).choose(GET_EVENT)
    with pytest.raises(MissingCredentials) as online:
        authorizer(ApiKey("k1")).choose(CHECK_OUT)

    assert back_office.value.message == (
        "needs x-acme-api-key (from credentials=ApiKey(…)); or x-acme-session (from "
        "credentials=EmailLogin(…), UserNameLogin(…) or SessionToken(…)); "
        "the client has PublishableKey"
    )
    assert online.value.message == (
        "needs x-acme-api-key (given) and x-b2c-tenant-id (from tenant_id=…); the client has ApiKey"
    )


def test_the_suppliers_in_the_message_do_supply():
    """What the message tells people to give is what the credentials supply."""
    suppliers = [
        ApiKey("k"),
        PublishableKey("p"),
        EmailLogin("ops@example.com", "pw"),
        UserNameLogin("ops", "pw", 999),
        SessionToken("t"),
    ]
    for scheme in DEFINITION.security_schemes:
        operation = Operation(
            id="x",
            method="GET",
            path="/",
            security=((scheme,),),
            limit="b2b",
            replay="safe",
            answers={},
        )
        with pytest.raises(MissingCredentials) as caught:
            authorizer().choose(operation)
        named = [s for s in suppliers if type(s).__name__ in caught.value.message]
        given = [
            s
            for s in suppliers
            if scheme in s.supplies or (scheme == "session" and "password" in s.supplies)
        ]
        assert named == given or (scheme == "tenantId" and "tenant_id=…" in caught.value.message)


def test_a_session_token_that_is_over_is_refused_before_the_wire():
    """The clock decides, and the message says what to do."""
    chosen = authorizer(SessionToken("t1", datetime(2030, 1, 1, tzinfo=UTC))).choose(GET_EVENT)
    end = datetime(2030, 1, 1, tzinfo=UTC).timestamp()

    chosen.check(end - 1)
    with pytest.raises(MissingCredentials, match="ended at 2030-01-01T00:00:00"):
        chosen.check(end)


@pytest.mark.parametrize("tenant_id", ["venue", "1\r\n2", -1, 1.5, "", "٣"])
def test_a_tenant_is_a_whole_number(tenant_id: Any):
    """Anything else is refused where it is written."""
    with pytest.raises(InvalidArgument, match="tenant_id"):
        authorizer(tenant_id=tenant_id)


def test_its_text_shows_no_secret():
    """Authorizer, authorization and scheme print what they are for."""
    given = authorizer(ApiKey("hunter2"), tenant_id=999)
    scheme = DEFINITION.security_schemes["apiKey"]

    assert "hunter2" not in f"{given!r} {given.choose(GET_EVENT)!r} {scheme!r}"
    assert [secret.reveal() for secret in given.secrets()] == ["hunter2"]
