"""A small GET over loopback: what a call costs beyond bare httpx, alone and 64 at a time."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl

from . import editions
from .loopback import served
from .measure import processor_seconds
from .row import Result, Row

_EVENT = "5d96453460309f26d082bcc0"
_KEY = "example-key-0000000000000000"
_AT_ONCE = 64
# As many connections kept as are in use, as our client has it: by default httpx keeps 20 and opens
# the others again and again, which over TLS is the dearest part of a call.
_KEPT = httpx.Limits(max_connections=100, max_keepalive_connections=100)
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
            "call", "processor time of a small GET, against httpx + json.loads",
            alone["acme_ticketing"] / alone["httpx + json.loads"], 1.15,
        ),
        Row(
            "call", "processor time of a small GET, against stock",
            alone["acme_ticketing"] / alone["stock"], 1.0,
        ),
        Row(
            "call", f"calls a second, {_AT_ONCE} at a time, against httpx",
            rates["acme_ticketing"] / rates["httpx + json.loads"], 0.9, "more",
        ),
    ]  # fmt: skip
    figures = {"one call, µs": alone, f"{_AT_ONCE} at a time, calls a second": rates}
    return Result("calls", "see each", figures, rows)


def _one_by_one(address: str, folder: Path) -> dict[str, float]:
    url = f"{address}/v2/b2b/event/instances/{_EVENT}"
    get = editions.load(folder, f"{editions.STOCK}.api.b2b_events.b2b_events_get").sync
    stock = editions.load(folder, editions.STOCK).AuthenticatedClient(
        base_url=address, token=_KEY, auth_header_name="x-acme-api-key", prefix=""
    )
    with (
        AcmeClient(ApiKey(_KEY), environment=BaseUrl(address)) as client,
        httpx.Client(headers={"x-acme-api-key": _KEY}) as bare,
        stock,
    ):
        seconds = processor_seconds(
            {
                "httpx + json.loads": lambda: json.loads(bare.get(url).content),
                "acme_ticketing": lambda: client.b2b.events.get(id=_EVENT),
                "stock": lambda: get(_EVENT, client=stock),
            },
            calls=60,
        )
    return {name: each * 1e6 for name, each in seconds.items()}


async def _at_once(address: str) -> dict[str, float]:
    url = f"{address}/v2/b2b/event/instances/{_EVENT}"
    async with (
        AsyncAcmeClient(ApiKey(_KEY), environment=BaseUrl(address)) as client,
        httpx.AsyncClient(headers={"x-acme-api-key": _KEY}, limits=_KEPT) as bare,
    ):

        async def ours() -> object:
            return await client.b2b.events.get(id=_EVENT)

        async def theirs() -> object:
            return json.loads((await bare.get(url)).content)

        cases = {"httpx + json.loads": theirs, "acme_ticketing": ours}
        rates: dict[str, list[float]] = {name: [] for name in cases}
        for call in cases.values():
            await _rate(call)
        for _ in range(_TURNS):
            for name, call in cases.items():
                rates[name].append(await _rate(call))
    return {name: statistics.median(each) for name, each in rates.items()}


async def _rate(call: Callable[[], Awaitable[object]]) -> float:
    """Return calls a second."""
    waiting = iter(range(_CALLS))

    async def worker() -> None:
        for _ in waiting:
            await call()

    started = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(_AT_ONCE)))
    return _CALLS / (time.perf_counter() - started)
