"""A real browser: the machine's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from playwright.async_api import Browser, async_playwright

NAMES: Final = ("chromium-headless-shell", "chromium")
"""The programs that serve, the one first that starts in a third of the time."""
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

    def __init__(self) -> None:
        names = " and no ".join(NAMES)
        super().__init__(f"there is no {names} on PATH (apt-get install {NAMES[-1]})")


def installed() -> str | None:
    """Return the path of the machine's Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@asynccontextmanager
async def browser(flags: Sequence[str] = ()) -> AsyncIterator[Browser]:
    """Run a browser for as long as the block lasts.

    Args:
        flags: further flags of Chromium.

    Raises:
        BrowserMissingError: there is no Chromium.

    """
    chromium = installed()
    if chromium is None:
        raise BrowserMissingError
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=chromium, headless=True, args=[*FLAGS, *flags]
        )
        try:
            yield started
        finally:
            await started.close()
