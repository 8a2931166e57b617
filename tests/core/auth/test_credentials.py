"""The kinds of credentials."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime
from typing import Any

import pytest

from acme_ticketing_core.auth.credentials import (
    ApiKey,
    Credential,
    EmailLogin,
    Login,
    PublishableKey,
    SessionToken,
    UserNameLogin,
)
from acme_ticketing_core.errors import InvalidArgument

ALL = [
    ApiKey("s3cret-value"),
    PublishableKey("s3cret-value"),
    EmailLogin("ops@example.com", "s3cret-value"),
    UserNameLogin("ops", "s3cret-value", 999),
    SessionToken("s3cret-value", datetime(2030, 1, 1, tzinfo=UTC)),
]


@pytest.mark.parametrize("credential", ALL, ids=lambda c: type(c).__name__)
def test_no_credential_shows_its_secret(credential: Credential):
    """Text of a credential and of what it supplies has no secret in it."""
    shown = f"{credential} {credential!r} {credential.supplies}"

    assert "s3cret" not in shown


@pytest.mark.parametrize("credential", ALL, ids=lambda c: type(c).__name__)
def test_no_credential_is_pickled_or_copied(credential: Credential):
    """A secret does not end in a queue or a file by way of pickle; the error says what to do."""
    for leave in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="Build it anew"):
            leave(credential)


def test_each_supplies_its_schemes():
    """What a credential supplies is named as the spec names it."""
    assert [sorted(credential.supplies) for credential in ALL] == [
        ["apiKey"],
        ["publishableKey"],
        ["email", "password"],
        ["loginTenantId", "password", "userName"],
        ["session"],
    ]
    assert [isinstance(credential, Login) for credential in ALL] == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_a_user_name_travels_in_the_header_that_was_chosen():
    """The vendor spells the header in two ways; its sample's spelling is the default."""
    assert UserNameLogin("ops", "pw", 999).headers == {"userName": "x-acme-user-name"}
    assert UserNameLogin("ops", "pw", 999, header="x-acme-username").headers == {
        "userName": "x-acme-username"
    }
    with pytest.raises(InvalidArgument, match="x-acme-username"):
        UserNameLogin("ops", "pw", 999, header="x-acme-user")


@pytest.mark.parametrize("value", ["", "  ", None, 7, "k\r\nx-evil: 1", "k\x00", " k", "kéy", b"k"])
def test_a_value_that_cannot_travel_in_a_header_is_refused_unseen(value: Any):
    """An empty, broken or foreign value is refused by the name of its argument only."""
    with pytest.raises(InvalidArgument, match=r"ApiKey\(key\)") as caught:
        ApiKey(value)

    assert "evil" not in str(caught.value)


def test_a_session_token_ends_at_a_moment_and_not_at_a_local_time():
    """A naive end would be read in whatever zone the program runs in."""
    with pytest.raises(InvalidArgument, match="time zone"):
        SessionToken("token", datetime(2030, 1, 1))  # noqa: DTZ001 - that is the mistake
    text: Any = "2030-01-01T00:00:00Z"
    with pytest.raises(InvalidArgument, match="time zone"):
        SessionToken("token", text)


def test_a_tenant_is_a_number_or_text():
    """None is no tenant."""
    nobody: Any = None
    with pytest.raises(InvalidArgument, match=r"UserNameLogin\(tenant_id\)"):
        UserNameLogin("ops", "hunter2", nobody)
