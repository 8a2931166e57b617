"""A gate: a barcode is scanned, and the light turns green or red.

    pip install acme-ticketing
    python gate.py < scanner

Each line that comes in is a barcode; each line that goes out is `green` or `red`, the barcode and
a reason. Lines are what scanners that act as keyboards send, and what a relay can read.

What it shows:

* people stand at the gate, so a call has two seconds, not a minute. When ACME does not answer in
  time the gate opens for a barcode that was never seen here and notes it, to be sent later: a
  queue of visitors is worse than a doubtful ticket. Whoever wants it the other way round says
  `--strict`;
* a barcode that was admitted here is red at once, without asking;
* what is noted is sent as soon as ACME answers again, and once more at the end.
"""

from __future__ import annotations

import argparse
import sys
from typing import Literal, NamedTuple

from acme_ticketing import AcmeClient
from acme_ticketing.errors import AcmeError, NotFound, RateLimited, StatusError, TransportError
from acme_ticketing.models import TicketsCheckIn

DEADLINE = 2.0


class Verdict(NamedTuple):
    """What the light shows, and why."""

    light: Literal["green", "red"]
    reason: str


class Gate:
    """One gate.

    Args:
        client: reaches ACME.
        strict: keep the gate shut while ACME does not answer.

    """

    def __init__(self, client: AcmeClient, *, strict: bool = False) -> None:
        self._client = client
        self._strict = strict
        self._admitted: set[str] = set()
        self.noted: list[str] = []

    def scan(self, barcode: str) -> Verdict:
        """Decide on a barcode."""
        if barcode in self._admitted:
            return Verdict("red", "admitted before at this gate")
        try:
            verdict = self._admit(barcode)
        except (TransportError, RateLimited):
            if self._strict:
                return Verdict("red", "ACME does not answer")
            self.noted.append(barcode)
            verdict = Verdict("green", "ACME does not answer; noted")
        except StatusError as error:
            return Verdict("red", error.vendor_message or f"refused ({error.status})")
        else:
            self.send_noted()
        if verdict.light == "green":
            self._admitted.add(barcode)
        return verdict

    def send_noted(self) -> None:
        """Tell ACME of those who were let in while it did not answer."""
        while self.noted:
            try:
                self._admit(self.noted[0])
            except NotFound:
                sys.stderr.write(f"{self.noted[0]} was let in and is no ticket\n")
            except AcmeError:
                return
            self.noted.pop(0)

    def _admit(self, barcode: str) -> Verdict:
        """Admit a ticket; a ticket that was used before yields an empty entry."""
        tickets = self._client.b2b.will_call.check_in_tickets(
            body=TicketsCheckIn(ticket_uuids=[barcode])
        )
        if tickets and tickets[0] and tickets[0].uuid:
            return Verdict("green", "welcome")
        return Verdict("red", "used before")


def main() -> int:
    """Read barcodes until there are no more."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--strict", action="store_true")
    options = parser.parse_args()
    with AcmeClient(deadline=DEADLINE, retries=0) as client:
        gate = Gate(client, strict=options.strict)
        for line in sys.stdin:
            if barcode := line.strip():
                verdict = gate.scan(barcode)
                sys.stdout.write(f"{verdict.light} {barcode} {verdict.reason}\n")
                sys.stdout.flush()
        gate.send_noted()
    return 1 if gate.noted else 0


if __name__ == "__main__":
    sys.exit(main())
