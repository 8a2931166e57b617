"""Days of a venue, and a warehouse that follows: at the end it equals the truth.

While the warehouse is brought up to date the venue changes between any two calls: rows are new,
changed, merged and deleted, many of one second, and become visible up to 20 seconds late; the
server answers 429, 500 and 504; the reader's clock is an hour off; the program is killed at random
moments, and started a second time while it runs. The days go through a change of the clocks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import httpx

from acme_ticketing.errors import AcmeError
from acme_ticketing.warehouse import AlreadyRunning, Summary, pipeline_to, sync
from acme_ticketing_sandbox import Behaviour, Fault
from acme_ticketing_sandbox.values import times
from tests.core.changes.venue import ChangingVenue

# Six days before the clocks are set back.
BEGIN = 1_761_600_000.0
KINDS = ("customers", "memberships", "orders")


class Killed(BaseException):
    """The end of a program, wherever it stands."""


@dataclass
class Outcome:
    """What became of it.

    Attributes:
        days: days that went by.
        runs: runs that were begun.
        killed: runs that were killed.
        failed: runs that ended in an error of the server.
        refused: runs begun while another one was on, and refused.
        calls: requests that were sent.
        rows: rows of the venue at the end.
        lost: rows that are not in the warehouse as they are at the venue.
        twice: rows that are there twice, or that the venue does not have.
        problems: what they are, without their content.

    """

    days: int
    runs: int = 0
    killed: int = 0
    failed: int = 0
    refused: int = 0
    calls: int = 0
    rows: int = 0
    lost: int = 0
    twice: int = 0
    problems: list[str] = field(default_factory=list[str])


class Days:
    """One venue and its warehouse.

    Args:
        seed: what is random.
        destination: as `acme sync` takes it.
        kills: how many runs are killed in a day, on average.

    """

    def __init__(self, seed: int, destination: str, *, kills: float = 0.3) -> None:
        self.venue = ChangingVenue(seed, BEGIN)
        self.venue.acme.state.behaviour = Behaviour(visible_after=20, listed_days=30)
        self._destination = destination
        self._lot = self.venue.lot
        self._kills = kills
        self._fuse: int | None = None
        self._busy = True
        self._running: Any = None
        self.outcome = Outcome(0)

    def live(self, days: int) -> Outcome:
        """Let days go by, one run in each, and compare."""
        for _ in range(days):
            self._busy = True
            self._day()
            self.outcome.days += 1
        self.settle()
        return self.outcome

    def settle(self) -> None:
        """Let the venue rest, bring the warehouse up to date, and compare."""
        self._busy, self._fuse = False, None
        self.venue.acme.faults.clear()
        for sweep in (False, True):
            self.venue.pass_time(120)
            self._sync(sweep=sweep)
        self._compare()

    def pipeline(self) -> Any:
        """Make the pipeline as a new process does."""
        return pipeline_to(self._destination)

    def _day(self) -> None:
        lot, venue = self._lot, self.venue
        for _ in range(lot.randrange(2, 12)):
            venue.pass_time(lot.choice((0, 1, 30, 900)))
            self._something()
        kills, rest = divmod(self._kills, 1)
        for _ in range(int(kills) + (lot.random() < rest)):
            self._run(fuse=lot.randrange(1, 30))
        self._run(fuse=None)
        venue.pass_time(lot.choice((3600, 43_200, 86_400)))

    def _run(self, fuse: int | None) -> None:
        """Bring the warehouse up to date, or be killed after some requests."""
        lot, venue = self._lot, self.venue
        self._fuse = fuse
        if lot.random() < 0.3:
            status = lot.choice((500, 503, 504, 429))
            venue.acme.inject_fault(Fault("status", status=status, times=lot.randrange(1, 8)))
        venue.way.before = self._between
        self.outcome.runs += 1
        try:
            self._sync(sweep=None)
        except Killed:
            self.outcome.killed += 1
        except AcmeError:
            self.outcome.failed += 1
        finally:
            venue.way.before = lambda _: None
            venue.acme.faults.clear()

    def _sync(self, *, sweep: bool | None) -> Summary:
        sent = len(self.venue.way.sent)
        client = self.venue.client.with_options(deadline=None)
        self._running = self.pipeline()
        try:
            return sync(
                client, self._running, sweep=sweep, rows_per_load=self._lot.randrange(5, 60)
            )
        finally:
            self.outcome.calls += len(self.venue.way.sent) - sent

    def _between(self, _: httpx.Request) -> None:
        lot, venue = self._lot, self.venue
        if self._fuse is not None:
            self._fuse -= 1
            if self._fuse < 0:
                raise Killed
        venue.pass_time(lot.choice((0.0, 0.2, 1.0, 5.0)))
        if lot.random() < 0.05:
            self._begin_another()
        while self._busy and lot.random() < 0.3:
            self._something()

    def _begin_another(self) -> None:
        """Begin a second run amid the first, as a program does that is started twice."""
        try:
            sync(self.venue.client, self._running)
        except AlreadyRunning:
            self.outcome.refused += 1
        else:
            self.outcome.problems.append("two runs at once")

    def _something(self) -> None:
        lot, venue = self._lot, self.venue
        kind = lot.choice(KINDS)
        if lot.random() < 0.05:  # an import: many rows of one second
            for _ in range(lot.randrange(5, 40)):
                venue.add(kind)
        elif lot.random() < 0.05:  # two customers become one
            first, *rest = list(venue.kinds["customers"])
            gone = lot.choice(rest)
            venue.delete("customers", gone["id"])
            venue.change("customers", first["id"], email=str(gone["email"]))
        else:
            venue.happen(kind)

    def _compare(self) -> None:
        state, outcome = self.venue.acme.state, self.outcome
        rows = _Rows(self.pipeline())
        text = {"customers": "last_name", "memberships": "program", "orders": "notes"}
        wire = {"customers": "lastName", "memberships": "program", "orders": "notes"}
        for kind in KINDS:
            truth = {
                str(each["id"]): (each.get(wire[kind]), times.parse(each["updatedOn"]))
                for each in self.venue.kinds[kind]
            }
            moment = "updated_on" if kind != "customers" else "NULL"
            found = rows.of(f"SELECT id, {text[kind]}, {moment} FROM {kind}")
            outcome.rows += len(truth)
            ids = [str(each[0]) for each in found]
            outcome.twice += len(ids) - len(set(ids) & set(truth))
            for key, name, when in found:
                expected = truth.get(str(key))
                if expected and (name != expected[0] or (when and when != expected[1])):
                    outcome.lost += 1
                    outcome.problems.append(f"{kind} {key} is old")
            outcome.lost += len(set(truth) - set(ids))
            outcome.problems += [f"{kind} {key} is lost" for key in sorted(set(truth) - set(ids))]
            outcome.problems += [f"{kind} {key} is too many" for key in set(ids) - set(truth)]
        items = {str(item["itemId"]) for order in state.orders for item in order["orderItems"]}
        found_items = [str(each[0]) for each in rows.of("SELECT item_id FROM orders__order_items")]
        outcome.lost += len(items - set(found_items))
        outcome.twice += len(found_items) - len(items & set(found_items))
        referred = {
            str(item["eventId"])
            for order in state.orders
            for item in order["orderItems"]
            if "eventId" in item
        }
        events = {str(each[0]) for each in rows.of("SELECT id FROM events")}
        outcome.lost += len({each for each in referred if state.events.find(each)} - events)


class _Rows:
    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline

    def of(self, query: str) -> list[Any]:
        with self._pipeline.sql_client() as client:
            return list(client.execute_sql(query))
