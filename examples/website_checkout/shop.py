"""A website that sells tickets: FastAPI in front of ACME.

    pip install 'acme-ticketing' fastapi uvicorn
    ACME_API_KEY=… ACME_TENANT_ID=… uvicorn shop:app --proxy-headers

What it shows:

* one client for the whole program, opened and closed with it;
* a purchase has a uuid, made when its page is shown and sent back by the form. Pressing the
  button twice, or a lost answer, cannot charge twice: the second attempt carries the same uuid;
* it is written down before it is sent (`purchases.py`), so that a program that dies in between
  finds out at its next start what became of it;
* the visitor's own address goes along, as ACME asks of web shops. Behind a proxy it comes from
  the proxy's header, which uvicorn reads with `--proxy-headers`;
* what the visitor is told when ACME is busy, or nobody knows yet whether the purchase went through.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from purchases import Ledger, buy, settle_unknown
from pydantic import BaseModel, Field

from acme_ticketing import AsyncAcmeClient
from acme_ticketing.errors import AcmeError, RateLimited
from acme_ticketing.models import CartItem, CheckoutInput, ShoppingCart

LONGEST_WAIT = float(os.environ.get("SHOP_LONGEST_WAIT", "15"))
"""Seconds that a visitor waits for an answer before the page begins to ask."""


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the one client that all requests share, and settle what an earlier run left unknown."""
    app.state.ledger = Ledger(Path(os.environ.get("SHOP_LEDGER", "purchases.sqlite")))
    app.state.tasks = set()
    async with AsyncAcmeClient(deadline=20.0) as client:
        app.state.acme = client
        _in_background(settle_unknown(client, app.state.ledger))
        yield
        for task in app.state.tasks:
            task.cancel()
        await asyncio.gather(*app.state.tasks, return_exceptions=True)


app = FastAPI(title="Tickets", lifespan=lifespan)


def acme(request: Request) -> AsyncAcmeClient:
    """Give the client to a route."""
    client: AsyncAcmeClient = request.app.state.acme
    return client


Acme = Annotated[AsyncAcmeClient, Depends(acme)]


class Line(BaseModel):
    """So many tickets of one kind for one event."""

    event_id: str
    person_type_id: str
    quantity: Annotated[int, Field(ge=1, le=20)]


class Purchase(BaseModel):
    """What the checkout form sends.

    `purchase_uuid` came with the form. The card goes straight on to ACME and is kept nowhere.
    """

    purchase_uuid: UUID
    cart_id: str
    first_name: str
    last_name: str
    email: str
    card_number: str
    cvc: str
    expires: Annotated[str, Field(pattern=r"^\d{4}$")]


@app.get("/shows")
async def shows(client: Acme) -> list[dict[str, Any]]:
    """List what is on."""
    return [
        {"id": template.id, "name": template.name, "about": template.short_description or ""}
        for template in await client.b2c.event_templates.list()
    ]


@app.get("/shows/{show_id}/times")
async def times(client: Acme, show_id: str, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """List when it is on, with the places that are left."""
    found = await client.b2c.event_templates.list_times(
        id=show_id, start_time=start.astimezone(UTC), end_time=end.astimezone(UTC)
    )
    return [time.to_dict() for time in found]


@app.post("/carts")
async def make_cart(client: Acme, lines: list[Line]) -> dict[str, str]:
    """Make a cart, and the uuid under which it will be bought, once."""
    items = [
        CartItem(
            event_id=line.event_id, ticketing_type_id=line.person_type_id, quantity=line.quantity
        )
        for line in lines
    ]
    cart_id = await client.b2c.carts.create(body=ShoppingCart(items=items))
    return {"cart_id": cart_id, "purchase_uuid": str(uuid4())}


@app.post("/checkout")
async def check_out(client: Acme, request: Request, purchase: Purchase) -> JSONResponse:
    """Buy a cart. Sent twice, it is bought once; in doubt, nobody is told that it was or was not."""
    body = CheckoutInput(
        shopping_cart_id=purchase.cart_id,
        contact_first_name=purchase.first_name,
        contact_last_name=purchase.last_name,
        email=purchase.email,
        manual_entry_card_number=purchase.card_number,
        cvc=purchase.cvc,
        exp_date=purchase.expires,
    )
    ip = request.client.host if request.client else ""
    uuid, ledger = purchase.purchase_uuid, app.state.ledger
    task = _in_background(buy(client, ledger, uuid, body, browser_ip=ip))
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.shield(task), LONGEST_WAIT)
    return await tell(uuid)


@app.get("/purchases/{uuid}")
async def tell(uuid: UUID) -> JSONResponse:
    """Say what is known of a purchase; the page asks again as long as that is nothing."""
    state, note = app.state.ledger.read(uuid)
    if state == "bought":
        return JSONResponse({"state": "bought", "order": note})
    if state == "not bought":
        # Nothing was bought under the old uuid, so another try is another purchase.
        again = {"note": note or "Something went wrong on our side.", "purchase_uuid": str(uuid4())}
        return JSONResponse({"state": "refused", **again}, 422)
    note = "We are looking for your order. You will not be charged twice."
    return JSONResponse({"state": "unknown", "note": note}, 202)


def _in_background(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Let work go on when the request is answered; a task that nobody holds may vanish."""
    task = asyncio.create_task(work)
    app.state.tasks.add(task)
    task.add_done_callback(app.state.tasks.discard)
    return task


@app.exception_handler(RateLimited)
async def busy(_request: Request, error: RateLimited) -> JSONResponse:
    """Tell the browser when to come back instead of letting it wait."""
    seconds = 60.0
    if error.retry_at is not None:
        seconds = max(1.0, (error.retry_at - datetime.now(UTC)).total_seconds())
    headers = {"Retry-After": str(round(seconds))}
    return JSONResponse({"state": "busy"}, 503, headers=headers)


@app.exception_handler(AcmeError)
async def failed(_request: Request, _error: AcmeError) -> JSONResponse:
    """Keep what went wrong to the log."""
    return JSONResponse({"state": "failed", "note": "Something went wrong on our side."}, 502)
