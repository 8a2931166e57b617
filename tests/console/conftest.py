"""A real browser that looks at a real server, on a clock that only the test moves."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from acme_ticketing import AcmeClient, ApiKey, BaseUrl
from acme_ticketing_sandbox import API_KEY, TENANT_ID, LocalAcme, VirtualClock, served
from docs.drawings.browser import BrowserMissingError, browser, installed
from tests.sandbox.caller import MONDAY_NINE, Caller

# Read before the tests' own environment is emptied.
REQUIRED = os.environ.get("ACME_REQUIRE_BROWSER") == "1"
REBOUND = "rebound.example.com"
"""A name that leads to this machine, as that of an attacker's page may."""

HERE = Path(__file__).parent
# Conditions are waited for; a machine that does much else takes its time.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say once for each file that its tests did not run, and why, where there is no browser."""
    if REQUIRED or installed():
        return
    reason = f"the browser tests did not run: {BrowserMissingError()}"
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason))


egresses = (f"console {number}" for number in count())


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Return the one browser of the session."""
    async with browser([f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1"]) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def context(chromium: Browser) -> AsyncIterator[BrowserContext]:
    """Return a fresh profile; an error on a page of it fails the test."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 800})
    errors: list[str] = []
    context.on("weberror", lambda found: errors.append(str(found.error)))
    context.set_default_timeout(20_000)
    yield context
    await context.close()
    assert errors == []


@dataclass
class Console:
    """A page of the console, as a person uses it."""

    page: Page
    url: str

    async def open(self, place: str = "") -> None:
        """Open the page, at a place of it."""
        await self.page.goto(f"{self.url}/_console/{place}")
        await expect(self.page.locator("#connection")).to_have_text("Connected")

    async def tab(self, title: str) -> Locator:
        """Choose a tab and return its panel."""
        await self.page.get_by_role("tab", name=title).click()
        panel = self.page.get_by_role("tabpanel")
        await expect(panel).to_have_attribute("id", f"panel-{title.lower()}")
        return panel

    @property
    def rows(self) -> Locator:
        """The rows of calls that are in the document."""
        return self.page.get_by_role("listbox").get_by_role("option")

    @property
    def message(self) -> Locator:
        """What the page says came of the last action."""
        return self.page.locator("#message")


@pytest.fixture
def clock() -> VirtualClock:
    """Return the venue's time, Monday morning at nine; it moves only when it is moved."""
    return VirtualClock(MONDAY_NINE)


@pytest.fixture
def acme(clock: VirtualClock) -> LocalAcme:
    """Return the venue."""
    return LocalAcme(clock=clock)


@pytest.fixture
def caller(acme: LocalAcme, clock: VirtualClock) -> Caller:
    """Return somebody who calls it, without a socket."""
    return Caller(acme, clock)


@pytest.fixture
def url(acme: LocalAcme) -> Iterator[str]:
    """Serve the venue."""
    with served(acme) as url:
        yield url


@pytest.fixture
def client(url: str) -> Iterator[AcmeClient]:
    """Return a client that reaches it over HTTP."""
    with AcmeClient(
        ApiKey(API_KEY), environment=BaseUrl(url), tenant_id=TENANT_ID, egress=next(egresses)
    ) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def console(context: BrowserContext, url: str) -> Console:
    """Return an open page of the console."""
    console = Console(await context.new_page(), url)
    await console.open()
    return console
