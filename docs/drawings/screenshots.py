"""The console and the home page, as a browser shows them."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from playwright.async_api import Browser, Page, expect

from acme_ticketing import AcmeClient, ApiKey, BaseUrl
from acme_ticketing.models import CartItem, ShoppingCart
from acme_ticketing_sandbox import API_KEY, TENANT_ID, Fault, LocalAcme, VirtualClock, served
from acme_ticketing_sandbox.samples.examples import TIME_OF_THE_EXAMPLES

from .browser import browser
from .scenes import purchase

_WIDE: Final = (1280, 800)
_NARROW: Final = (360, 740)
_TALL: Final = (1280, 1400)
Scheme = Literal["light", "dark"]


async def console(folder: Path) -> list[Path]:
    """Take the console in its looks, and return the files.

    Raises:
        BrowserMissingError: there is no Chromium.

    """
    looks: list[tuple[str, Scheme, tuple[int, int]]] = [
        ("console-light", "light", _WIDE),
        ("console-dark", "dark", _WIDE),
        ("console-narrow", "light", _NARROW),
    ]
    made = []
    acme = LocalAcme(clock=VirtualClock(TIME_OF_THE_EXAMPLES))
    with served(acme) as url:
        _visit(acme, url)
        async with browser() as chromium:
            for name, scheme, size in looks:
                page = await _page(chromium, scheme, size)
                await page.goto(f"{url}/_console/")
                row = page.get_by_role("option").filter(has_text="b2c.checkout.create")
                await expect(row).to_have_count(2)
                await expect(page.locator("#time")).not_to_be_empty()
                if size == _WIDE:
                    await row.first.click()
                    await expect(page.locator("#sample")).to_be_visible()
                made.append(await _taken(page, folder / f"{name}.png"))
    return made


async def home_page(folder: Path, site: Path) -> list[Path]:
    """Take the home page of the documentation as it was built, and return the file.

    Raises:
        BrowserMissingError: there is no Chromium.

    """
    async with browser() as chromium:
        page = await _page(chromium, "light", _TALL)
        await page.goto((site / "index.html").as_uri())
        return [await _taken(page, folder / "home-page.png")]


def _visit(acme: LocalAcme, url: str) -> None:
    """Let a shop sell two tickets, with an answer lost on the way, and look around."""
    with AcmeClient(
        ApiKey(API_KEY),
        environment=BaseUrl(url),
        tenant_id=TENANT_ID,
        clock=acme.clock,  # type: ignore[arg-type]  # a virtual clock, which clients share
        egress="screenshots",
        deadline=None,
    ) as client:
        events = client.b2b.events.list(page_size=100)
        client.b2c.event_templates.list()
        event = next(each for each in events if each.available)
        adult = event.to_dict()["priceList"]["prices"][0]["personType"]["id"]
        item = CartItem(event_id=event.id or "", ticketing_type_id=adult, quantity=2)
        cart = client.b2c.carts.create(body=ShoppingCart(items=[item]))
        client.b2c.carts.get(id=cart)
        acme.inject_fault(Fault("reset", "b2c.checkout.create", processed=False))
        client.for_buyer(ip="203.0.113.7").b2c.checkout.create(body=purchase(cart))
        client.b2b.reports.run(next(iter(client.b2b.report_definitions.list())))


async def _page(chromium: Browser, scheme: Scheme, size: tuple[int, int]) -> Page:
    width, height = size
    return await chromium.new_page(color_scheme=scheme, viewport={"width": width, "height": height})


async def _taken(page: Page, file: Path) -> Path:
    await page.screenshot(path=file, animations="disabled")
    return file
