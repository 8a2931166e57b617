"""A real browser: the machine's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from playwright.async_api import Browser, async_playwright

CHROMIUM: Final = "chromium"
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class BrowserMissingError(Exception):
    """There is no Chromium on this machine; the message says what to do."""


@asynccontextmanager
async def browser(flags: Sequence[str] = ()) -> AsyncIterator[Browser]:
    """Run a browser for as long as the block lasts.

    Args:
        flags: further flags of Chromium.

    Raises:
        BrowserMissingError: there is no Chromium.

    """
    chromium = shutil.which(CHROMIUM)
    if chromium is None:
        raise BrowserMissingError(f"there is no {CHROMIUM} on PATH: apt-get install {CHROMIUM}")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=chromium, headless=True, args=[*FLAGS, *flags]
        )
        try:
            yield started
        finally:
            await started.close()
