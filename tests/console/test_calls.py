"""Calls, as they come and opened, in a real browser."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest
from playwright.async_api import expect

from acme_ticketing import AcmeClient
from acme_ticketing.models import CartItem, CheckoutInput, ShoppingCart
from acme_ticketing_sandbox import LocalAcme, Request, VirtualClock, environ
from tests.console.conftest import Console
from tests.sandbox.caller import Caller

pytestmark = pytest.mark.asyncio(loop_scope="session")

CARD = "4242424242424242"
UUIDGEN = "uuidgen() { cat /proc/sys/kernel/random/uuid; }\n"


def buy(client: AcmeClient, caller: Caller) -> str:
    """Buy two tickets as a shop does, and return the order's number."""
    event, adult = caller.event()["id"], caller.person_type()
    line = CartItem(event_id=event, ticketing_type_id=adult, quantity=2)
    purchase = CheckoutInput(
        shopping_cart=ShoppingCart(items=[line]),
        contact_first_name="Ana",
        contact_last_name="Example",
        email="ana@example.com",
        manual_entry_card_number=CARD,
        cvc="737",
        exp_date="0330",
    )
    buyer = client.for_buyer(ip="203.0.113.7")
    return str(buyer.b2c.checkout.create(body=purchase).order_number)


async def test_a_checkout_appears_live_and_opens(
    console: Console, client: AcmeClient, caller: Caller
) -> None:
    """Without a reload; its card and its key are nowhere on the page."""
    await expect(console.page.locator("#count")).to_have_text("0 calls")

    number = buy(client, caller)

    row = console.rows.filter(has_text="b2c.checkout.create")
    await expect(row).to_contain_text("200")
    await row.click()
    opened = console.page.get_by_label("The opened call")
    await expect(opened).to_contain_text("status 200, carried out")
    await expect(opened.get_by_label("Request: body")).to_contain_text('"cvc": "***"')
    await expect(opened.get_by_label("Answer: body")).to_contain_text(number)
    await expect(opened.get_by_label("Request: headers")).to_contain_text("x-acme-api-key: ***")
    content = await console.page.content()
    assert (CARD in content, "737" in content) == (False, False)

    venue = await console.tab("Venue")
    order = venue.get_by_role("row").filter(has_text=number).first
    await order.get_by_role("link", name="Call 1").click()
    await expect(opened.get_by_role("heading", level=2)).to_contain_text("POST /v2/b2c/checkout")


async def test_its_samples_run_as_they_stand(
    console: Console, client: AcmeClient, caller: Caller, acme: LocalAcme, clock: VirtualClock
) -> None:
    """Python, async, acme and curl make the same call, each with a uuid of its own."""
    buy(client, caller)
    await console.rows.first.click()
    programs = {
        "Python": [sys.executable, "-c"],
        "async": [sys.executable, "-c"],
        "acme": ["bash", "-c"],
        "curl": ["bash", "-c"],
    }
    tools = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**environ(console.url), "ACME_URL": console.url, "PATH": tools}
    environment |= {"ACME_CONFIG_FILE": os.devnull, "NO_PROXY": "*"}
    for way, program in programs.items():
        # The same card may not pay the same amount again within five minutes.
        clock.advance(301)
        await console.page.get_by_role("button", name=way, exact=True).click()
        sample = await console.page.locator("#sample").inner_text()
        text = sample if "python" in program[0] else UUIDGEN + sample

        done = await asyncio.create_subprocess_exec(
            *program, text, env=environment, stdout=PIPE, stderr=STDOUT
        )
        told, _ = await done.communicate()

        assert done.returncode == 0, told
        call = acme.calls[-1]
        assert (call.operation_id, call.carried_out) == ("b2c.checkout.create", True), way
    assert len(acme.calls) == 5
    assert len({call.request_uuid for call in acme.calls}) == 5
    sold = [order for order in acme.state.orders if order.get("email") == "ana@example.com"]
    assert [order["totalAmount"] for order in sold] == [sold[0]["totalAmount"]] * 5


async def test_what_was_wrong_is_said_in_words(console: Console, caller: Caller) -> None:
    """Missing headers by their names, what does not fit the schema by its path."""
    headers = {"x-acme-api-key": caller.headers("/v2/b2b/")["x-acme-api-key"]}
    cart = {"items": [{"quantity": "two"}]}
    caller.send("POST", "/v2/b2c/carts", cart, headers)

    await console.rows.first.click()

    wrong = console.page.get_by_label("The opened call").get_by_role("listitem")
    await expect(wrong.filter(has_text="header x-b2c-tenant-id is missing")).to_be_visible()
    await expect(wrong.filter(has_text="body.items[0].quantity")).to_be_visible()


async def test_calls_are_filtered(console: Console, caller: Caller) -> None:
    """By area, status and text."""
    caller.send("GET", "/v2/b2b/event/instances/statements")
    caller.send("GET", "/v2/b2c/carts/none")
    caller.send("GET", "/v2/nowhere")
    count = console.page.locator("#count")
    await expect(count).to_have_text("3 calls")

    await console.page.get_by_label("Area", exact=True).select_option("b2c")
    await expect(count).to_have_text("1 of 3 calls")
    await console.page.get_by_label("Area", exact=True).select_option("all")
    await console.page.get_by_label("Status", exact=True).select_option("all but 2xx")
    await expect(count).to_have_text("2 of 3 calls")
    await console.page.get_by_label("Text", exact=True).fill("NOWHERE")
    await expect(count).to_have_text("1 of 3 calls")
    await expect(console.rows).to_have_count(1)
    caller.send("GET", "/v2/nowhere")
    await expect(console.rows).to_have_count(2)


async def test_ten_thousand_calls_are_scrolled(console: Console, acme: LocalAcme) -> None:
    """Few of them are in the document; the first and the last are reached by key."""
    for number in range(10_050):
        acme.handle(Request("GET", f"/n/{number}"))
    await expect(console.page.locator("#count")).to_have_text("10,000 calls")
    await expect(console.rows.first).to_contain_text("/n/10049")
    listed = console.page.get_by_role("listbox")

    await listed.press("End")
    await expect(listed.get_by_role("option", selected=True)).to_contain_text("/n/50")
    await expect(console.rows.last).to_have_attribute("aria-posinset", "10000")
    assert await console.rows.count() < 80
    await listed.press("PageUp")
    await listed.press("Enter")
    await expect(console.page.get_by_label("The opened call")).to_contain_text("GET /n/")
    await listed.press("Home")
    await expect(listed.get_by_role("option", selected=True)).to_contain_text("/n/10049")

    # Who has scrolled down goes on seeing the same rows in the same place.
    await listed.evaluate("list => { list.scrollTop = list.scrollHeight / 2 }")
    await expect(console.rows.first).to_have_attribute("aria-posinset", re.compile(r"[45]\d{3}"))
    path = (await console.rows.nth(20).inner_text()).splitlines()[3]
    row = console.rows.filter(has_text=re.compile(rf"{path}(?!\d)"))
    place = int(await row.get_attribute("aria-posinset") or 0)
    before = await row.bounding_box()
    acme.handle(Request("GET", "/n/later"))
    await expect(row).to_have_attribute("aria-posinset", str(place + 1))
    assert await row.bounding_box() == before
    assert await console.rows.count() < 80


async def test_a_link_leads_to_one_call(console: Console, caller: Caller) -> None:
    """The address names it, for a bookmark or a colleague; a forgotten one is said to be so."""
    caller.send("GET", "/v2/nowhere")
    await console.open("#calls/1")
    await console.page.reload()
    opened = console.page.get_by_label("The opened call")
    await expect(opened).to_contain_text("GET /v2/nowhere")

    await console.open("#calls/7")
    await expect(opened).to_contain_text("call 7 is not kept")


async def test_a_copy_goes_to_the_clipboard(console: Console, caller: Caller) -> None:
    """As the page shows it."""
    await console.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    caller.send("GET", "/v2/b2b/event/instances/statements")
    await console.rows.first.click()

    await console.page.get_by_role("button", name="curl").click()
    await console.page.get_by_role("button", name="Copy").click()

    await expect(console.message).to_have_text("Copied.")
    copied = await console.page.evaluate("navigator.clipboard.readText()")
    assert copied == await console.page.locator("#sample").inner_text()
    assert copied.startswith("curl ")
