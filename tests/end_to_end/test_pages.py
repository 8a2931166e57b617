"""Listings in pages, over HTTP to the served sandbox."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl, CallOptions
from acme_ticketing.errors import InvalidArgument
from acme_ticketing_sandbox import API_KEY, TENANT_ID, Limits, LocalAcme, VirtualClock, served

from .conftest import egresses


@pytest.fixture
def limited(clock: VirtualClock) -> LocalAcme:
    """Return a sandbox that takes four calls a minute."""
    return LocalAcme(clock=clock, limits=Limits(b2b=4, b2c=1000), strict=True)


@pytest.fixture
def url(limited: LocalAcme) -> Iterator[str]:
    """Yield where it is served."""
    with served(limited) as url:
        yield url


def settings(url: str, clock: VirtualClock) -> dict[str, object]:
    """Return the arguments of a client that outwaits blocks on the test's clock."""
    return {
        "credentials": ApiKey(API_KEY),
        "environment": BaseUrl(url),
        "tenant_id": TENANT_ID,
        "clock": clock,
        "egress": next(egresses),
        "deadline": None,
    }


def test_iterating_survives_the_rate_limit(url: str, clock: VirtualClock, limited: LocalAcme):
    """A 429 on the way, and blocks after it: every event comes, in order, none twice."""
    with AcmeClient(**settings(url, clock)) as client:  # keywords of several types
        whole = [event.id for event in client.b2b.events.list(page_size=1000)]
        in_pages = [event.id for event in client.b2b.events.list(page_size=len(whole) // 8)]
        ahead = [
            event.id
            for event in client.with_options(prefetch=3).b2b.events.list(page_size=len(whole) // 8)
        ]

    assert len(whole) > 8
    assert in_pages == ahead == whole
    assert 429 in {call.status for call in limited.calls}


async def test_tasks_survive_it_too(url: str, clock: VirtualClock):
    """`async for` over the listing itself, with pages fetched ahead."""
    async with AsyncAcmeClient(**settings(url, clock)) as client:  # keywords of several types
        whole = [event.id async for event in client.b2b.events.list(page_size=1000)]
        ahead = [
            event.id
            async for event in client.b2b.events.list(
                page_size=len(whole) // 6, options=CallOptions(prefetch=2)
            )
        ]
        numbers = [
            page.number async for page in client.b2b.events.list(page_size=len(whole)).pages()
        ]

    assert ahead == whole
    assert numbers == [1]


async def test_lists_of_every_form_are_gone_through_alike(
    async_client: AsyncAcmeClient, client: AcmeClient
):
    """With a total, without one, told that more follow, and a bare array that has no pages."""
    assert [each.id async for each in async_client.b2b.events.list()]
    assert [each.id async for each in async_client.b2b.memberships.list(page_size=2)] == [
        each.id for each in client.b2b.memberships.list()
    ]
    whole = [each.id for each in client.b2b.memberships.list_with_cards()]
    assert len(whole) > 3
    for size in (1, 3, len(whole), len(whole) + 1):
        ahead = client.with_options(prefetch=2).b2b.memberships.list_with_cards(page_size=size)
        assert [each.id for each in ahead] == whole
        assert whole == [
            each.id async for each in async_client.b2b.memberships.list_with_cards(page_size=size)
        ]
    listed = [each.id async for each in async_client.b2c.event_templates.list()]
    assert listed == [each.id for each in await async_client.b2c.event_templates.list()]
    assert listed == [each.id for each in client.b2c.event_templates.list()]


async def test_a_page_of_templates_has_a_largest_size(
    async_client: AsyncAcmeClient, client: AcmeClient, sandbox: LocalAcme
):
    """Nothing is sent for more than 100; fewer at a time give every template."""
    whole = [each.id for each in client.b2b.event_templates.list()]
    assert [each.id for each in client.b2b.event_templates.list(page_size=2)] == whole
    before = len(sandbox.calls)
    with pytest.raises(InvalidArgument, match=r"page_size: 1 to 100, not 101: .* so large"):
        client.b2b.event_templates.list(page_size=101)
    with pytest.raises(InvalidArgument, match="page_size: 1 to 100, not -1"):
        await async_client.b2b.event_templates.list_at_plural_path(page_size=-1)
    assert len(sandbox.calls) == before
