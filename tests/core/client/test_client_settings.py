"""What a client was told, and what it finds wrong before the wire."""

from __future__ import annotations

import copy
import pickle
import warnings
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from acme_ticketing import AcmeClient, AsyncAcmeClient, SqliteStore
from acme_ticketing_core.auth.credentials import ApiKey, EmailLogin, SessionToken
from acme_ticketing_core.errors import (
    ConfigurationError,
    InvalidArgument,
    MissingCredentials,
    SessionInProduction,
)
from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.runtime.unset import UNSET
from acme_ticketing_core.settings.environments import BaseUrl, Production, Sandbox
from tests.core.server import Server
from tests.core.world import (
    API_KEY,
    BUYER,
    CHECK_OUT,
    DEFINITION,
    EVENT,
    GET_EVENT,
    PASSWORD,
    REFUND,
    Client,
)


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    """Give a client of the loopback server, on the system's clock."""
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url), tenant_id=999) as client:
        yield client


def test_what_is_wrong_with_a_call_is_found_before_the_wire(server: Server, client: Client):
    """The error names the operation, the header and the argument."""
    anonymous = Client(environment=BaseUrl(server.url))
    endless: list[Any] = []
    endless.append(endless)
    wrong: list[tuple[Client, Operation[Any], dict[str, Any], dict[str, Any], str]] = [
        (anonymous, GET_EVENT, EVENT, {}, "x-acme-api-key"),
        (client, CHECK_OUT, {}, {}, r"browser_ip \(header x-acme-browser-ip\)"),
        (client, CHECK_OUT, {**BUYER, "browser_ip": "localhost"}, {}, "203.0.113.7"),
        (client, CHECK_OUT, {**BUYER, "request_uuid": "1"}, {}, "uuid"),
        (client, REFUND, {}, {"body": {"amount": object()}}, "body"),
        (client, REFUND, {}, {"body": endless}, "contains itself"),
        (client, GET_EVENT, {"id": ".."}, {}, r"id \(path id\)"),
        (client, GET_EVENT, EVENT, {"options": CallOptions(headers={"Host": "x"})}, "Host"),
    ]
    for caller, operation, arguments, more, reason in wrong:
        with pytest.raises(ConfigurationError, match=reason) as caught:
            caller.call(operation, arguments, **more)
        assert str(caught.value).startswith(f"{operation.id}: ")
    assert server.received == []


def test_a_client_prints_its_environment_and_kinds_of_credentials():
    """Nothing else, and no secret."""
    client = Client([ApiKey(API_KEY), SessionToken("hunter2")], environment=Sandbox(10))

    assert repr(client) == "<Client Sandbox(10) with ApiKey, SessionToken>"
    assert repr(Client()) == "<Client Production() with no credentials>"


@pytest.mark.parametrize("leave", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_client_is_not_pickled_or_copied(leave: Any):
    """It holds connections and secrets; the error says what to do."""
    with pytest.raises(TypeError, match="Make a new one"):
        leave(Client(ApiKey(API_KEY)))


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"credentials": "hunter2"}, "credentials: a str is none"),
        ({"credentials": [ApiKey("k"), "hunter2"]}, "credentials: a str is none"),
        ({"environment": "sandbox-10"}, "environment: a str is none"),
        ({"deadline": 0}, "deadline"),
        ({"deadline": float("inf")}, "deadline"),
        ({"connect_timeout": -1}, "connect_timeout"),
        ({"timeout": 0}, "timeout"),
        ({"retries": -1}, "retries"),
        ({"tenant_id": "venue"}, "tenant_id"),
        ({"tenant_id": Decimal(5)}, "tenant_id"),
        ({"profile": 0}, "profile"),
        ({"deadline": "5"}, "deadline"),
        ({"deadline": timedelta(seconds=5)}, "deadline"),
        ({"deadline": 10**400}, "deadline"),
        ({"connect_timeout": None}, "connect_timeout"),
        ({"timeout": True}, "timeout"),
        ({"timeout": UNSET}, "timeout is seconds above 0, not UNSET"),
        ({"deadline": UNSET}, "deadline"),
        ({"retries": UNSET}, "retries"),
        ({"retries": 1.5}, "retries"),
        ({"time_zone": "Venue"}, "time_zone"),
        ({"egress": 5}, "egress"),
        ({"rate_limit_store": "sqlite"}, "rate_limit_store"),
        ({"rate_limit_store": SqliteStore}, "rate_limit_store"),
        ({"clock": None}, "clock"),
        ({"http": ""}, "http"),
        ({"ca_file": 5}, "ca_file"),
        ({"on_drift": 5}, "on_drift is a function"),
    ],
)
def test_settings_that_make_no_sense_are_refused_by_name(settings: dict[str, Any], reason: str):
    """Where the client is made, and without showing what may be a key."""
    with pytest.raises(InvalidArgument, match=reason) as caught:
        Client(**settings)

    assert "hunter2" not in str(caught.value)


def test_a_login_needs_an_operation_that_opens_sessions():
    """An API without one cannot use a login."""

    class Bare(Client):
        _definition = type(DEFINITION)(
            version="1", servers=DEFINITION.servers, security_schemes=DEFINITION.security_schemes
        )

    with pytest.raises(InvalidArgument, match="opens a session"):
        Bare(EmailLogin("ops@example.com", PASSWORD), environment=Sandbox(1))


@pytest.mark.parametrize("environment", [Production(), BaseUrl("https://api.example.com/")])
@pytest.mark.parametrize("credential", [EmailLogin("ops@example.com", "pw"), SessionToken("t1")])
def test_a_session_in_production_is_warned_of(environment: Any, credential: Any):
    """However production is named; the warning points to the line that makes the client."""
    with pytest.warns(SessionInProduction, match="use an ApiKey") as caught:
        Client(credential, environment=environment)

    assert [warning.filename for warning in caught] == [__file__]


def test_a_key_in_production_and_a_session_elsewhere_are_fine():
    """No warning where there is nothing to warn of."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Client(ApiKey(API_KEY))
        Client(SessionToken("t1"), environment=Sandbox(1))


def test_a_missing_credential_is_told_by_the_operation_that_needs_it():
    """A b2c call with a key and no tenant names the tenant."""
    client = Client(ApiKey(API_KEY), environment=Sandbox(1))

    with pytest.raises(MissingCredentials, match="x-b2c-tenant-id"):
        client.call(CHECK_OUT, BUYER)


def test_a_required_body_that_is_missing_is_refused_before_the_wire(client: Client):
    """Left out or None, it is named."""
    operation: Operation[Any] = Operation(
        id="b2b.refunds.create",
        method="POST",
        path="/v2/b2b/b2b/refunds",
        security=(("apiKey",),),
        limit="b2b",
        replay="none",
        body="application/json",
        body_required=True,
        answers=REFUND.answers,
    )
    for body in (UNSET, None):
        with pytest.raises(InvalidArgument, match=r"missing: body \(application/json\)") as caught:
            client.call(operation, {}, body=body)
        assert caught.value.operation_id == "b2b.refunds.create"


def test_a_file_of_authorities_must_exist():
    """A typing error is told at once, and not by the first call."""
    with pytest.raises(InvalidArgument, match=r"ca_file: there is no file 'nowhere\.pem'"):
        Client(ApiKey(API_KEY), ca_file="nowhere.pem")


@pytest.mark.parametrize(
    ("kind", "transport", "needs"),
    [
        (AcmeClient, httpx.AsyncHTTPTransport(), "HTTPTransport, with handle_request"),
        (AcmeClient, object(), "object has none"),
        (AsyncAcmeClient, httpx.HTTPTransport(), "AsyncHTTPTransport, with handle_async_request"),
        (AsyncAcmeClient, httpx.AsyncClient(), "AsyncClient has none"),
    ],
)
def test_a_transport_of_the_other_kind_is_refused_at_once(kind: Any, transport: Any, needs: str):
    """The first call would fail deep inside."""
    with pytest.raises(InvalidArgument, match=needs):
        kind(ApiKey(API_KEY), environment=Sandbox(10), transport=transport)
