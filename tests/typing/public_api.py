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
    AsyncItems,
    AsyncPage,
    BaseUrl,
    CallOptions,
    EmailLogin,
    Page,
    Preview,
    Production,
    PublishableKey,
    RawAnswer,
    Report,
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
    # What a type checker has to refuse; both tell of an ignore that hides nothing.
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
    # Refused: an id by its place, an id of another type, a purchase without a body.
    client.b2b.events.get("1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.b2b.events.get(id=1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.b2c.checkout.create(browser_ip="203.0.113.7")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    assert_type(client.b2b.memberships.list(), Page[models.Membership])


def look_closer(client: AcmeClient, start: dt.datetime) -> None:
    """Light copies, raw answers, dry runs, reports and files keep their types."""
    patient = client.with_options(
        timeout=5.0, deadline=None, retries=0, headers={"x-shop": "museum"}, request_id="17"
    )
    assert_type(patient, AcmeClient)
    shop = client.with_options(deadline=5.0, prefetch=2).with_tenant(999).for_buyer("203.0.113.7")
    assert_type(shop, AcmeClient)
    raw = client.raw(lambda client: client.b2b.events.get(id="1"))
    assert_type(raw, RawAnswer[models.Event])
    assert_type(raw.value, models.Event)
    assert_type(client.dry_run(lambda client: client.b2b.events.get(id="1")), Preview)
    report = client.b2b.reports.run(models.ReportDefinition(), start=start, end=start)
    assert_type(report, Report)
    saved = client.b2b.report_runs.get_csv_to_file("out.csv", id=1)
    assert_type(saved.size, int)


async def call_async(client: AsyncAcmeClient) -> None:
    """The asynchronous twin has the same resources."""
    page = await client.b2b.events.list()
    assert_type(page, AsyncPage[models.Event])
    async for event in page:
        assert_type(event, models.Event)
    async for event in client.b2b.events.list():
        assert_type(event, models.Event)
    assert_type(await client.b2b.events.get(id="1"), models.Event)
    listed = client.b2c.event_templates.list()
    assert_type(listed, AsyncItems[models.EventTemplate])
    assert_type(await listed, list[models.EventTemplate])
    raw = await client.raw(lambda client: client.b2b.events.get(id="1"))
    assert_type(raw, RawAnswer[models.Event])
    assert_type(await client.b2b.reports.run("5d96453460309f26d082bcc0"), Report)
