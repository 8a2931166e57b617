"""Every fault against every kind of operation: what the client says is so, and nothing is done twice.

`make faults` runs all of it and thousands of purchases, and writes docs/reliability.md.
"""

from __future__ import annotations

import asyncio
import threading
from functools import cache

import pytest

from acme_ticketing import AcmeClient, AsyncAcmeClient
from acme_ticketing.errors import OutcomeUnknown
from acme_ticketing_core.runtime.clock import SYSTEM_CLOCK
from acme_ticketing_core.transport import transport
from acme_ticketing_sandbox import AdjustableClock, VirtualClock
from tests.end_to_end.test_every_operation import method

from .drill import (
    KINDS,
    MODES,
    Kind,
    Mode,
    arguments_of,
    call,
    drill,
    kept_clients,
    lies,
    line_drill,
    settings,
)
from .faults import FAULTS, LONGEST_ANSWER, Fault
from .lines import LINES, Line
from .random_faults import GUARDED, Account, Told, play
from .report import PAGE, cell
from .venue import fine, json_reply, venue

QUICK = [fault for fault in FAULTS if fault.pace == "virtual"]
SLOW = [fault for fault in FAULTS if fault.pace != "virtual"]
NOT_FREE = [kind for kind in KINDS if kind.replay in {"guarded", "none"}]


@pytest.fixture(autouse=True)
def _small_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LONGEST_ANSWER", LONGEST_ANSWER)


def in_the_table(fault: str, kind: Kind) -> str:
    """Return what docs/reliability.md says of a fault and a kind of operation."""
    assert fault in _table(), f"{PAGE.name} has no row for {fault!r}; run make faults"
    return _table()[fault][KINDS.index(kind)]


@cache
def _table() -> dict[str, list[str]]:
    """Return the cells of each row, by the first."""
    lines = PAGE.read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:]] for line in reversed(lines)]
    return {fault: cells for fault, *cells in filter(None, rows)}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", NOT_FREE, ids=lambda kind: kind.replay)
@pytest.mark.parametrize("fault", QUICK, ids=lambda fault: fault.name)
def test_what_costs_money(fault: Fault, kind: Kind, mode: Mode):
    """Done once at most, no false word, and just as the published table has it."""
    ending = drill(fault, kind, mode)

    assert lies(kind, ending) == []
    assert cell(kind.name, ending) == in_the_table(fault.name, kind)


@pytest.mark.parametrize(
    "kind", [k for k in KINDS if k not in NOT_FREE], ids=lambda kind: kind.name
)
@pytest.mark.parametrize("fault", QUICK, ids=lambda fault: fault.name)
def test_what_may_be_repeated(fault: Fault, kind: Kind):
    """The same for what is free to repeat, by turns sync and async."""
    mode = MODES[(QUICK.index(fault) + KINDS.index(kind)) % 2]
    ending = drill(fault, kind, mode)

    assert lies(kind, ending) == []
    assert cell(kind.name, ending) == in_the_table(fault.name, kind)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", SLOW, ids=lambda fault: fault.name)
def test_what_takes_real_time(fault: Fault, mode: Mode):
    """Silence and drips, against the checkout."""
    ending = drill(fault, GUARDED, mode)

    assert lies(GUARDED, ending) == []
    assert cell(GUARDED.name, ending) == in_the_table(fault.name, GUARDED)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_a_line_that_leads_nowhere(line: Line, mode: Mode):
    """Against the checkout."""
    ending = line_drill(line, GUARDED, mode)

    assert lies(GUARDED, ending) == []
    assert cell(GUARDED.name, ending) == in_the_table(line.name, GUARDED)


@pytest.mark.parametrize("mode", MODES)
def test_a_repetition_is_the_same_to_the_byte(mode: Mode):
    """Target, headers and body: the server cannot tell the second from the first."""
    clock = VirtualClock()
    with venue(clock) as place:
        arguments = arguments_of(GUARDED.operation_id, place, clock)
        before = len(place.server.received)
        place.expect(*[lambda arrival: arrival.hang_up()] * 2)
        ending = call(place, clock, GUARDED.operation_id, arguments, mode)
        sent = place.server.received[before:]

    assert ending.outcome == "answered"
    assert len(sent) == 3
    assert {(each.target, tuple(each.headers.items()), each.body) for each in sent} == {
        (sent[0].target, tuple(sent[0].headers.items()), sent[0].body)
    }
    assert sent[0].headers["x-acme-request-uuid"] == str(arguments["request_uuid"])


def test_a_409_after_a_doubt_proves_nothing():
    """A raw server answers 500 and then 409: no class, text or attribute says that it was applied."""
    clock = VirtualClock()
    with venue(clock) as place:
        arguments = arguments_of(GUARDED.operation_id, place, clock)
        place.expect(
            json_reply(500, b'{"code": 500, "message": "broke"}'),
            json_reply(409, b'{"code": 409, "message": "seen"}'),
        )
        doubt = call(place, clock, GUARDED.operation_id, arguments, "sync")

    assert isinstance(doubt.error, OutcomeUnknown)
    assert (doubt.error.status, doubt.attempts, doubt.carried_out) == (409, 2, 0)
    told = f"{doubt.error} {doubt.error!r} {vars(doubt.error)}".replace("perhaps applied", "")
    assert not any(word in told.lower() for word in ("applied", "bought", "has the purchase"))


@pytest.mark.parametrize("first", range(0, 240, 60))
def test_random_purchases_are_told_as_they_are(first: int):
    """`make faults` makes thousands; whatever the server does, nobody is told what is not so."""
    account = play(60, first)

    assert (account.wrong, account.twice) == ([], 0)
    assert account.orders > 0
    assert sum(account.decided.values()) > 0


def test_the_account_finds_what_is_not_so():
    """Two orders, an order that is not there, another order, and one that was denied."""
    account = Account()
    account.add("1", "how", "way", Told("bought", "a"), {"a"})
    account.add("2", "how", "way", Told("undecided", in_doubt=True, why="why"), {"b"})
    assert account.wrong == []

    account.add("3", "how", "way", Told("bought", "c"), {"c", "d"})
    account.add("4", "how", "way", Told("bought"), set())
    account.add("5", "how", "way", Told("bought", "e"), {"f"})
    account.add("6", "how", "way", Told("not bought"), {"g"})

    assert {wrong[0] for wrong in account.wrong} == {"3", "4", "5", "6"}
    assert (account.twice, account.orders) == (1, 6)


@pytest.mark.parametrize("mode", MODES)
def test_a_second_answer_is_not_given_to_the_next_call(mode: Mode):
    """Two answers to one request: the connection that holds the other is not used again."""
    clock = VirtualClock()
    (twice,) = (fault.happen for fault in FAULTS if fault.name == "two answers to one request")
    with (
        venue(clock) as place,
        AcmeClient(**settings(place.url, clock)) as client,
        kept_clients(place, clock, "b2b.events.get") as act,
    ):
        ids = [event.id for event in client.b2b.events.list(page_size=4).items]
        place.expect(twice, fine, twice)

        assert [act(mode, {"id": each}).id for each in ids] == ids
        assert place.server.connections == 4


async def test_a_cancelled_call_leaves_the_client_usable():
    """The task goes; the pool, the gate and the turn to log in stay."""
    with venue(AdjustableClock()) as place:
        arguments = await asyncio.to_thread(arguments_of, "b2b.events.get", place, SYSTEM_CLOCK)
        async with AsyncAcmeClient(**settings(place.url, SYSTEM_CLOCK)) as client:
            for _ in range(20):
                arrived = threading.Event()
                place.expect(lambda _, arrived=arrived: arrived.set())
                task = asyncio.create_task(method(client, "b2b.events.get")(**arguments))
                await asyncio.to_thread(arrived.wait)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
            answered = await asyncio.gather(
                *(method(client, "b2b.events.get")(**arguments) for _ in range(20))
            )

    assert len(answered) == 20
