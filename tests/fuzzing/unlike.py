"""Every operation against a local ACME whose answers differ, tolerantly and strictly.

python tests/fuzzing/unlike.py [seeds] [first seed]
"""

from __future__ import annotations

import sys
import time
import warnings
from collections import Counter
from functools import reduce
from itertools import count
from typing import Any

from acme_ticketing import AcmeClient, ApiKey, EmailLogin, PublishableKey, spec
from acme_ticketing import Sandbox as VendorSandbox
from acme_ticketing.errors import DecodeError, UnexpectedAnswer
from acme_ticketing_sandbox import (
    API_KEY,
    EMAIL,
    PASSWORD,
    PUBLISHABLE_KEY,
    TENANT_ID,
    Limits,
    LocalAcme,
    SandboxTransport,
    Unlike,
    VirtualClock,
)
from generator.naming.names import method_name
from tests.end_to_end.arguments import ARGUMENTS

CREDENTIALS = (ApiKey(API_KEY), PublishableKey(PUBLISHABLE_KEY), EmailLogin(EMAIL, PASSWORD))
PERMITTED = {"unknown field", "unknown value", "charset", "no total"}
"""What strict reading takes too: a charset that is named is as specified, a total is optional."""

_egresses = (f"unlike {number}" for number in count())


class Venue:
    """A local ACME and a client of it, made once and begun anew for each call."""

    def __init__(self) -> None:
        clock = VirtualClock()
        limits = Limits(b2b=10**9, b2c=10**9, cors=10**9)
        self.acme = LocalAcme(clock=clock, limits=limits, strict=True)
        self.client = AcmeClient(
            CREDENTIALS, environment=VendorSandbox(10), tenant_id=TENANT_ID, retries=0,
            transport=SandboxTransport(self.acme), clock=clock, egress=next(_egresses),
        )  # fmt: skip

    def call(self, row: dict[str, Any], unlike: Unlike, *, strict: bool) -> Exception | None:
        """Call an operation, whose arguments are found before the answers differ."""
        self.acme.unlike = None
        self.acme.reset()
        prepare = ARGUMENTS.get(row["id"])
        arguments = prepare(self.client) if prepare else {}
        self.acme.unlike = unlike
        client = self.client.with_options(strict=strict)
        method = reduce(getattr, map(method_name, row["id"].split(".")), client)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                method(**arguments)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            return error
        return None


def judge(row: dict[str, Any], seed: int, venue: Venue, results: Counter[str]) -> list[str]:
    """Call an operation in both ways; return what is wrong with what came of it."""
    wrong: list[str] = []
    tolerant = Unlike(seed)
    error = venue.call(row, tolerant, strict=False)
    results["calls"] += 1
    results["differences"] += len(tolerant.planted)
    # A login whose answer holds no session is of no use: the one error that the rules leave.
    if error is not None and not _useless_session(error):
        wrong.append(f"{row['id']} with seed {seed}: {type(error).__name__}: {error}")
    strict = Unlike(seed)
    error = venue.call(row, strict, strict=True)
    if strict.planted != tolerant.planted:
        wrong.append(f"{row['id']} with seed {seed}: the differences are not those of the seed")
    surprises = [each for each in strict.planted if each.kind not in PERMITTED]
    if error is None and surprises:
        wrong.append(f"{row['id']} with seed {seed}: strict reading missed {surprises}")
    if error is not None:
        results["refused"] += 1
        typed = isinstance(error, DecodeError) or _useless_session(error)
        if not (surprises and typed):
            wrong.append(f"{row['id']} with seed {seed}: {type(error).__name__}: {error}")
    return wrong


def _useless_session(error: Exception) -> bool:
    return isinstance(error, UnexpectedAnswer) and "without a session" in error.message


def main(seeds: int = 200, first: int = 1) -> int:
    """Try so many seeds; print what is wrong, and return how much."""
    venue, results, wrong = Venue(), Counter[str](), list[str]()
    started = time.monotonic()
    for seed in range(first, first + seeds):
        for row in spec.operations():
            wrong += judge(row, seed, venue, results)
    print(
        f"Seeds {first} to {first + seeds - 1}: {results['calls']} calls, "
        f"{results['differences']} differences, {results['refused']} refused by strict reading, "
        f"{len(wrong)} wrong. ({time.monotonic() - started:.0f} s)",
        *wrong[:40], sep="\n",
    )  # fmt: skip
    return min(len(wrong), 100)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
