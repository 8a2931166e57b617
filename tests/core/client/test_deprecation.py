"""Deprecated operations: each place that calls one is told so once."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from acme_ticketing_core.auth.credentials import ApiKey
from acme_ticketing_core.operations.operation import Operation, json_answer
from acme_ticketing_core.pagination.pages import AsyncListing, Page
from acme_ticketing_core.pagination.paging import Paging
from acme_ticketing_core.settings.environments import BaseUrl
from acme_ticketing_sandbox import VirtualClock
from tests.core.server import Server, answer, in_turn
from tests.core.world import API_KEY, Client, TaskClient

OLD: Operation[Any] = Operation(
    id="b2b.old.list",
    method="GET",
    path="/v1/old",
    security=(),
    limit="b2b",
    replay="safe",
    answers={200: json_answer(Any)},
    deprecated="b2b.events.list",
)
PAGING: Paging[Any, Any] = Paging(items=list)
FULL = b"[%s]" % b",".join([b"1"] * 100)
"""A page that lets the client ask for the next one."""


class Resource:
    """What a generated resource does with a deprecated operation."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self) -> Any:
        """Call."""
        return self._client.call(OLD, {})

    def list(self) -> Page[Any]:
        """Ask for a listing."""
        return self._client.page(OLD, PAGING, {})


class AsyncResource:
    """The same for tasks."""

    def __init__(self, client: TaskClient) -> None:
        self._client = client

    async def get(self) -> Any:
        """Call."""
        return await self._client.call(OLD, {})

    def list(self) -> AsyncListing[Any]:
        """Ask for a listing."""
        return self._client.page(OLD, PAGING, {})


@pytest.fixture
def told() -> Iterator[list[warnings.WarningMessage]]:
    """Record warnings as Python shows them: once for each place."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        yield caught


def assert_told_here(told: list[warnings.WarningMessage], places: int) -> None:
    """Hold that so many lines of this file were told, each once, what to call instead."""
    assert {str(each.message) for each in told} == {
        "b2b.old.list is deprecated; use b2b.events.list instead"
    }
    assert {each.category for each in told} == {DeprecationWarning}
    assert {each.filename for each in told} == {__file__}
    assert len({each.lineno for each in told}) == len(told) == places


def test_threads_are_told_once_for_each_place(
    server: Server, clock: VirtualClock, told: list[warnings.WarningMessage]
):
    """A loop is told once, a second client at the same line not again, another line anew."""
    server.behave = answer(b"[7]")
    for _ in range(2):
        with Client(ApiKey(API_KEY), environment=BaseUrl(server.url), clock=clock) as client:
            resource = Resource(client)
            for _ in range(3):
                assert resource.get() == [7]
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url), clock=clock) as client:
        assert Resource(client).get() == [7]
        assert Resource(client).list().items == [7]

    assert_told_here(told, places=3)


async def test_tasks_are_told_once_for_each_place(
    server: Server, clock: VirtualClock, told: list[warnings.WarningMessage]
):
    """The line that awaits is the one that is told."""
    server.behave = answer(b"[7]")
    async with TaskClient(ApiKey(API_KEY), environment=BaseUrl(server.url), clock=clock) as client:
        resource = AsyncResource(client)
        for _ in range(3):
            assert await resource.get() == [7]
        assert (await resource.list()).items == [7]
        assert [item async for item in resource.list()] == [7]

    assert_told_here(told, places=3)


def test_further_pages_are_part_of_the_same_call(
    server: Server, clock: VirtualClock, told: list[warnings.WarningMessage]
):
    """Whoever goes through a listing is told of the call, not of its pages."""
    server.behave = in_turn(answer(FULL), answer(b"[7]"))
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url), clock=clock) as client:
        assert len(list(Resource(client).list())) == 101

    assert_told_here(told, places=1)


def test_an_operation_without_a_successor_says_only_that_it_is_old(
    server: Server, clock: VirtualClock
):
    """Not every operation that goes has something in its place."""
    alone: Operation[Any] = Operation(
        id="b2b.old.get",
        method="GET",
        path="/v1/old",
        security=(),
        limit="b2b",
        replay="safe",
        answers={200: json_answer(Any)},
        deprecated="",
    )

    async def call() -> Any:
        async with TaskClient(
            ApiKey(API_KEY), environment=BaseUrl(server.url), clock=clock
        ) as client:
            return await client.call(alone, {})

    with pytest.warns(DeprecationWarning, match=r"^b2b\.old\.get is deprecated$"):
        asyncio.run(call())
