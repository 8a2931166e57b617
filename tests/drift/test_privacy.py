"""Nobody's data reaches the drift log: five hundred planted values, and none is found."""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner

from acme_ticketing import AcmeClient, ApiKey, BaseUrl
from acme_ticketing_cli.commands.verify import drift
from tests.core.server import Server, answer

OPERATIONS = {
    "b2b.events.get": "id",
    "b2b.customers.get": "id",
    "b2b.memberships.get": "id",
    "b2b.organizations.get": "id",
    "b2b.coupons.get": "id",
    "b2b.events.list": "",
    "b2b.customers.list": "",
    "b2b.organizations.list": "",
}
KEY = "k-7d1f0c9b8a"


class Planted:
    """Makes values that name somebody, and remembers them."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self._dice = random.Random(7)

    def one(self) -> str:
        """Make one."""
        dice, number = self._dice, len(self.made)
        letters = "".join(dice.choices("bcdfghjklmnpqrstvwxz", k=9))
        value = (
            f"{letters}.{number}@example.org",
            f"+1 212 555 {dice.randrange(10**4, 10**5)}",
            f"{letters.title()}, {letters[::-1].title()}",
            str(UUID(int=dice.getrandbits(128))),
            f"{dice.getrandbits(96):024x}",
            "".join(dice.choices("abcdef", k=24)),
            str(dice.randrange(10**15, 10**16)),
            f"19{dice.randrange(40, 99)}-0{dice.randrange(1, 9)}-1{dice.randrange(9)}#{number}",
            f"sk_live_{letters}{number}!",
            f"https://{letters}.example.org/{number}",
        )[number % 10]
        self.made.append(value)
        return value

    def inside(self, value: Any, depth: int = 0) -> Any:
        """Give an answer with such values in the place of its own, and under keys of their own."""
        if isinstance(value, dict):
            changed = {name: self.inside(each, depth + 1) for name, each in value.items()}
            return changed | {self.one(): self.one(), "vendorAddition": self.deep(8)}
        if isinstance(value, list):
            return [*(self.inside(each, depth + 1) for each in value), self.one()]
        match self._dice.randrange(4):
            case 0:
                return {self.one(): [self.one()], "name": self.one()}
            case 1:
                return int("".join(filter(str.isdigit, self.one())) or 7)
            case _:
                return self.one()

    def deep(self, levels: int) -> Any:
        """Give levels of objects whose keys and values are planted."""
        return self.one() if not levels else {self.one(): [self.deep(levels - 1)]}


def example(operation_id: str) -> Any:
    """Return the example of an operation's answer."""
    file = Path(__file__).parents[2] / f"spec/examples/{operation_id}.response.json"
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.fixture
def server() -> Iterator[Server]:
    """Yield a server."""
    with Server() as server:
        yield server


def test_nothing_of_five_hundred_planted_values_is_found(
    server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    """In values of every field, in keys, deep inside, in headers and in the request."""
    log, planted = tmp_path / "drift.jsonl", Planted()
    with (
        caplog.at_level(logging.DEBUG, "acme_ticketing"),
        AcmeClient(
            ApiKey(KEY), environment=BaseUrl(server.url), tenant_id=4711, drift_log=log
        ) as client,
    ):
        for operation_id, argument in OPERATIONS.items():
            body = planted.inside(example(operation_id))
            who, header = planted.one(), planted.one().strip("+ ")
            server.behave = answer(
                json.dumps(body).encode(), content_type=f"application/{header}", x_who=who
            )
            method = reduce(getattr, operation_id.split("."), client)
            method(**({argument: 12345678} if argument else {}))

    told = log.read_text(encoding="utf-8")
    for form in ("table", "json", "markdown"):
        shown = CliRunner().invoke(drift, [str(log), "--format", form])
        assert shown.exit_code == 1
        told += shown.output
    assert len(planted.made) > 500
    assert len(told.splitlines()) > 100
    lower = told.lower()
    assert [each for each in planted.made if each.lower() in lower] == []
    assert [each for each in (KEY, "4711", server.url, "127.0.0.1") if each in told] == []
    digits = {"".join(filter(str.isdigit, each)) for each in planted.made}
    assert [each for each in digits if len(each) > 6 and each in told] == []
    assert [each for each in planted.made if each in caplog.text] == []
