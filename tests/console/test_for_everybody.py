"""The page is for everybody: by keyboard, by screen reader, in the dark, on a telephone; and it lasts."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, expect

from acme_ticketing_sandbox import LocalAcme, VirtualClock, served
from tests.console.conftest import Console
from tests.sandbox.caller import MONDAY_NINE, Caller

pytestmark = pytest.mark.asyncio(loop_scope="session")

TABS = ("Calls", "Venue", "Limits", "Clock", "Faults", "Answers", "State")
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 800}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 800}},
    "narrow": {"color_scheme": "light", "viewport": {"width": 360, "height": 740}},
}
EVENTS = "/v2/b2b/event/instances/statements"


def busy(caller: Caller) -> None:
    """Let everything happen that the page shows in a way of its own."""
    caller.done("POST", "/_sandbox/limits", {"b2b": 1})
    caller.buy()
    for event in list(caller.sandbox.state.events)[10:]:
        caller.sandbox.state.events.remove(event["id"])  # axe takes its time for each row
    caller.done("POST", "/_sandbox/faults", {"kind": "closed", "operationId": "b2c.carts.get"})
    caller.done("POST", "/_sandbox/faults", {"kind": "status", "operationId": "b2c.carts.get"})
    caller.send("GET", "/v2/b2c/carts/none")
    caller.send("POST", "/v2/b2c/checkout", {})
    for _ in range(2):
        caller.send("GET", EVENTS)


@pytest.mark.parametrize("look", LOOKS)
async def test_axe_finds_nothing(chromium: Browser, url: str, caller: Caller, look: str) -> None:
    """In no tab; and no page is wider than the screen."""
    busy(caller)
    context = await chromium.new_context(**LOOKS[look])
    console = Console(await context.new_page(), url)
    await console.open()
    await expect(console.rows).to_have_count(5)
    for title in TABS:
        await console.tab(title)
        if title == "Calls":
            await violations(console, title)
            await console.rows.last.click()
            await expect(console.page.locator("#sample")).to_be_visible()
        elif title in {"Venue", "Limits", "Faults", "State"}:
            await expect(
                console.page.get_by_role("tabpanel").get_by_role("table")
            ).not_to_have_count(0)
        await violations(console, title)
        wide = await console.page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= LOOKS[look]["viewport"]["width"], title
    await context.close()


async def violations(console: Console, title: str) -> None:
    """Fail if axe finds something."""
    found = await Axe().run(console.page)
    assert found.response["violations"] == [], f"{title}: {found.generate_report()}"


async def test_everything_is_reached_by_keyboard(console: Console, caller: Caller) -> None:
    """Tabs by arrows, the list by arrows, a call by Enter and back."""
    for _ in range(3):
        caller.send("GET", EVENTS)
    keyboard = console.page.keyboard
    listed = console.page.get_by_role("listbox")
    await expect(console.rows).to_have_count(3)
    await keyboard.press("Tab")
    await expect(console.page.get_by_role("tab", name="Calls")).to_be_focused()
    await keyboard.press("End")
    await expect(console.page.get_by_role("tab", name="State")).to_be_focused()
    await keyboard.press("ArrowRight")
    await expect(console.page.get_by_role("tab", name="Calls")).to_be_focused()
    await expect(console.page.get_by_role("tabpanel")).to_have_attribute("id", "panel-calls")
    for _ in range(4):
        await keyboard.press("Tab")
    await expect(listed).to_be_focused()

    await keyboard.press("ArrowDown")
    await keyboard.press("ArrowDown")
    await expect(listed).to_have_attribute("aria-activedescendant", "row-2")
    await keyboard.press("Enter")
    heading = console.page.get_by_label("The opened call").get_by_role("heading", level=2)
    await expect(heading).to_be_focused()
    await keyboard.press("Shift+Tab")
    await expect(console.page.get_by_role("button", name="Close")).to_be_focused()
    await keyboard.press("Enter")
    await expect(listed).to_be_focused()
    await expect(heading).to_be_hidden()


async def test_on_a_telephone_a_call_takes_the_whole_page(
    chromium: Browser, url: str, caller: Caller
) -> None:
    """And gives it back."""
    caller.send("GET", EVENTS)
    context = await chromium.new_context(**LOOKS["narrow"])
    console = Console(await context.new_page(), url)
    await console.open()
    await console.rows.first.click()
    await expect(console.page.locator("#sample")).to_be_visible()
    await expect(console.page.get_by_role("listbox")).to_be_hidden()
    await console.page.get_by_role("button", name="Close").click()
    await expect(console.rows.first).to_be_visible()
    await context.close()


async def test_a_server_that_goes_away_is_said_and_comes_back(context: BrowserContext) -> None:
    """By itself; what another server has seen takes the place of what the first had."""
    with ExitStack() as first:
        acme = LocalAcme(clock=VirtualClock(MONDAY_NINE))
        console = Console(await context.new_page(), first.enter_context(served(acme)))
        await console.open()
        Caller(acme, VirtualClock(MONDAY_NINE)).buy()
        await expect(console.rows).to_contain_text(["b2c.checkout.create"])
    told = console.page.locator("#connection")
    await expect(told).to_have_text(
        "The local ACME does not answer. This page comes back by itself."
    )
    panel = await console.tab("Clock")
    await panel.get_by_role("button", name="Jump ahead").click()
    await expect(console.message).to_have_text("The local ACME does not answer.")
    await console.tab("Calls")
    await expect(console.rows).to_have_count(1)

    again = LocalAcme(clock=VirtualClock(MONDAY_NINE))
    with served(again, port=int(console.url.rpartition(":")[2])):
        await expect(told).to_have_text("Connected")
        await expect(console.rows).to_have_count(0)
        Caller(again, VirtualClock(MONDAY_NINE)).send("GET", EVENTS)
        await expect(console.rows).to_contain_text(["b2b.events.listStatements"])
