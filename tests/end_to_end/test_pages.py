"""Listings in pages, over HTTP to the served sandbox."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl, CallOptions
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
    with AcmeClient(**settings(url, clock)) as client:  # type: ignore[arg-type]  # keywords of several types
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
    async with AsyncAcmeClient(**settings(url, clock)) as client:  # type: ignore[arg-type]  # keywords of several types
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
    """With a total, without one, and a bare array that has no pages."""
    assert [each.id async for each in async_client.b2b.events.list()]
    assert [each.id async for each in async_client.b2b.memberships.list(page_size=2)] == [
        each.id for each in client.b2b.memberships.list()
    ]
    listed = [each.id async for each in async_client.b2c.event_templates.list()]
    assert listed == [each.id for each in await async_client.b2c.event_templates.list()]
    assert listed == [each.id for each in client.b2c.event_templates.list()]
