"""Every object that can be replaced is edited: read, changed, sent whole, read back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from acme_ticketing import AcmeClient, AsyncAcmeClient
from acme_ticketing import Sandbox as VendorSandbox
from acme_ticketing.errors import InvalidArgument
from acme_ticketing_core.edits.differences import differences
from acme_ticketing_sandbox import TENANT_ID, LocalAcme, SandboxTransport, VirtualClock

from .arguments.table import ARGUMENTS
from .conftest import CREDENTIALS, egresses
from .test_every_operation import TABLE, method

REPLACEMENTS = [row for row in TABLE if row["replaces"] and row["method"] == "PUT"]
every_replacement = pytest.mark.parametrize("row", REPLACEMENTS, ids=lambda row: row["id"])
ROWS = {row["id"]: row for row in TABLE}
UNKNOWN = {"amount": 40.0, "number": "1234567", "nothing": None, "inner": [{"a": None}, 1e3]}


class Beyond(httpx.BaseTransport):
    """Answers reads with more than the specification knows, and keeps what is sent."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self.inner = inner
        self.read: list[Any] = []
        self.sent: list[Any] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass a request on; what is unknown to the sandbox does not reach it."""
        if request.method == "PUT":
            self.sent.append(json.loads(request.content))
            return httpx.Response(200, json=self.sent[-1])
        response = self.inner.handle_request(request)
        response.read()
        data = response.json()
        if request.method != "GET" or not isinstance(data, dict) or "id" not in data:
            return response
        data |= {"unheardOf": UNKNOWN, "alsoUnknown": None, "description": data.get("description")}
        self.read.append(data)
        return httpx.Response(200, json=data)


def target(row: dict[str, Any], client: AcmeClient) -> tuple[dict[str, Any], Any]:
    """Return what an object is edited by, and the object as it shall be."""
    prepared = ARGUMENTS[row["id"]](client)
    wanted = prepared["body"]
    reading = [each["name"] for each in ROWS[row["replaces"]]["parameters"] if each["required"]]
    snake = {"contactId": "contact_id", "addressId": "address_id", "templateId": "template_id"}
    arguments = {snake.get(name, name): prepared.get(name, wanted.id) for name in reading}
    return arguments, wanted


def changes(now: Any, wanted: Any) -> Iterator[str]:
    """Yield the attributes that differ, and let `now` have them."""
    for name in type(now)._field_names:
        if getattr(now, name) != getattr(wanted, name):
            setattr(now, name, getattr(wanted, name))
            yield name


@every_replacement
def test_an_edit_is_kept(row: dict[str, Any], client: AcmeClient, sandbox: LocalAcme) -> None:
    """The object is afterwards as the block left it."""
    arguments, wanted = target(row, client)
    resource = method(client, row["id"]).__self__
    with resource.edit(**arguments) as now:
        changed = list(changes(now, wanted))

    after = method(client, row["replaces"])(**arguments)
    for cart_item in after.items if row["id"] == "b2c.carts.replace" else ():
        cart_item.amount = wanted.items[0].amount  # which the server computes
    assert changed
    assert [getattr(after, name) for name in changed] == [getattr(wanted, n) for n in changed]
    assert [each.operation_id for each in sandbox.calls].count(row["id"]) == 1


@every_replacement
async def test_an_awaited_edit_is_kept(
    row: dict[str, Any], client: AcmeClient, async_client: AsyncAcmeClient
) -> None:
    """The same, asynchronously; and it can be put back as it was."""
    arguments, wanted = target(row, client)
    resource = method(async_client, row["id"]).__self__
    before = method(client, row["replaces"])(**arguments)
    async with resource.edit(**arguments) as now:
        changed = list(changes(now, wanted))

    given = {k: v for k, v in arguments.items() if k in {p["name"] for p in row["parameters"]}}
    await resource.restore(before, **given)
    after = method(client, row["replaces"])(**arguments)
    assert [getattr(after, name) for name in changed] == [getattr(before, n) for n in changed]


@every_replacement
def test_only_what_was_changed_differs(
    row: dict[str, Any], client: AcmeClient, sandbox: LocalAcme, clock: VirtualClock
) -> None:
    """Unknown fields, nulls and forms of numbers go back as they came."""
    arguments, wanted = target(row, client)
    beyond = Beyond(SandboxTransport(sandbox))
    other = AcmeClient(
        CREDENTIALS, environment=VendorSandbox(10), tenant_id=TENANT_ID, transport=beyond,
        clock=clock, egress=next(egresses),
    )  # fmt: skip
    with other, method(other, row["id"]).__self__.edit(**arguments, verify=False) as now:
        changed = list(changes(now, wanted))

    (sent,) = beyond.sent
    read = beyond.read[-1]
    assert sent["unheardOf"] == UNKNOWN
    assert json.dumps(sent["unheardOf"]) == json.dumps(UNKNOWN)
    assert sent["alsoUnknown"] is None
    assert {path[0] for path in differences(read, sent)} <= {
        wire for wire in sent if any(_same(wire, name) for name in changed)
    }


def _same(wire: str, name: str) -> bool:
    return wire.lower() == name.replace("_", "").lower()


def test_json_that_was_made_here_is_refused(client: AcmeClient, sandbox: LocalAcme) -> None:
    """As a model would be: nobody has read it, so it blanks what it leaves out."""
    part: Any = {"id": 70012, "address": []}
    with pytest.raises(InvalidArgument, match="whole=True"):
        client.b2b.customers.replace(body=part)

    assert list(sandbox.calls) == []
    client.b2b.customers.replace(body=part, whole=True)


def test_one_id_at_two_servers(client: AcmeClient, clock: VirtualClock) -> None:
    """An edit inside the edit of another server's object is none of the same."""
    other = AcmeClient(
        CREDENTIALS, environment=VendorSandbox(11), tenant_id=TENANT_ID, clock=clock,
        transport=SandboxTransport(LocalAcme(clock=clock)), egress=next(egresses),
    )  # fmt: skip
    with other, client.b2b.customers.edit(id=70012) as here:
        with other.b2b.customers.edit(id=70012) as there:
            there.suffix = here.suffix = "Jr."
        with pytest.raises(InvalidArgument, match="being edited already"):
            client.with_options(retries=0).b2b.customers.edit(id=70012).__enter__()

    assert client.b2b.customers.get(id=70012).suffix == "Jr."
