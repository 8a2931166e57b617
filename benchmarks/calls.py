"""A small GET over loopback: what a call costs beyond bare httpx or httpx2, alone and 64 at a time."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl
from acme_ticketing_core.transport.libraries import HttpName

from . import editions
from .loopback import served
from .measure import processor_seconds
from .row import Result, Row

_EVENT = "5d96453460309f26d082bcc0"
_KEY = "example-key-0000000000000000"
_AT_ONCE = 64
_LIBRARIES: tuple[HttpName, ...] = ("httpx", "httpx2")
_PAIRS = [(f"{name} + json.loads", f"acme_ticketing on {name}") for name in _LIBRARIES]
_CALLS = 320
_TURNS = 15


def calls(folder: Path) -> Result:
    """Measure calls to a server in another process.

    Args:
        folder: where the stock client was generated.

    """
    with served() as address:
        alone = _one_by_one(address, folder)
        rates = asyncio.run(_at_once(address))
    rows = [
        Row(
            "call", f"processor time of a small GET, against {bare}",
            alone[ours] / alone[bare], 1.15,
        )
        for bare, ours in _PAIRS
    ]  # fmt: skip
    rows.append(
        Row(
            "call", "processor time of a small GET, against stock",
            alone[_PAIRS[0][1]] / alone["stock"], 1.0,
        )
    )  # fmt: skip
    rows += [
        Row(
            "call", f"calls a second, {_AT_ONCE} at a time, against {bare}",
            rates[ours] / rates[bare], 0.9, "more",
        )
        for bare, ours in _PAIRS
    ]  # fmt: skip
    figures = {"one call, µs": alone, f"{_AT_ONCE} at a time, calls a second": rates}
    return Result("calls", "see each", figures, rows)


def _one_by_one(address: str, folder: Path) -> dict[str, float]:
    url = f"{address}/v2/b2b/event/instances/{_EVENT}"
    get = editions.load(folder, f"{editions.STOCK}.api.b2b_events.b2b_events_get").sync
    stock = editions.load(folder, editions.STOCK).AuthenticatedClient(
        base_url=address, token=_KEY, auth_header_name="x-acme-api-key", prefix=""
    )
    cases: dict[str, Callable[[], object]] = {"stock": lambda: get(_EVENT, client=stock)}
    with ExitStack() as stack:
        stack.enter_context(stock)
        for (bare, ours), name in zip(_PAIRS, _LIBRARIES, strict=True):
            http = import_module(name).Client(headers={"x-acme-api-key": _KEY})
            client = AcmeClient(ApiKey(_KEY), environment=BaseUrl(address), http=name)
            cases[bare] = partial(_bare, stack.enter_context(http), url)
            cases[ours] = partial(stack.enter_context(client).b2b.events.get, id=_EVENT)
        seconds = processor_seconds(cases, calls=60)
    return {name: each * 1e6 for name, each in seconds.items()}


def _bare(http: Any, url: str) -> object:
    return json.loads(http.get(url).content)


async def _at_once(address: str) -> dict[str, float]:
    url = f"{address}/v2/b2b/event/instances/{_EVENT}"
    cases: dict[str, Callable[[], Awaitable[object]]] = {}
    async with AsyncExitStack() as stack:
        for (bare, ours), name in zip(_PAIRS, _LIBRARIES, strict=True):
            library = import_module(name)
            # As many connections kept as are in use, as our client has it: by default the libraries
            # keep 20 and open the others again and again, over TLS the dearest part of a call.
            kept = library.Limits(max_connections=100, max_keepalive_connections=100)
            http = library.AsyncClient(headers={"x-acme-api-key": _KEY}, limits=kept)
            client = AsyncAcmeClient(ApiKey(_KEY), environment=BaseUrl(address), http=name)
            cases[bare] = partial(_bare_async, await stack.enter_async_context(http), url)
            entered = await stack.enter_async_context(client)
            cases[ours] = partial(entered.b2b.events.get, id=_EVENT)
        rates: dict[str, list[float]] = {name: [] for name in cases}
        for call in cases.values():
            await _rate(call)
        for _ in range(_TURNS):
            for name, call in cases.items():
                rates[name].append(await _rate(call))
    return {name: statistics.median(each) for name, each in rates.items()}


async def _bare_async(http: Any, url: str) -> object:
    return json.loads((await http.get(url)).content)


async def _rate(call: Callable[[], Awaitable[object]]) -> float:
    """Return calls a second."""
    waiting = iter(range(_CALLS))

    async def worker() -> None:
        for _ in waiting:
            await call()

    started = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(_AT_ONCE)))
    return _CALLS / (time.perf_counter() - started)
