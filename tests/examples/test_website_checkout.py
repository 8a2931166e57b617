"""The web shop sells once, whatever happens."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from acme_ticketing_sandbox import AcmeSandbox
from tests.examples.conftest import EXAMPLES
from tests.examples.fresh_install import environment

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
VISITOR = "203.0.113.7"
CARD = {"card_number": "4111111111111111", "cvc": "123", "expires": "0930"}
GUEST = {"first_name": "Ana", "last_name": "Example", "email": "guest@example.com"}


@pytest.fixture
def browser(
    acme_sandbox: AcmeSandbox, python: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[httpx.Client]:
    """Yield a browser that has opened the shop, which is a program behind a proxy."""
    ledger, longest_wait = str(tmp_path / "ledger.sqlite"), getattr(request, "param", "60")
    shop = subprocess.Popen(
        [str(python), "-m", "uvicorn", "shop:app", "--port", "0", "--proxy-headers"],
        cwd=EXAMPLES / "website_checkout",
        env=environment(
            **acme_sandbox.environ,
            PYTHONUNBUFFERED="1",
            SHOP_LEDGER=ledger,
            SHOP_LONGEST_WAIT=longest_wait,
        ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert shop.stderr is not None
    with shop, shop.stderr as said:
        try:
            url = next(found[0] for line in said if (found := ADDRESS.search(line)))
            with httpx.Client(
                base_url=url, headers={"x-forwarded-for": VISITOR}, trust_env=False, timeout=60
            ) as browser:
                yield browser
        finally:
            shop.terminate()
            for _ in said:
                pass


def form(browser: httpx.Client, acme_sandbox: AcmeSandbox) -> dict[str, Any]:
    """Choose a show, fill a cart and fill in the form."""
    start = datetime.now(UTC)
    shows = {show["id"] for show in browser.get("/shows").json()}
    event = next(
        event
        for event in acme_sandbox.client().b2b.events.list(
            start_time=start, end_time=start + timedelta(days=5)
        )
        if event.template_id in shows
        and event.price_list
        and (event.capacity or 0) - (event.sold_quantity or 0) > 4
    )
    assert event.price_list
    assert event.price_list.prices
    kind = event.price_list.prices[0].person_type
    assert kind
    assert event.start_time
    assert event.id in str(
        browser.get(
            f"/shows/{event.template_id}/times",
            params={
                "start": event.start_time.isoformat(),
                "end": (event.start_time + timedelta(hours=1)).isoformat(),
            },
        ).json()
    )
    line = {"event_id": event.id, "person_type_id": kind.id, "quantity": 2}
    cart = browser.post("/carts", json=[line]).json()
    return {**cart, **GUEST, **CARD}


def orders(acme_sandbox: AcmeSandbox) -> int:
    """Return how many orders the visitor has."""
    return len(acme_sandbox.client().b2c.orders.search(email=GUEST["email"]).items)


def test_a_purchase(browser: httpx.Client, acme_sandbox: AcmeSandbox) -> None:
    """Shows, times, cart, checkout; the visitor's address and the form's uuid go along."""
    assert browser.get("/shows").json()
    before = orders(acme_sandbox)
    filled = form(browser, acme_sandbox)
    bought = browser.post("/checkout", json=filled)
    again = browser.post("/checkout", json=filled)

    assert (bought.status_code, bought.json()["state"]) == (200, "bought")
    assert again.json() == bought.json()
    assert orders(acme_sandbox) == before + 1
    assert filled["purchase_uuid"] in [call.request_uuid for call in acme_sandbox.calls]


def test_a_lost_answer_charges_once(browser: httpx.Client, acme_sandbox: AcmeSandbox) -> None:
    """The server had the purchase, and the shop finds it."""
    before = orders(acme_sandbox)
    filled = form(browser, acme_sandbox)
    acme_sandbox.fault("closed", "b2c.checkout.create")

    assert browser.post("/checkout", json=filled).json()["state"] == "bought"
    assert orders(acme_sandbox) == before + 1


@pytest.mark.parametrize("browser", ["0.5"], indirect=True)
def test_a_visitor_is_told_nothing_that_nobody_knows(
    browser: httpx.Client, acme_sandbox: AcmeSandbox
) -> None:
    """No attempt is carried out, and the server says neither yes nor no."""
    before = orders(acme_sandbox)
    filled = form(browser, acme_sandbox)
    acme_sandbox.fault("status", "b2c.checkout.create", processed=False, times=3)

    assert browser.post("/checkout", json=filled).json()["state"] == "unknown"
    assert browser.get(f"/purchases/{filled['purchase_uuid']}").status_code == 202
    assert orders(acme_sandbox) == before


def test_a_refused_purchase(browser: httpx.Client, acme_sandbox: AcmeSandbox) -> None:
    """The visitor reads why."""
    filled = form(browser, acme_sandbox) | {"cart_id": "5d9645340000000000000000"}
    answer = browser.post("/checkout", json=filled)

    assert answer.status_code == 422
    assert answer.json()["note"]


def test_busy(browser: httpx.Client, acme_sandbox: AcmeSandbox) -> None:
    """A block of the rate limit is told to the browser with the time to come back."""
    acme_sandbox.limit(b2c=1)
    answers = [browser.get("/shows") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 503]
    assert 1 <= int(answers[1].headers["retry-after"]) <= 61
