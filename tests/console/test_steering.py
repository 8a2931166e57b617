"""What the page sets, in a real browser: limits, time, faults, duplicates, the state as a whole."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from acme_ticketing_sandbox import Limits, LocalAcme, VirtualClock
from tests.console.conftest import Console
from tests.sandbox.caller import Caller

pytestmark = pytest.mark.asyncio(loop_scope="session")

EVENTS = "/v2/b2b/event/instances/statements"


async def test_a_fault_planted_by_click_is_met_by_the_next_call(
    console: Console, caller: Caller, acme: LocalAcme
) -> None:
    """And is gone then; one that waits for another operation stays until it is lifted."""
    panel = await console.tab("Faults")
    await panel.get_by_label("Kind", exact=True).select_option("status")
    await panel.get_by_label("Operation").select_option("b2b.events.listStatements")
    await panel.get_by_label("Status, for").fill("502")
    await panel.get_by_role("button", name="Plant").click()
    await expect(console.message).to_have_text("The fault is planted.")
    await expect(panel.get_by_role("row")).to_have_count(2)

    assert caller.send("GET", EVENTS).status == 502
    await expect(panel).to_contain_text("None.")

    await panel.get_by_label("Operation").select_option("b2c.carts.create")
    await panel.get_by_role("button", name="Plant").click()
    assert caller.send("GET", EVENTS).status == 200
    await panel.get_by_role("button", name="Lift the fault status").click()
    await expect(panel).to_contain_text("None.")
    assert acme.faults == []

    await console.tab("Calls")
    await console.rows.last.click()
    opened = console.page.get_by_label("The opened call")
    await expect(opened).to_contain_text("met by the fault “status” that was planted")


async def test_a_block_counts_down_and_is_lifted(
    console: Console, caller: Caller, clock: VirtualClock
) -> None:
    """By the venue's clock, which the control API moves."""
    panel = await console.tab("Limits")
    await panel.get_by_label("b2b").fill("2")
    await panel.get_by_role("button", name="Set limits").click()
    await expect(console.message).to_have_text("The limits are set.")
    assert [caller.send("GET", EVENTS).status for _ in range(3)] == [200, 200, 429]

    row = panel.get_by_role("row").filter(has_text="127.0.0.1")
    await expect(row).to_contain_text("2 of 2")
    await expect(row).to_contain_text("blocked for 60 s until 09:01:00")
    caller.done("POST", "/_sandbox/clock/advance", {"seconds": 41})
    await expect(row).to_contain_text("blocked for 19 s")

    await row.get_by_role("button", name="Lift").click()
    await expect(console.message).to_have_text("The block is lifted.")
    await expect(panel).to_contain_text("Nobody has asked for anything yet.")
    assert caller.send("GET", EVENTS).status == 200
    await expect(row).to_contain_text("1 of 2")
    assert clock.now() == caller.clock.now()


async def test_a_countdown_goes_on_by_itself_while_time_passes(
    console: Console, caller: Caller, acme: LocalAcme
) -> None:
    """A page that nobody tells anything shows fewer seconds each second."""
    acme.rate_limiter.limits = Limits(b2b=0)
    caller.send("GET", EVENTS)
    panel = await console.tab("Limits")
    blocked = panel.locator(".blocked")
    await expect(blocked).to_have_text("blocked for 60 s")

    caller.done("POST", "/_sandbox/clock/resume", {})

    await expect(blocked).to_have_text(re.compile("blocked for [1-5]?[0-8] s"))


async def test_time_stands_still_and_jumps(console: Console, clock: VirtualClock) -> None:
    """The venue's time stands above every part."""
    time = console.page.locator("#time")
    await expect(time).to_have_text("2026-06-01 09:00:00-04:00, standing still")
    panel = await console.tab("Clock")
    await panel.get_by_label("How far").fill("2")
    await panel.get_by_label("Unit").select_option("days")
    await panel.get_by_role("button", name="Jump ahead").click()
    await expect(time).to_have_text("2026-06-03 09:00:00-04:00, standing still")

    await panel.get_by_role("button", name="Let time pass").click()
    await expect(time).not_to_contain_text("standing still")
    assert not clock.frozen
    await panel.get_by_role("button", name="Freeze").click()
    await expect(time).to_contain_text("standing still")
    assert clock.frozen


async def test_answers_are_set(console: Console, acme: LocalAcme) -> None:
    """The ways of duplicates, a seed of differences, lists that fall short."""
    panel = await console.tab("Answers")
    await panel.get_by_label("Which uuids are refused").select_option("on-receipt")
    await panel.get_by_label("Status of code 16003").select_option("422")
    await panel.get_by_role("button", name="Set duplicates").click()
    await expect(console.message).to_have_text("The way of duplicates is set.")
    ways = acme.state.duplicates
    assert (ways.remembered, ways.card_status, ways.sorted) == ("on-receipt", 422, True)

    await panel.get_by_label("Seed").fill("7")
    await panel.get_by_role("button", name="Set seed").click()
    await expect(console.message).to_have_text("Answers differ by seed 7.")
    assert acme.unlike is not None
    assert acme.unlike.seed == 7
    await panel.get_by_label("Seed").fill("0")
    await panel.get_by_role("button", name="Set seed").click()
    await expect(console.message).to_have_text("Answers are as the specification says.")
    assert acme.unlike is None

    await panel.get_by_label("Days that lists").fill("30")
    await panel.get_by_role("button", name="Set lists").click()
    await expect(console.message).to_have_text("The lists are set.")
    assert acme.state.behaviour.listed_days == 30


async def test_what_cannot_be_set_is_said(console: Console, acme: LocalAcme) -> None:
    """In the server's words, and nothing changes."""
    panel = await console.tab("Clock")
    await panel.get_by_label("How far").fill("99999999")
    await panel.get_by_label("Unit").select_option("days")
    await panel.get_by_role("button", name="Jump ahead").click()
    await expect(console.message).to_contain_text("seconds is a number from 0 to")
    assert acme.clock.now() == 1780318800.0


async def test_a_reset_begins_anew(console: Console, caller: Caller, acme: LocalAcme) -> None:
    """After a question; the list of calls is empty, here and in a second tab."""
    caller.buy()
    second = Console(await console.page.context.new_page(), console.url)
    await second.open()
    await expect(second.rows).to_have_count(1)
    await console.page.bring_to_front()
    panel = await console.tab("State")
    await expect(panel.get_by_role("row").filter(has_text="orders")).to_contain_text("16")

    await panel.get_by_role("button", name="Reset to the seed").click()
    await panel.get_by_role("button", name="Keep everything").click()
    assert len(acme.state.orders) == 16
    await panel.get_by_role("button", name="Reset to the seed").click()
    await panel.get_by_role("button", name="Reset", exact=True).click()

    await expect(panel.get_by_role("row").filter(has_text="orders")).to_contain_text("15")
    await expect(second.rows).to_have_count(0)
    caller.send("GET", EVENTS)
    await expect(second.rows).to_have_count(1)


async def test_a_second_tab_shows_the_same(console: Console, caller: Caller) -> None:
    """What one changes the other shows, without a reload."""
    second = Console(await console.page.context.new_page(), console.url)
    await second.open()
    faults = await second.tab("Faults")
    await console.page.bring_to_front()
    panel = await console.tab("Faults")
    await panel.get_by_role("button", name="Plant").click()

    await expect(faults.get_by_role("row")).to_have_count(2)
    caller.send("GET", EVENTS)
    await expect(faults).to_contain_text("None.")
    await expect(panel).to_contain_text("None.")


async def saved(page: Page, folder: Path) -> Path:
    """Save the state as a person does, and return the file."""
    async with page.expect_download() as started:
        await page.get_by_role("link", name="Save").click()
    file = folder / (await started.value).suggested_filename
    await (await started.value).save_as(file)
    return file


async def test_a_state_is_saved_and_loaded(
    console: Console, caller: Caller, acme: LocalAcme, tmp_path: Path
) -> None:
    """What was bought is there again after a reset; no card is in the file."""
    order = caller.buy()
    panel = await console.tab("State")
    file = await saved(console.page, tmp_path)
    assert file.name == "acme-state.json"
    assert all(secret not in file.read_text() for secret in ("4111111111111111", '"card"'))
    acme.reset()
    assert acme.state.orders.find(order["id"]) is None

    await panel.get_by_label("Load").set_input_files(file)

    await expect(console.message).to_have_text("The state is loaded.")
    await expect(panel.get_by_role("row").filter(has_text="orders")).to_contain_text("16")
    assert caller.done("GET", f"/v2/b2c/orders/{order['id']}") == order


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "this is no file that a sandbox saved"),
        ("{", "the body is no JSON"),
        ("[1]", "the body is no JSON object"),
        ("\x00\xff", "the body is no JSON"),
        (
            json.dumps({"format": "acme-ticketing-sandbox state", "version": 9}),
            "this file is of version 9",
        ),
    ],
)
async def test_an_unreadable_file_is_one_message(
    console: Console, caller: Caller, tmp_path: Path, content: str, words: str
) -> None:
    """It says that nothing was changed, and nothing was."""
    acme = caller.sandbox
    order = caller.buy()
    panel = await console.tab("State")
    file = tmp_path / "state.json"
    file.write_text(content, encoding="utf-8")

    await panel.get_by_label("Load").set_input_files(file)

    await expect(console.message).to_contain_text(f"Nothing was changed: {words}")
    assert acme.state.orders.find(order["id"]) is not None
