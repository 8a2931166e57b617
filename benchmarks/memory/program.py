"""The program that is measured, in a process of its own: it prints what its memory grew by.

The measure begins after a first answer of the same kind: what a program needs to call anything at
all is another matter (`benchmarks/startup.py`). The peak is the kernel's own.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl

from .server import PAGE_SIZE

_MEGABYTE = 1_000_000
_WARM_UP_PAGES = 20


class Memory:
    """How far memory has grown since the measure began."""

    def __init__(self) -> None:
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        self._begin = _resident("VmRSS")

    def growth(self) -> dict[str, float]:
        """Give the growth at the end and at the peak, in megabytes."""
        peak = _resident("VmHWM")
        gc.collect()
        return {"end": _resident("VmRSS") - self._begin, "peak": peak - self._begin}


def pages(client: AcmeClient, count: int, prefetch: int) -> dict[str, float]:
    """Go through so many pages of events."""
    listing = client.with_options(prefetch=prefetch).b2b.events
    _read(listing.list(page=1, page_size=PAGE_SIZE).pages(), _WARM_UP_PAGES)
    memory = Memory()
    _read(listing.list(page=1, page_size=PAGE_SIZE).pages(), count)
    return memory.growth()


def _read(pages: Any, count: int) -> None:
    for page in pages:
        assert page.items[0].name
        if page.number == count:
            return


async def pages_async(client: AsyncAcmeClient, count: int, prefetch: int) -> dict[str, float]:
    """Go through so many pages of events."""
    listing = client.with_options(prefetch=prefetch).b2b.events
    await _read_async(listing.list(page=1, page_size=PAGE_SIZE).pages(), _WARM_UP_PAGES)
    memory = Memory()
    await _read_async(listing.list(page=1, page_size=PAGE_SIZE).pages(), count)
    return memory.growth()


async def _read_async(pages: AsyncIterator[Any], count: int) -> None:
    async for page in pages:
        assert page.items[0].name
        if page.number == count:
            return


def file(client: AcmeClient, megabytes: int, folder: Path) -> dict[str, float]:
    """Stream a CSV of so many megabytes into a file."""
    client.b2b.report_runs.get_csv_to_file(folder / "warm.csv", id=1)
    memory = Memory()
    saved = client.b2b.report_runs.get_csv_to_file(folder / "out.csv", id=megabytes)
    assert saved.size >= megabytes * _MEGABYTE
    return memory.growth()


async def file_async(client: AsyncAcmeClient, megabytes: int, folder: Path) -> dict[str, float]:
    """Stream a CSV of so many megabytes into a file."""
    await client.b2b.report_runs.get_csv_to_file(folder / "warm.csv", id=1)
    memory = Memory()
    saved = await client.b2b.report_runs.get_csv_to_file(folder / "out.csv", id=megabytes)
    assert saved.size >= megabytes * _MEGABYTE
    return memory.growth()


def main(url: str, what: str, mode: str, size: int, prefetch: int) -> dict[str, float]:
    """Measure one case."""
    settings: dict[str, Any] = {
        "credentials": ApiKey("example-key-0000000000000000"),
        "environment": BaseUrl(url),
        "deadline": None,
    }
    with TemporaryDirectory() as folder:
        if mode == "sync":
            with AcmeClient(**settings) as client:
                if what == "pages":
                    return pages(client, size, prefetch)
                return file(client, size, Path(folder))

        async def run() -> dict[str, float]:
            async with AsyncAcmeClient(**settings) as client:
                if what == "pages":
                    return await pages_async(client, size, prefetch)
                return await file_async(client, size, Path(folder))

        return asyncio.run(run())


def _resident(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) * 1024 / _MEGABYTE


if __name__ == "__main__":
    url, what, mode, size, prefetch = sys.argv[1:]
    print(json.dumps(main(url, what, mode, int(size), int(prefetch))))
