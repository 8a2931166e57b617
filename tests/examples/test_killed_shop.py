"""A shop that is killed at any moment settles what it left unknown, and buys nothing twice.

The shop's purchases run in a forked process against a real server, on a clock whose waits cost
nothing, and are killed at a random moment; then the next run settles. ACME_KILLS is how often.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from acme_ticketing import ApiKey, AsyncAcmeClient, BaseUrl
from acme_ticketing.models import CartItem, CheckoutInput, Event, ShoppingCart
from acme_ticketing_sandbox import API_KEY, TENANT_ID, LocalAcme, VirtualClock, served
from tests.examples.conftest import EXAMPLES

KILLS = int(os.environ.get("ACME_KILLS", "24"))
_IS_OVER = os.WEXITED | os.WNOHANG | os.WNOWAIT
_egresses = (f"killed shop {number}" for number in count())


class Shop:
    """The venue, and the shop's program."""

    def __init__(self, url: str, acme: LocalAcme, clock: VirtualClock, ledger: Path) -> None:
        sys.path.insert(0, str(EXAMPLES / "website_checkout"))
        import purchases

        self.program = purchases
        self.url, self.acme, self.clock, self.path = url, acme, clock, ledger

    def client(self) -> AsyncAcmeClient:
        """Return a client as each run of the program makes one."""
        return AsyncAcmeClient(
            ApiKey(API_KEY), environment=BaseUrl(self.url), tenant_id=TENANT_ID, clock=self.clock,
            egress=next(_egresses),
        )  # fmt: skip

    async def purchase(self, email: str) -> CheckoutInput:
        """Fill a cart and the form."""
        async with self.client() as client:
            now = datetime.fromtimestamp(self.clock.now(), UTC)
            coming = client.b2b.events.list(start_time=now, end_time=now + timedelta(days=5))
            event = await anext(each async for each in coming if self._sells(each))
            assert event.price_list
            assert event.price_list.prices
            kind = event.price_list.prices[0].person_type
            assert kind
            item = CartItem(event_id=event.id, ticketing_type_id=kind.id, quantity=1)
            cart = await client.b2c.carts.create(body=ShoppingCart(items=[item]))
        return CheckoutInput(
            shopping_cart_id=cart, contact_first_name="Ana", contact_last_name="Example",
            email=email, manual_entry_card_number="4111111111111111", cvc="123", exp_date="0930",
        )  # fmt: skip

    def _sells(self, event: Event) -> bool:
        return bool(event.price_list) and (event.capacity or 0) - (event.sold_quantity or 0) > 4

    def run_and_kill(self, uuid: UUID, body: CheckoutInput, calls: int, seconds: float) -> None:
        """Buy in another process, and kill it so many seconds after so many of its calls."""
        last_call = len(self.acme.calls) + calls
        child = os.fork()
        if child == 0:
            status = 1
            try:
                asyncio.run(self._buy(uuid, body))
                status = 0
            finally:
                os._exit(status)
        while len(self.acme.calls) < last_call and not os.waitid(os.P_PID, child, _IS_OVER):
            time.sleep(0.001)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    def calls_of_a_purchase(self) -> int:
        """Return how many calls a purchase takes that nobody kills."""
        body = asyncio.run(self.purchase("first@example.com"))
        before = len(self.acme.calls)
        asyncio.run(self._buy(uuid4(), body))
        assert self.orders("first@example.com") == 1
        return len(self.acme.calls) - before

    async def _buy(self, uuid: UUID, body: CheckoutInput) -> None:
        async with self.client() as client:
            ledger = self.program.Ledger(self.path)
            await self.program.buy(client, ledger, uuid, body, browser_ip="203.0.113.7")

    async def start_again(self) -> None:
        """Do what the program does when it starts."""
        async with self.client() as client:
            await self.program.settle_unknown(client, self.program.Ledger(self.path))

    def orders(self, email: str) -> int:
        """Return how many orders a visitor has."""
        return sum(order.get("email") == email for order in self.acme.state.orders)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Yield a shop in front of a venue."""
    clock = VirtualClock()
    acme = LocalAcme(clock=clock)
    with served(acme) as url:
        yield Shop(url, acme, clock, tmp_path / "ledger.sqlite")


def test_killed_at_random_points(shop: Shop) -> None:
    """Each purchase ends as bought, with one order, or as not bought, with none."""
    chance = random.Random(16)
    calls = shop.calls_of_a_purchase()
    ends: Counter[str] = Counter()
    for number in range(KILLS):
        email, uuid = f"guest{number}@example.com", uuid4()
        body = asyncio.run(shop.purchase(email))
        shop.run_and_kill(uuid, body, chance.randint(0, calls), chance.uniform(0.0, 0.01))
        asyncio.run(shop.start_again())
        state, _ = shop.program.Ledger(shop.path).read(uuid)
        assert shop.orders(email) == (state == "bought"), (number, state)
        ends[state] += 1
    assert ends["bought"]
    assert ends["not bought"]
    assert not ends["unknown"]


def test_two_like_purchases_of_one_guest(shop: Shop) -> None:
    """What cannot be told apart stays unknown; nothing that is told is wrong."""
    chance = random.Random(17)
    calls = shop.calls_of_a_purchase()
    ends: Counter[str] = Counter()
    for number in range(KILLS // 2):
        email, uuids = f"guest{number}@example.com", (uuid4(), uuid4())
        for uuid in uuids:
            body = asyncio.run(shop.purchase(email))
            shop.run_and_kill(uuid, body, chance.randint(0, calls), chance.uniform(0.0, 0.01))
        asyncio.run(shop.start_again())
        states = Counter(shop.program.Ledger(shop.path).read(uuid)[0] for uuid in uuids)
        assert states["bought"] <= shop.orders(email) <= 2 - states["not bought"], (number, states)
        ends += states
    assert ends.total() == 2 * (KILLS // 2)
