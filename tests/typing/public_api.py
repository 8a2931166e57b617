"""Pins the public types. Never run: mypy and pyright read it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import assert_type
from uuid import UUID

from acme_ticketing import (
    UNSET,
    AcmeClient,
    ApiKey,
    AsyncAcmeClient,
    AsyncPage,
    BaseUrl,
    CallOptions,
    EmailLogin,
    Page,
    Production,
    PublishableKey,
    Sandbox,
    SessionToken,
    Unset,
    UserNameLogin,
    __version__,
    models,
)


def construct() -> None:
    """Every way to say who calls, and where."""
    assert_type(__version__, str)
    AcmeClient(ApiKey("key"), environment=Production())
    AcmeClient(ApiKey("key"), environment=Sandbox(10), tenant_id=999, deadline=None)
    AcmeClient(
        EmailLogin("ops@example.com", "password"), environment=BaseUrl("https://example.com")
    )
    AcmeClient(UserNameLogin("ops", "password", 999, header="x-acme-username"))
    AcmeClient([ApiKey("key"), PublishableKey("key")], tenant_id=999)
    AsyncAcmeClient(SessionToken("token"))
    AcmeClient("key")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def call(client: AcmeClient, start: dt.datetime, request_uuid: UUID) -> None:
    """What calls take and give."""
    page = client.b2b.events.list(start_time=start, page_size=50)
    assert_type(page, Page[models.Event])
    for event in page:
        assert_type(event, models.Event)
        assert_type(event.name, str | Unset)
        assert_type(event.start_time, dt.datetime | Unset)
        if event.name is not UNSET:
            assert_type(event.name, str)
    assert_type(client.b2c.carts.create(body=models.ShoppingCart()), str)
    assert_type(client.b2b.event_templates.get_image(template_id="1", size="TN"), bytes)
    assert_type(client.b2b.report_runs.get_csv(id=1), str)
    order = client.b2c.checkout.create(
        body=models.CheckoutInput(shopping_cart_id="1"),
        browser_ip="203.0.113.7",
        request_uuid=request_uuid,
        options=CallOptions(deadline=30.0),
    )
    assert_type(order, models.Order)
    assert_type(order.total_amount, Decimal | Unset)
    client.b2b.events.get("1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.b2b.events.get(id=1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.b2c.checkout.create(body=models.CheckoutInput())  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


async def call_async(client: AsyncAcmeClient) -> None:
    """The asynchronous twin has the same resources."""
    page = await client.b2b.events.list()
    assert_type(page, AsyncPage[models.Event])
    async for event in page:
        assert_type(event, models.Event)
    assert_type(await client.b2b.events.get(id="1"), models.Event)
